"""Sensors beside each other: the same in graph, address, table, link, picture and file."""

import asyncio
import io
import json
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest
from PIL import Image
from playwright.async_api import Page, expect

from e2e_graph import DRAWN
from e2e_stack import LogIn, Publish
from e2e_stored import MINUTE, until_stored

START = 1_779_710_400_000
"""25 May 2026, 12:00 UTC: apart from what other tests publish."""
END = START + 120 * MINUTE
SILENCE = (START + 40 * MINUTE, START + 70 * MINUTE)
FIRST, SECOND = "harbour-office/spare-probe", "northgate-cold-store/spare-probe"
BLUE = (0x1C, 0x5B, 0xD0)

Story = Callable[[], Awaitable[None]]


@pytest.fixture
def story(publish: Publish, owner: asyncpg.Connection) -> Story:
    """Publishes two hours of two sensors, one of them silent for a while, and an hour before."""

    async def story() -> None:
        everything = range(START - 120 * MINUTE, END, MINUTE)
        silent = [t for t in everything if not SILENCE[0] < t < SILENCE[1]]
        for device, base, times in (
            ("harbour-spare", 4.0, everything),
            ("northgate-spare", 9.0, silent),
        ):
            readings = [
                {"value": base + (t >= START) + t // MINUTE % 5 / 10, "time": t} for t in times
            ]
            await publish(device, json.dumps(readings))
            await until_stored(owner, device, START - 120 * MINUTE, END, len(times))

    return story


def _address(*sensors: str, more: str = "") -> str:
    chosen = "".join(f"sensor={sensor}&" for sensor in sensors)
    return f"/compare?{chosen}from={START}&to={END}{more}"


async def _lines(page: Page, count: int) -> list[dict[str, object]]:
    """What the graph draws once it has so many lines: key, colour, shift, and their columns."""
    await expect(page.locator(DRAWN)).to_be_visible()
    async with asyncio.timeout(60):
        while True:
            lines: list[dict[str, object]] = await page.locator(DRAWN).evaluate(
                "async (element) => { await new Promise(requestAnimationFrame);"
                " return element.isothermLines.map(({key, colour, shift, data}) => ({key, colour,"
                " shift: shift ?? 0, time: data.time, avg: data.avg, gaps: data.gaps})); }"
            )
            if len(lines) == count:
                return lines


async def test_sensors_are_chosen_by_keyboard_and_stand_in_the_address(
    log_in: LogIn, story: Story
) -> None:
    await story()
    page = await log_in("ada", _address())
    await page.get_by_test_id("nothing-compared").wait_for()
    await page.keyboard.press("a")
    field = page.get_by_role("combobox", name="Search sensors to compare")
    for words in ("spare harbour", "spare northgate"):
        await field.fill(words)
        await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await page.wait_for_url(f"**{_address(FIRST, SECOND)}")

    first, second = await _lines(page, 2)
    assert (first["key"], first["colour"]) == (FIRST, 1)
    assert (second["key"], second["colour"]) == (SECOND, 2)
    assert list(SILENCE) in second["gaps"]  # type: ignore[operator]  # JSON
    inside = [
        value
        for at, value in zip(second["time"], second["avg"], strict=True)  # type: ignore[call-overload]  # JSON
        if SILENCE[0] < at < SILENCE[1]
    ]
    assert inside
    assert set(inside) == {None}

    row = page.locator(f'[data-testid=compare-table] tr[data-sensor="{SECOND}"]')
    await expect(row.get_by_test_id("min")).to_have_text("10.0")
    await expect(row.get_by_test_id("max")).to_have_text("10.4")
    await page.keyboard.press("ArrowRight")
    await expect(row.get_by_test_id("at-cursor")).to_contain_text("10.")

    await page.go_back()
    await page.wait_for_url(f"**{_address(FIRST)}")


async def test_the_period_before_is_drawn_at_its_place(log_in: LogIn, story: Story) -> None:
    await story()
    page = await log_in("ada", _address(FIRST))
    await _lines(page, 1)
    await page.keyboard.press("b")
    await page.wait_for_url("**before=range**")
    await expect(page.get_by_text("previous 2 h").first).to_be_attached()
    own, before = await _lines(page, 2)
    assert before["shift"] == 120 * MINUTE
    assert own["colour"] == before["colour"]
    await page.keyboard.press("ArrowRight")
    at = page.locator(f'tr[data-sensor="{FIRST}"]').get_by_test_id("at-cursor")
    value, earlier = (await at.inner_text()).replace("before", "").split()
    assert float(value) - float(earlier) == pytest.approx(1.0)


async def test_a_hidden_line_keeps_its_colour_and_figures(log_in: LogIn, story: Story) -> None:
    await story()
    page = await log_in("ada", _address(FIRST, SECOND))
    await _lines(page, 2)
    table = page.get_by_test_id("compare-table")
    await table.locator(f'tr[data-sensor="{FIRST}"] input').click()
    await page.wait_for_url("**hidden=1**")
    (left,) = await _lines(page, 1)
    assert (left["key"], left["colour"]) == (SECOND, 2)
    await expect(table.locator("tbody tr")).to_have_count(2)


async def test_a_link_shows_the_same_and_a_picture_says_what_it_shows(
    log_in: LogIn, story: Story
) -> None:
    await story()
    page = await log_in("ada", _address(SECOND, FIRST, more="&colours=31"))
    lines = await _lines(page, 2)
    await page.get_by_role("button", name="Share").click()
    link = await page.get_by_role("textbox", name="Link").input_value()
    assert parse_qs(urlsplit(link).query)["sensor"] == [SECOND, FIRST]
    async with page.expect_download() as downloading:
        await page.get_by_role("button", name="Download image").click()
    picture = await (await downloading.value).path()
    shown = Image.open(io.BytesIO(picture.read_bytes())).convert("RGB")
    canvas = await page.locator(f"{DRAWN} canvas").evaluate("c => [c.width, c.height]")
    assert shown.width > canvas[0]
    assert shown.height > canvas[1] + 60
    raw = shown.tobytes()
    near = sum(
        max(abs(a - b) for a, b in zip(pixel, BLUE, strict=True)) < 12
        for pixel in zip(raw[::3], raw[1::3], raw[2::3], strict=True)
    )
    assert near > 100

    await page.goto(link)
    assert await _lines(page, 2) == lines


async def test_a_link_from_a_graph_that_follows_stands_still(log_in: LogIn) -> None:
    page = await log_in("ada", f"/compare?sensor={FIRST}&range=6h")
    await expect(page.get_by_test_id("compare-table")).to_be_visible()
    await page.get_by_role("button", name="Share").click()
    field = page.get_by_role("textbox", name="Link")
    query = parse_qs(urlsplit(await field.input_value()).query)
    assert int(query["to"][0]) - int(query["from"][0]) == 6 * 60 * MINUTE
    await page.get_by_role("button", name="Live", exact=True).click()
    assert parse_qs(urlsplit(await field.input_value()).query)["range"] == ["6h"]


async def test_an_export_has_as_many_rows_as_it_said(log_in: LogIn, story: Story) -> None:
    await story()
    page = await log_in("ada", _address(FIRST, SECOND))
    await _lines(page, 2)
    await page.get_by_role("button", name="Export").click()
    await expect(page.get_by_test_id("export-rows")).to_have_text("About 211 rows")
    await page.get_by_label("UTC", exact=True).or_(page.get_by_role("button", name="UTC")).click()
    async with page.expect_download() as downloading:
        await page.get_by_test_id("export-link").click()
    file = await (await downloading.value).path()
    rows = [
        line
        for line in file.read_text("utf-8").splitlines()
        if line.startswith(("harbour", "northgate"))
    ]
    assert len(rows) == 211
    assert all("2026-05-25T1" in row for row in rows)
    await page.get_by_role("button", name="Export").click()
    await page.get_by_text("Comma, 4,1", exact=True).click()
    async with page.expect_download() as downloading:
        await page.get_by_test_id("export-link").click()
    file = await (await downloading.value).path()
    assert file.read_bytes().startswith("\ufeffsensor;time;".encode())


async def test_the_table_tells_silences_in_words(log_in: LogIn, story: Story) -> None:
    await story()
    page = await log_in("ada", f"/sensors/{SECOND}?from={START}&to={END}")
    await expect(page.locator(DRAWN)).to_be_visible()
    await page.keyboard.press("t")
    table = page.get_by_role("table", name="Spare probe")
    silent = table.locator("[data-kind=gap]").filter(has_text="No data for 30")
    await expect(silent).to_have_count(1)
    await expect(table.locator("tbody tr").first).to_contain_text("UTC\N{MINUS SIGN}05:00")
