"""Nothing covers the readings of a graph: not at an edge, not under the cursor, not in a hatch."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from e2e_graph import covered, drawn, drawn_graph, hover
from e2e_stack import LogIn, Publish
from e2e_stored import MINUTE, publish_minutes

START = 1_772_530_200_000
"""3 March 2026, 9:30 UTC: apart from what other tests publish."""
MINUTES = 240
END = START + MINUTES * MINUTE
FIRST, SECOND = "linden-pharmacy/spare-probe", "northgate-cold-store/spare-probe"
DEVICES = {FIRST: "linden-spare", SECOND: "northgate-spare"}
PHONE = {"width": 390, "height": 844}
CURSORS = (0.03, 0.45, 0.66, 0.97)
SENSOR_ID = (
    "SELECT sensor.id FROM sensor JOIN site ON site.id = site_id"
    " WHERE site.slug || '/' || sensor.slug = $1"
)


def _value(minute: int, base: float) -> float:
    """A quiet fridge with an excursion at each edge of the graph."""
    if minute < 20:
        return 9.1
    if minute >= MINUTES - 20:
        return 9.2
    if 104 <= minute < 116:
        return 10.6
    if 154 <= minute < 166:
        return 0.4
    return base + minute % 7 / 10


@pytest_asyncio.fixture(loop_scope="session")
async def fridges(publish: Publish, owner: asyncpg.Connection) -> AsyncIterator[None]:
    """Two sensors of the same limits, each with excursions at all edges."""
    ids = [await owner.fetchval(SENSOR_ID, sensor) for sensor in DEVICES]
    await owner.execute(
        "INSERT INTO limits (sensor_id, since, low, high, set_by)"
        " SELECT id, '2026-03-01', 2, 8, 'tests' FROM unnest($1::int[]) AS id"
        " ON CONFLICT DO NOTHING",
        ids,
    )
    for i, device in enumerate(DEVICES.values()):
        values = [_value(minute, 4.2 + i) for minute in range(MINUTES)]
        await publish_minutes(publish, owner, device, START, values)
    yield
    await owner.execute("DELETE FROM limits WHERE sensor_id = ANY($1) AND set_by = 'tests'", ids)


async def _long_press(page: Page, share: float) -> None:
    """Holds a finger on the plot until the figures are shown."""
    left, top, width, height = (await drawn(page)).plot
    touches = await page.context.new_cdp_session(page)
    place = {"x": left + width * share, "y": top + height / 2}
    await touches.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [place]})
    await expect(page.get_by_test_id("tooltip")).to_be_visible()
    await touches.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.usefixtures("fridges")
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_labels_and_figures_cover_no_reading(log_in: LogIn, scheme: str) -> None:
    page = await log_in("ada", f"/sensors/{FIRST}?from={START}&to={END}", color_scheme=scheme)
    await page.mouse.move(2, 2)
    graph = await drawn_graph(page)
    assert len((await drawn(page)).points) >= MINUTES - 1
    assert await covered(page) == []
    for share in CURSORS:
        await hover(page, share, 0.6)
        assert await covered(page) == [], share

    await page.goto(f"/compare?sensor={FIRST}&sensor={SECOND}&from={START}&to={END}")
    await expect(page.get_by_text("both").or_(graph).first).to_be_visible()
    await page.mouse.move(2, 2)
    assert await covered(page) == []
    for share in CURSORS:
        await hover(page, share, 0.6)
        assert await covered(page) == [], share


@pytest.mark.usefixtures("fridges")
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nor_do_they_on_a_phone(log_in: LogIn, scheme: str) -> None:
    page = await log_in(
        "ada",
        f"/sensors/{FIRST}?from={START}&to={END}",
        color_scheme=scheme,
        viewport=PHONE,
        has_touch=True,
        is_mobile=True,
    )
    graph = await drawn_graph(page)
    await graph.scroll_into_view_if_needed()
    assert await covered(page) == []
    for share in CURSORS:
        await _long_press(page, share)
        assert await covered(page) == [], share


async def test_readings_are_seen_over_the_hatch_of_a_wrong_interval(
    log_in: LogIn, publish: Publish, owner: asyncpg.Connection
) -> None:
    start = START - 6 * 60 * MINUTE
    count = 24
    sensor = await owner.fetchval(SENSOR_ID, FIRST)
    values = [4 + i % 6 for i in range(count)]
    await publish_minutes(publish, owner, DEVICES[FIRST], start, values, every=10)
    wrong = "UPDATE sensor_interval SET interval_s = $2 WHERE sensor_id = $1"
    right = await owner.fetchval(
        "SELECT interval_s FROM sensor_interval WHERE sensor_id = $1", sensor
    )
    await owner.execute(wrong, sensor, 10)
    try:
        path = f"/sensors/{FIRST}?from={start - MINUTE}&to={start + count * 10 * MINUTE}"
        page = await log_in("ada", path)
        await page.mouse.move(2, 2)
        held = await (await drawn_graph(page)).evaluate("element => element.isotherm")
        assert len(held["gaps"]) >= count - 1, "all else is unknown"
        assert len((await drawn(page)).points) == count
        assert await covered(page) == []
    finally:
        await owner.execute(wrong, sensor, right)
