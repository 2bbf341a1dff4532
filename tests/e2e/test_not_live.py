"""Without a connection every page says so in words and grey, whatever else it has to say."""

import re
from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from e2e_alerts import until_calm
from e2e_stack import LogIn, Publish

SENSOR = "linden-pharmacy/vaccine-fridge-1"
PHONE = {"width": 390, "height": 844}
AS_OF = re.compile(r"[Aa]s of \d\d:\d\d")
_COLOUR = "element => getComputedStyle(element).color"
_GREY = """() => {
    const probe = document.body.appendChild(document.createElement("span"));
    probe.style.color = "var(--iso-text-3)";
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def past(owner: asyncpg.Connection) -> AsyncIterator[None]:
    """An interruption that ended five minutes ago, and nothing that is wrong now."""
    await until_calm(owner)
    await owner.execute("DELETE FROM alert")
    await owner.execute(
        "INSERT INTO alert (kind, cause, since, until, detail) VALUES ('blind', 'ingest',"
        " now() - interval '13 min', now() - interval '5 min',"
        " 'No ingest was collecting readings from the broker.')"
    )
    yield
    await owner.execute("DELETE FROM alert WHERE kind = 'blind'")


async def _cut(page: Page) -> None:
    await page.wait_for_selector('[data-live="true"]')
    await page.context.set_offline(True)
    await page.wait_for_selector("html[data-not-live]")


async def _mend(page: Page) -> None:
    await page.context.set_offline(False)
    await page.wait_for_selector("html:not([data-not-live])")


async def _colour(of: Locator) -> str:
    return str(await of.evaluate(_COLOUR))


async def test_without_a_connection_states_are_grey_and_say_since_when(
    log_in: LogIn, publish: Publish, past: None
) -> None:
    await publish("linden-fridge-1", "4.5")
    for viewport in (PHONE, {"width": 1280, "height": 720}):
        page = await log_in("ada", "/?q=vaccine+fridge+1", viewport=viewport)
        tile = page.get_by_test_id("count-in_range")
        icon = tile.locator("[data-colour]").first
        value = page.locator(f'[data-sensor="{SENSOR}"] [data-testid="latest-value"]')
        await expect(value).to_contain_text("4.5")
        # what was wrong is told, in the past tense, and announced to nobody
        banner = page.get_by_test_id("banner-blind")
        await expect(banner).to_contain_text(
            re.compile(r"was interrupted from .* to .* \(8\smin\)")
        )
        await expect(page.locator("main").get_by_role("alert")).to_have_count(0)
        title = await page.title()
        alive = await _colour(page.locator('[data-colour="ok"]').first)
        await _cut(page)
        grey = await page.evaluate(_GREY)
        assert alive != grey
        # what is wrong now comes first, and the past is one of two
        await expect(page.get_by_test_id("banner-not-live")).to_be_in_viewport()
        await expect(page.get_by_test_id("not-live")).to_be_in_viewport()
        await expect(banner).to_have_count(0)
        await expect(page.get_by_test_id("banner-more")).to_have_text("+1 more")
        await expect(tile).to_contain_text(AS_OF)
        assert await _colour(icon) == grey
        assert await _colour(tile.locator(":scope > span").nth(1)) == grey
        assert await _colour(value.locator("..")) == grey
        for mark in await page.locator("[data-current][data-colour]").all():
            if await mark.is_visible():
                icon_in_it = mark.locator("svg")
                assert await _colour(icon_in_it.first if await icon_in_it.count() else mark) == grey
        await expect(page.locator(f'[data-sensor="{SENSOR}"]')).to_contain_text(AS_OF)
        assert AS_OF.match(await page.title())
        await _mend(page)
        assert await _colour(page.locator('[data-colour="ok"]').first) == alive
        await expect(tile).not_to_contain_text(AS_OF)
        assert await page.title() == title
        await expect(banner).to_be_visible()


async def test_the_pages_of_a_sensor_and_of_devices_say_it_too(
    log_in: LogIn, publish: Publish
) -> None:
    await publish("linden-fridge-1", "4.5")
    page = await log_in("ada", f"/sensors/{SENSOR}", viewport=PHONE)
    await expect(page.get_by_test_id("latest-value").first).to_contain_text("4.5")
    await _cut(page)
    grey = await page.evaluate(_GREY)
    await expect(page.get_by_test_id("not-live")).to_be_in_viewport()
    await expect(page.get_by_test_id("sensor-state")).to_contain_text(AS_OF)
    assert await _colour(page.get_by_test_id("latest-value").first) == grey
    assert await _colour(page.get_by_test_id("sensor-state").locator("svg")) == grey
    await _mend(page)
    await page.goto("/devices")
    await page.locator("[data-device] [data-colour]").first.wait_for()
    await _cut(page)
    for mark in await page.locator("[data-device] [data-current]").all():
        assert await _colour(mark.locator("svg")) == grey
    await expect(page.get_by_test_id("banner-not-live")).to_contain_text("Not live since")
    await _mend(page)
