"""Gaps, coverage and runs of faults follow from how long readings hold."""

import numpy as np
import pytest

from isotherm.history.readings import Readings
from isotherm.history.rules import Rules
from isotherm.history.spans import OPEN, covered_s, faults, gaps
from isotherm.history.window import Held, Window, hold
from isotherm.instants import HOUR, MINUTE

Row = tuple[int, float | None, int]
FAULT = 1


def held(*rows: Row, now: int = HOUR) -> Held:
    """Return how long readings hold that are due each minute, in one hour; times in minutes."""
    readings = Readings.of([(at * MINUTE, value, quality) for at, value, quality in rows])
    rules = Rules.of((), [(0, 60.0)])
    return hold(Window(np.array([0, HOUR], np.int64), readings, rules, now))


def test_a_silence_of_more_than_three_intervals_is_a_gap() -> None:
    since, until = gaps(held((0, 4.0, 0), (3, 4.0, 0), (10, 4.0, 0), now=12 * MINUTE))
    assert list(zip(since.tolist(), until.tolist(), strict=True)) == [(3 * MINUTE, 10 * MINUTE)]


def test_a_gap_that_continues_is_open() -> None:
    since, until = gaps(held((0, 4.0, 0)))
    assert (since.tolist(), until.tolist()) == ([0], [OPEN])


def test_seconds_outside_gaps_are_covered() -> None:
    readings = held((0, 4.0, 0), (2, 4.0, 0), (10, 4.0, 0), (11, 4.0, 0))
    assert covered_s(readings, 0, HOUR) == 180.0
    assert covered_s(readings, MINUTE, 3 * MINUTE) == 60.0


@pytest.mark.parametrize(
    ("rows", "runs"),
    [
        ([(0, 4.0, 0), (1, 4.0, 0)], []),
        ([(0, None, FAULT), (1, None, FAULT), (2, 4.0, 0)], [(0, 2)]),
        ([(0, None, FAULT), (1, 4.0, 0), (2, None, FAULT), (3, 4.0, 0)], [(0, 1), (2, 3)]),
        ([(5, None, FAULT)], [(5, 5)]),  # a gap follows
    ],
)
def test_a_run_of_faults_ends_with_the_next_reading_without_fault(
    rows: list[Row], runs: list[tuple[int, int]]
) -> None:
    assert faults(held(*rows), 0, HOUR) == [(a * MINUTE, b * MINUTE) for a, b in runs]


def test_runs_are_clipped_to_the_range() -> None:
    readings = held((0, None, FAULT), (2, None, FAULT), (4, 4.0, 0))
    assert faults(readings, MINUTE, 3 * MINUTE) == [(MINUTE, 3 * MINUTE)]
