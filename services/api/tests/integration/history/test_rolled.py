"""All sums of the rolled-up part of a range, by day where days are whole."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rolled_fridge import DAY, HOUR, ROLLED_TO, START, Fridge, insert_fridge, steady

from isotherm.history.asking import ask
from isotherm.history.sums import Sums
from isotherm.instants import to_datetime, to_micros
from isotherm.spans import Span
from isotherm_api.history.rolled import rolled_arguments, whole
from isotherm_api.history.split import split


def span(start: str, end: str) -> Span:
    """Return the span between two ISO texts with offsets."""
    return to_micros(datetime.fromisoformat(start)), to_micros(datetime.fromisoformat(end))


async def asked(fridge: Fridge, start: datetime, end: datetime) -> Sums:
    """Return the sums of the rolled-up part of a range."""
    frame = await fridge.frame(start, end)
    summary = whole(frame, split(frame))
    [answer] = await ask(fridge.world.connection, [summary.question])
    return summary.decode(answer)


async def test_days_lie_between_hours_and_together_hold_every_reading(world: Any) -> None:
    rows = steady()
    rows[150] = (rows[150][0], 9.0, 0)
    rows[160] = (rows[160][0], None, 1)
    fridge = await insert_fridge(world, rows)
    sums = await asked(fridge, START + 22 * HOUR, ROLLED_TO)
    assert [to_datetime(at) for at in sums.first_at.tolist()] == [
        START + 22 * HOUR,
        START + 23 * HOUR,
        START + DAY,
        START + 2 * DAY,
        *(START + 3 * DAY + HOUR * n for n in range(11)),
    ]
    assert sums.n.tolist() == [6, 6, 142 + 1, 144, *[6] * 11]
    assert (sums.most.max(), int(sums.most_at[2])) == (9.0, to_micros(rows[150][0]))
    assert sums.uncounted.tolist() == [0, 0, 1, *[0] * 12]
    assert sums.covered_s.sum() == (ROLLED_TO - START - 22 * HOUR).total_seconds()


async def test_a_part_without_rollups_has_empty_sums(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    sums = await asked(fridge, START - 2 * DAY, START - DAY)
    assert len(sums) == 0
    assert (sums.n.sum(), sums.least.tolist()) == (0, [])


async def test_sums_of_another_sensor_are_not_read(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    other, channel = await world.fed(fridge.site_id, "other", 600.0)
    await world.readings(channel, steady())
    await Fridge(world, other, fridge.site_id, channel).roll_up()
    sums = await asked(fridge, START, START + DAY)
    assert sums.n.tolist() == [144]


@pytest.mark.parametrize(
    ("zone", "wanted", "first", "last"),
    [
        (
            "Europe/Vienna",
            span("2026-03-28T20:00+01:00", "2026-03-30T02:00+02:00"),
            date(2026, 3, 29),
            date(2026, 3, 30),
        ),
        (
            "Asia/Kathmandu",
            span("2026-03-28T00:00+05:45", "2026-03-30T00:00+05:45"),
            date(2026, 3, 28),
            date(2026, 3, 30),
        ),
    ],
)
def test_whole_days_are_those_of_the_site(zone: str, wanted: Span, first: date, last: date) -> None:
    sensor, *bounds, begins, since, until = rolled_arguments(7, wanted, zone, days=True)
    assert (sensor, since, until) == (7, first, last)
    start, inner_start, inner_end, end = bounds
    assert (to_micros(start), to_micros(end)) == wanted
    here = ZoneInfo(zone)
    assert [at.astimezone(here).day for at in begins] == list(range(first.day, last.day))
    midnights = [at.astimezone(here) for at in (inner_start, inner_end)]
    assert [at.date() for at in midnights] == [first, last]
    assert {at.time() for at in midnights} == {time()}


@pytest.mark.parametrize("days", [True, False])
def test_a_span_without_a_whole_day_is_all_hours(days: bool) -> None:
    short = span("2026-03-28T01:00+01:00", "2026-03-29T23:00+02:00")
    _, *bounds, begins, since, until = rolled_arguments(7, short, "Europe/Vienna", days=days)
    assert (since, begins) == (until, [])
    start, inner_start, inner_end, end = (to_micros(at) for at in bounds)
    assert (start, inner_start, inner_end, end) == (short[0], short[1], short[1], short[1])


def test_days_that_are_not_wanted_are_hours() -> None:
    long = span("2026-03-20T00:00+01:00", "2026-03-25T00:00+01:00")
    _, *bounds, begins, since, until = rolled_arguments(7, long, "Europe/Vienna", days=False)
    assert (since, begins) == (until, [])
    assert [to_micros(at) for at in bounds[1:]] == [long[1]] * 3
