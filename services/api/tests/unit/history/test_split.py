"""A range is split at full hours of its site, where rollups serve it and where readings do."""

from datetime import UTC, date, datetime, timedelta

from isotherm.history.load import every_day
from isotherm.history.rules import Rules
from isotherm.instants import ALWAYS, to_micros
from isotherm_api.history.frame import Frame
from isotherm_api.history.head import Head
from isotherm_api.history.split import split, whole_days
from isotherm_api.ranges import Range
from isotherm_api.visible import Reference, Visible

START = datetime(2026, 11, 1, 10, 20, tzinfo=UTC)
END = datetime(2026, 11, 1, 18, 40, tzinfo=UTC)


def hour(hour: int) -> int:
    """Return a full hour of the day in UTC, in µs."""
    return to_micros(START.replace(hour=hour, minute=0))


def frame(
    start: datetime = START,
    *,
    rolled_to: int = ALWAYS,
    horizon: int = ALWAYS,
    zone: str = "UTC",
) -> Frame:
    """Return a frame until END."""
    sensor = Visible(1, 1, Reference("s", "fridge"), zone, 60.0, "viewer")
    bounds = to_micros(start), to_micros(END)
    head = Head(rolled_to, horizon, ALWAYS, None, (None, None))
    return Frame(sensor, Range(start, END), *bounds, bounds[1], head, Rules.of(), (), every_day)


def test_readings_serve_a_range_that_is_not_rolled_up() -> None:
    for rolled_to in (ALWAYS, hour(10)):
        cuts = split(frame(rolled_to=rolled_to))
        assert cuts.parts == [(to_micros(START), to_micros(END))] == [cuts.before]


def test_rollups_serve_the_full_hours_before_rolled_to() -> None:
    cuts = split(frame(rolled_to=hour(15)))
    assert cuts.before == (to_micros(START), hour(11))
    assert cuts.rolled == (hour(11), hour(15))
    assert cuts.after == (hour(15), to_micros(END))


def test_rollups_serve_no_part_of_the_last_hour_that_has_not_ended_in_the_range() -> None:
    assert split(frame(rolled_to=hour(23))).rolled == (hour(11), hour(18))


def test_hours_are_those_of_the_site() -> None:
    cuts = split(frame(rolled_to=hour(15), zone="Asia/Kathmandu"))
    quarter = 15 * 60 * 1_000_000
    assert cuts.rolled == (hour(11) + quarter, hour(14) + quarter)


def test_a_range_whose_first_readings_were_dropped_begins_with_a_full_hour() -> None:
    cuts = split(frame(rolled_to=hour(15), horizon=hour(12)))
    assert cuts.parts == [(hour(10), hour(15)), (hour(15), to_micros(END))]


def test_the_lead_is_judged_by_readings_before_the_first_rolled_up_hour() -> None:
    full = frame(START.replace(minute=0), rolled_to=hour(15))
    assert split(full).parts[0] == (hour(10), hour(15))
    assert split(full, judge_lead=True).before == (hour(10), hour(11))


def test_whole_days_lie_inside_the_span() -> None:
    midnight = datetime(2026, 3, 28, 23, tzinfo=UTC)  # of 29 March in Vienna, 23 hours long
    inside = (to_micros(midnight), to_micros(midnight + timedelta(hours=23)))
    assert whole_days(inside, "Europe/Vienna") == (date(2026, 3, 29), date(2026, 3, 30))
    short = (inside[0] + 1, inside[1])
    assert whole_days(short, "Europe/Vienna") == (date(2026, 3, 30), date(2026, 3, 30))
