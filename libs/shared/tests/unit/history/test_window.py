"""How long each reading of a window holds."""

import numpy as np
import pytest

from isotherm.history.readings import Readings
from isotherm.history.rules import Rules
from isotherm.history.window import Held, Window, hold
from isotherm.instants import HOUR, MINUTE

Row = tuple[int, float | None, int]
EACH_MINUTE = Rules.of((), [(0, 60.0)])
CHANGING = Rules.of((), [(0, 60.0), (30 * MINUTE, 600.0)])


def readings(*rows: Row) -> Readings:
    """Return readings at whole minutes."""
    return Readings.of([(at * MINUTE, value, quality) for at, value, quality in rows])


def held(
    *rows: Row,
    lead: Row | None = None,
    following: int | None = None,
    now: int = 60,
    rules: Rules = EACH_MINUTE,
) -> Held:
    """Return how long the readings of an hour hold; instants in minutes."""
    window = Window(
        np.array([0, HOUR], np.int64),
        readings(*rows),
        rules,
        now * MINUTE,
        readings(*([] if lead is None else [lead])),
        None if following is None else following * MINUTE,
    )
    return hold(window)


def until(held: Held) -> list[float]:
    """Return until when each reading holds, in minutes."""
    return (held.until / MINUTE).tolist()


def test_a_reading_holds_until_the_next_one_of_any_quality() -> None:
    held_readings = held((0, 4.0, 0), (1, None, 1), (2, 85.0, 2), (4, 5.0, 0), now=5)
    assert until(held_readings) == [1, 2, 4, 5]
    assert held_readings.counts.tolist() == [True, False, False, True]
    assert held_readings.faulty.tolist() == [False, True, False, False]
    assert not held_readings.silent.any()


def test_a_reading_before_a_gap_does_not_hold_at_all() -> None:
    held_readings = held((0, 4.0, 0), (3, 4.0, 0), (7, 4.0, 0), now=8)
    assert until(held_readings) == [3, 3, 8]
    assert held_readings.silent.tolist() == [False, True, False]
    assert (held_readings.following / MINUTE).tolist() == [3, 7, 8]


def test_the_gap_rule_is_that_of_the_readings_instant() -> None:
    held_readings = held((0, 4.0, 0), (29, 4.0, 0), (58, 4.0, 0), now=60, rules=CHANGING)
    assert held_readings.silent.tolist() == [True, True, False]
    assert held((30, 4.0, 0), (60, 4.0, 0), now=61, rules=CHANGING).silent.tolist() == [
        False,
        False,
    ]


def test_the_last_reading_holds_until_the_first_one_after_the_window() -> None:
    held_readings = held((59, 4.0, 0), following=61, now=100)
    assert (until(held_readings), held_readings.open) == ([61], False)


@pytest.mark.parametrize(("now", "silent"), [(62, False), (63, True)])
def test_without_a_reading_after_the_window_the_last_one_holds_until_now(
    now: int, silent: bool
) -> None:
    held_readings = held((59, 4.0, 0), now=now)
    assert held_readings.open
    assert held_readings.silent.tolist() == [silent]
    assert until(held_readings) == [59 if silent else now]


def test_a_reading_from_the_future_holds_no_negative_time() -> None:
    held_readings = held((58, 4.0, 0), (59, 4.0, 0), now=30)
    assert until(held_readings) == [59, 59]


def test_the_lead_comes_first_and_holds_into_the_window() -> None:
    held_readings = held((1, 5.0, 0), lead=(-1, 4.0, 0), now=2)
    assert (held_readings.at / MINUTE).tolist() == [-1, 1]
    assert held_readings.value.tolist() == [4.0, 5.0]
    assert until(held_readings) == [1, 2]


def test_a_lead_alone_holds_until_now() -> None:
    assert until(held(lead=(-1, 4.0, 0), now=2)) == [2]


def test_a_window_without_readings_holds_nothing() -> None:
    held_readings = held()
    assert (len(held_readings.at), len(held_readings.until), held_readings.open) == (0, 0, True)
