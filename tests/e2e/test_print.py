"""A printed sensor is a sheet that stands alone: whole, light, and without what is for a screen."""

import json
import re
import time

import asyncpg
from PIL import Image
from playwright.async_api import Page, expect

from e2e_paper import Paper, printed
from e2e_stack import LogIn, Publish, Stack
from e2e_stored import until_counted, until_stored

MINUTE, DAY = 60_000, 86_400_000
DEVICE, SENSOR = "linden-spare", "linden-pharmacy/spare-probe"
FROM = int(time.time() * 1000) // DAY * DAY - 20 * DAY
TO = FROM + DAY
SILENCE = (FROM + 600 * MINUTE, FROM + 700 * MINUTE)
EXCURSION = (FROM + 60 * MINUTE, FROM + 72 * MINUTE)
BLUE, RED = (0x1C, 0x5B, 0xD0), (0xB0, 0x12, 0x3F)
SCREEN_ONLY = ("Search sensors", "Share", "Export", "Follow live", "Custom", "Compare", "Earlier")


def _is_warm(time_ms: int) -> bool:
    return EXCURSION[0] <= time_ms < EXCURSION[1]


def _elements() -> list[dict[str, float]]:
    """Return a day at a minute: an excursion near its beginning, and a silence in it."""
    return [
        {
            "value": 9.5 if EXCURSION[0] <= t < EXCURSION[1] else 4 + (t // MINUTE % 7) / 10,
            "time": t,
        }
        for t in range(FROM, TO, MINUTE)
        if not SILENCE[0] < t < SILENCE[1]
    ]


async def _published(page: Page, stack: Stack, publish: Publish, owner: asyncpg.Connection) -> None:
    """Publish the day, and set limits for it alone."""
    elements = _elements()
    for at in range(0, len(elements), 400):
        await publish(DEVICE, json.dumps(elements[at : at + 400]))
    await until_stored(owner, DEVICE, FROM, TO, len(elements))
    limits = f"/api/v1/sensors/{SENSOR}/limits"
    for since, low, high in (
        (FROM - DAY, 2, 8),
        (FROM + 720 * MINUTE, 2, 8.5),
        (TO + DAY, None, None),
    ):
        etag = (await (await page.request.get(limits)).json())["etag"]
        answer = await page.request.put(
            limits,
            data={"since": since, "low": low, "high": high},
            headers={"If-Match": etag, "Origin": stack.frontend},
        )
        assert answer.ok, await answer.text()
    # excursions come from the hours that worker judges again
    await until_counted(owner)


def _coloured(image: Image.Image, colour: tuple[int, int, int], columns: range) -> int:
    """Return how many pixels in these columns have nearly this colour."""
    part = image.crop((columns.start, 0, columns.stop, image.height))
    colours = part.getcolors(part.width * part.height) or []
    return sum(
        count
        for count, pixel in colours
        if isinstance(pixel, tuple)
        and max(abs(a - b) for a, b in zip(pixel, colour, strict=True)) < 40
    )


def _is_whole(paper: Paper) -> None:
    """The graph reaches from edge to edge of the first sheet, in the colours of paper."""
    (image, *_) = paper.images
    width = image.width
    edge = round(width * 12 / 210)
    tenth = (width - 2 * edge) // 10
    assert _coloured(image, BLUE, range(edge, edge + 2 * tenth)) > 50
    assert _coloured(image, BLUE, range(width - edge - tenth, width - edge)) > 50
    assert _coloured(image, RED, range(edge, edge + 2 * tenth)) > 50, "the excursion"
    assert image.getpixel((2, 2)) == (255, 255, 255)
    greys = image.convert("L").histogram()
    assert sum(greys[250:]) > 0.7 * sum(greys), "paper is white"
    assert sum(greys[:60]) > 2000, "and its words are black"


async def test_a_sensors_sheet(
    log_in: LogIn, stack: Stack, publish: Publish, owner: asyncpg.Connection
) -> None:
    page = await log_in("ada", color_scheme="dark", viewport={"width": 1280, "height": 720})
    await _published(page, stack, publish, owner)
    async with page.expect_response("**/api/v1/excursions?*"):
        await page.goto(f"/sensors/{SENSOR}?from={FROM}&to={TO}")
    graph = page.locator('[data-testid="graph"][data-drawn="true"]')
    await expect(graph).to_be_visible()
    await expect(page.get_by_test_id("statistics")).to_contain_text("12 min")

    paper = await printed(page, sheets=1)
    assert len(paper.texts) < 4
    for words in SCREEN_ONLY:
        assert words not in paper.text, words
    assert await graph.is_visible(), "the page is as it was"
    text = paper.text.replace("\u00a0", " ")
    for words in (
        "Spare probe",
        "Linden Pharmacy",
        f"{DEVICE}, channel temperature",
        "Europe/",
        "2.0 to 8.0 °C, until",
        "2.0 to 8.5 °C, since",
        "Printed by Ada",
        "9.5 °C",
        "above 8.0",
        "once",
        "12 min",
        "No data",
        "1 h 40 min",
    ):
        assert words in text, words
    for at, sheet in enumerate(paper.texts, 1):
        assert f"Page {at} of {len(paper.texts)}" in sheet
        assert "Printed by Ada" in sheet
    _is_whole(paper)
    await _prints_the_rows_that_are_asked_for(page)


async def _prints_the_rows_that_are_asked_for(page: Page) -> None:
    """The tab Table has all of its rows on paper, unless the menu says that it shall not."""
    await page.goto(f"/sensors/{SENSOR}?from={FROM}&to={TO}&tab=table")
    await expect(page.get_by_test_id("series-table")).to_be_visible()
    table = page.get_by_test_id("series-table")
    rows = int(await table.get_attribute("aria-rowcount") or 0) - 1
    paper = await printed(page, sheets=0)
    assert rows > 600
    assert len(re.findall(r" UTC\+0\d:00 [\dN]", paper.text)) >= rows
    heads = [text for text in paper.texts if "Average, °C" in text.replace("\u00a0", " ")]
    assert len(heads) > 5, "the head of the table is repeated on each sheet"
    assert "Later rows" not in paper.text

    await page.evaluate("() => { window.asked = new Promise((done) => (window.print = done)) }")
    await page.get_by_role("button", name="Share", exact=True).click()
    share = page.get_by_role("dialog", name="Share")
    await share.get_by_role("checkbox", name="rows of the table").uncheck()
    await share.get_by_role("button", name="Print", exact=True).click()
    await expect(share).to_have_count(0)
    await page.evaluate("() => window.asked.then(() => true)")
    without = await printed(page, sheets=0)
    assert len(without.texts) < len(paper.texts) / 2
