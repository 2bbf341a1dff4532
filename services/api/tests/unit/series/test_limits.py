"""The limits of a series: those in force when its range begins, and those that follow."""

from frame_parts import frame

from isotherm.history.rules import Rules
from isotherm.instants import HOUR, MILLISECOND
from isotherm_api.series.limits import limits_of

START, END = 10 * HOUR, 20 * HOUR


def since(*changes: tuple[int, float | None, float | None]) -> list[int | float | None]:
    """Return since when each listed change of limits is in force, in ms."""
    return [limits["since"] for limits in limits_of(frame(START, END, rules=Rules.of(changes)))]


def test_a_sensor_without_limits_has_none() -> None:
    assert since() == []


def test_only_the_last_limits_before_the_range_are_listed() -> None:
    instants = since((1 * HOUR, 1.0, 5.0), (9 * HOUR, 2.0, 6.0), (15 * HOUR, 3.0, 7.0))
    assert instants == [9 * HOUR // MILLISECOND, 15 * HOUR // MILLISECOND]


def test_limits_since_the_start_replace_those_before_it() -> None:
    assert since((9 * HOUR, 2.0, 6.0), (START, 3.0, 7.0)) == [START // MILLISECOND]


def test_limits_that_come_into_force_at_the_end_are_not_of_the_range() -> None:
    assert since((END - 1, 2.0, 6.0), (END, 3.0, 7.0)) == [(END - 1) // MILLISECOND]


def test_limits_also_hold_in_the_part_of_the_range_that_is_still_future() -> None:
    rules = Rules.of([(15 * HOUR, 2.0, 6.0)])
    assert len(limits_of(frame(START, END, now=12 * HOUR, rules=rules))) == 1


def test_a_limit_that_is_not_set_is_none() -> None:
    rules = Rules.of([(START, None, 6.0), (15 * HOUR, 2.0, None), (16 * HOUR, None, None)])
    bounds = [
        (limits["low"], limits["high"]) for limits in limits_of(frame(START, END, rules=rules))
    ]
    assert bounds == [(None, 6.0), (2.0, None), (None, None)]


def test_a_least_duration_is_in_seconds() -> None:
    rules = Rules.of([(START, None, 6.0, 90.5, 0.25)])
    [limits] = limits_of(frame(START, END, rules=rules))
    assert (limits["min_duration_s"], limits["hysteresis"]) == (90.5, 0.25)
