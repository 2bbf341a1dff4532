"""A part of a series from rollups, and from the readings on both sides of them."""

from datetime import datetime, timedelta
from typing import Any

from rolled_fridge import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    ROLLED_TO,
    START,
    STEP,
    Fridge,
    insert_fridge,
    steady,
)

from isotherm.instants import to_datetime, to_micros
from isotherm.spans import Span
from isotherm_api.series.part import Part
from isotherm_api.series.rollups import read_rollups


async def part(
    fridge: Fridge, start: datetime, width: timedelta = HOUR, limit: int = 200, end: datetime = NOW
) -> Part:
    """Read the part of a range, of a sensor whose first reading was measured at START."""
    frame = await fridge.frame(start, end)
    first = to_micros(START)
    return await read_rollups(fridge.world.connection, frame, width, first, limit)


def span(start: datetime, end: datetime) -> Span:
    """Return a span of µs."""
    return to_micros(start), to_micros(end)


async def test_readings_on_both_sides_fill_up_the_hours(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    series = await part(fridge, START + 30 * MINUTE, end=NOW - 30 * MINUTE)
    assert [to_datetime(at) for at in series.points.at.tolist()] == [
        START + HOUR * n for n in range((NOW - START) // HOUR)
    ]
    counts = series.points.n.tolist()
    assert (counts[0], counts[-1], set(counts[1:-1])) == (3, 3, {6})
    assert series.covered_s == (NOW - START - HOUR).total_seconds()
    assert (series.gaps, series.faults, series.uncounted_total) == ([], [], 0)


async def test_days_make_the_same_points_as_their_hours(world: Any) -> None:
    fridge = await insert_fridge(world, [(at, n % 7, 0) for n, (at, _, _) in enumerate(steady())])
    days = (await part(fridge, START + 5 * HOUR, DAY)).points
    hours = (await part(fridge, START + 5 * HOUR)).points
    assert [to_datetime(at) for at in days.at.tolist()] == [START + DAY * n for n in range(4)]
    assert days.n.tolist() == [19 * 6, 144, 144, 72]
    assert days.n.sum() == hours.n.sum()
    assert days.total.sum() == hours.total.sum()


async def test_a_silence_across_the_first_full_hour_is_one_gap(world: Any) -> None:
    begin = START + 5 * HOUR
    silence = begin - 20 * MINUTE, begin + 40 * MINUTE
    rows = [row for row in steady() if not silence[0] < row[0] < silence[1]]
    fridge = await insert_fridge(world, rows)
    series = await part(fridge, begin - 30 * MINUTE)
    assert (series.gaps, series.gaps_total) == ([span(*silence)], 1)


async def test_a_silence_that_goes_on_after_the_rollups_is_one_gap(world: Any) -> None:
    fridge = await insert_fridge(world, steady(end=NOW - 5 * HOUR))
    series = await part(fridge, START)
    assert (series.gaps, series.gaps_total) == ([span(NOW - 5 * HOUR - STEP, NOW)], 1)


async def test_the_newest_readings_that_do_not_count_are_listed_from_all_pieces(
    world: Any,
) -> None:
    rows = steady()
    odd = [
        START + 40 * MINUTE,  # before the first full hour
        START + 9 * HOUR,
        START + DAY + 9 * HOUR,  # in a whole day
        ROLLED_TO - STEP,
        ROLLED_TO + STEP,
    ]
    rows = [(at, 85.0, 2) if at in odd else (at, value, 0) for at, value, _ in rows]
    fridge = await insert_fridge(world, rows)
    for width in (HOUR, DAY):
        for limit in (2, 4, 200):
            series = await part(fridge, START + 30 * MINUTE, width, limit)
            listed = [to_datetime(at) for at in series.uncounted.at.tolist()]
            assert listed == odd[-limit:]
            assert series.uncounted_total == len(odd)


async def test_readings_alone_serve_a_sensor_that_is_not_rolled_up(world: Any) -> None:
    fridge = await insert_fridge(world, steady(), rolled=False)
    series = await part(fridge, START - HOUR)
    assert series.points.n.sum() == len(steady())
    assert series.gaps == [span(START - HOUR, START)]
