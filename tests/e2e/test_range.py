"""The wheel scrolls the page, with Ctrl it zooms; a range is chosen by name on any screen."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Page, ViewportSize, expect

from e2e_graph import drawn, drawn_graph
from e2e_stack import LogIn

SENSOR = "/sensors/linden-pharmacy/vaccine-fridge-1?range=24h"
HOUR = 3_600_000
SCREENS: list[ViewportSize] = [
    {"width": 1280, "height": 720},
    {"width": 390, "height": 844},
    {"width": 640, "height": 360},
]


async def test_the_wheel_scrolls_the_page_and_zooms_with_ctrl(log_in: LogIn) -> None:
    page = await log_in("ada", SENSOR, viewport={"width": 1280, "height": 500})
    await drawn_graph(page)
    left, top, width, _ = (await drawn(page)).plot
    await page.mouse.move(left + width / 2, top + 40)
    await page.mouse.wheel(0, 120)
    await expect(page.get_by_test_id("wheel-hint")).to_have_text("Ctrl + scroll to zoom")
    await page.wait_for_function("() => scrollY > 60")
    assert "range=24h" in page.url

    await page.keyboard.down("Control")
    await page.mouse.wheel(0, -200)
    await page.keyboard.up("Control")
    await page.wait_for_url(re.compile(r"from=\d+&to=\d+"))


def _span(page: Page) -> int:
    query = parse_qs(urlsplit(page.url).query)
    return int(query["to"][0]) - int(query["from"][0])


@pytest.mark.parametrize("screen", SCREENS, ids=["laptop", "phone", "zoomed to 200 %"])
async def test_a_range_is_chosen_on_the_screen(log_in: LogIn, screen: ViewportSize) -> None:
    page = await log_in("ada", SENSOR, viewport=screen)
    await drawn_graph(page)
    await page.keyboard.press("r")
    dialog = page.get_by_role("dialog")
    for inside in (
        dialog.get_by_role("button", name="Last night"),
        dialog.get_by_role("textbox", name="From"),
        dialog.get_by_role("button", name="Show"),
    ):
        await inside.scroll_into_view_if_needed()
        await expect(inside).to_be_in_viewport(ratio=1)
    assert await page.evaluate("document.documentElement.scrollWidth") <= screen["width"]
    await expect(dialog.get_by_role("textbox", name="From")).to_have_value(
        re.compile(r"\d\d:\d\d$")
    )

    await dialog.get_by_role("textbox", name="From").fill("yesterday 1430")
    await dialog.get_by_role("textbox", name="To").fill("yesterday 18:00")
    await dialog.get_by_role("button", name="Show").click()
    await page.wait_for_url(re.compile("from="))
    assert _span(page) == 3.5 * HOUR

    await page.get_by_role("button", name="Custom range").click()
    await dialog.get_by_role("button", name="Last night").click()
    await expect(page.get_by_test_id("range-words")).to_contain_text("18:00 to")
    assert _span(page) in (11 * HOUR, 12 * HOUR, 13 * HOUR)
