"""The graph shows a published history and its gap: in the data it holds, and in its pixels."""

import json
import time

import asyncpg
from playwright.async_api import expect

from e2e_graph import drawn, drawn_graph, hover, pictured
from e2e_stack import LogIn, Publish
from e2e_stored import MINUTE, publish_minutes, until_stored

DEVICE, SENSOR = "riverside-spare", "riverside-clinic/spare-probe"
BLUE = (0x1C, 0x5B, 0xD0)


async def _published(publish: Publish, owner: asyncpg.Connection) -> tuple[int, int, int]:
    """Publishes 3 h at a minute with 50 minutes of silence; gives start, and the silence."""
    end = int(time.time() * 1000) // MINUTE * MINUTE - 5 * MINUTE
    start = end - 180 * MINUTE
    silence = (start + 80 * MINUTE, start + 130 * MINUTE)
    times = [t for t in range(start, end, MINUTE) if not silence[0] < t < silence[1]]
    elements = [{"value": 4 + (t // MINUTE % 7) / 10, "time": t} for t in times]
    await publish(DEVICE, json.dumps(elements))
    await until_stored(owner, DEVICE, start, end, len(times))
    return start, *silence


async def test_a_gap_is_a_gap(log_in: LogIn, publish: Publish, owner: asyncpg.Connection) -> None:
    start, gap_from, gap_to = await _published(publish, owner)
    until = start + 175 * MINUTE
    page = await log_in("ada", f"/sensors/{SENSOR}?from={start}&to={until}")
    graph = await drawn_graph(page)
    held = await graph.evaluate("element => element.isotherm")

    (gap,) = held["gaps"]
    assert gap == [gap_from, gap_to]
    inside = [i for i, t in enumerate(held["time"]) if gap_from < t < gap_to]
    assert inside, "the line has to be broken inside the gap"
    assert all(held["avg"][i] is None for i in inside)
    values = [v for v in held["avg"] if v is not None]
    assert len(values) == 126
    assert min(values) >= 4.0
    assert max(values) <= 4.6

    # pixels: the line's colour stands in the columns of data and in no column of the gap
    await page.mouse.move(2, 2)
    shown, shot = await pictured(page)
    plot = shown.plot

    def blue_at(instant: float) -> int:
        x = round(plot[0] + plot[2] * (instant - start) / (until - start))
        rows = range(round(plot[1]) + 2, round(plot[1] + plot[3]) - 2)
        pixels = (shot.getpixel((x, y)) for y in rows)
        return sum(max(abs(a - b) for a, b in zip(p, BLUE, strict=True)) < 40 for p in pixels)

    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        assert blue_at(gap_from + (gap_to - gap_from) * share) == 0
        assert blue_at(start + (gap_from - start) * share) > 0
        assert blue_at(gap_to + (until - gap_to) * share) > 0


async def test_the_range_is_in_the_url_and_back_goes_back(log_in: LogIn) -> None:
    page = await log_in("ada", f"/sensors/{SENSOR}?range=24h")
    await expect(page.locator('[data-testid="graph"]')).to_be_visible()
    await page.get_by_text("7 d", exact=True).click()
    await page.wait_for_url("**range=7d**")
    await page.go_back()
    await page.wait_for_url("**range=24h**")


async def test_the_cursor_stays_while_the_graph_changes_its_height(
    log_in: LogIn, publish: Publish, owner: asyncpg.Connection
) -> None:
    start = 1_777_975_200_000  # 5 May 2026, 10:00 UTC: apart from what other tests publish
    await publish_minutes(publish, owner, "harbour-spare", start, [4.0] * 60)
    address = f"/sensors/harbour-office/spare-probe?from={start}&to={start + 60 * MINUTE}"
    page = await log_in("ada", address, viewport={"width": 1280, "height": 800})
    await hover(page, 0.5)
    before = (await drawn(page)).plot
    await page.set_viewport_size({"width": 1280, "height": 1000})
    await page.wait_for_function(
        "(before) => document.querySelector('.u-over').offsetHeight > before"
        " && new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        ".then(() => true)",
        arg=before[3],
    )
    await expect(page.get_by_test_id("tooltip")).to_be_visible()
