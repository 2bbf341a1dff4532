"""The figures of a piece that comes from readings end at now."""

import numpy as np

from isotherm.history.readings import Readings
from isotherm.history.rules import Rules
from isotherm.history.window import Window
from isotherm.instants import SECOND
from isotherm_api.history.pieces import Read

RULES = Rules.of([], [(0, 10.0)])


def piece(rows: list[tuple[int, float | None, int]], start: int, end: int, now: int) -> Read:
    """Return the piece of readings at whole seconds, ten seconds apart unless there is a gap."""
    readings = Readings.of([(at * SECOND, value, quality) for at, value, quality in rows])
    edges = np.array([start, end], np.int64) * SECOND
    return Read.of(Window(edges, readings, RULES, now * SECOND))


def seconds(spans: list[tuple[int, int]]) -> list[tuple[float, float]]:
    """Return spans in seconds."""
    return [(since / SECOND, until / SECOND) for since, until in spans]


def test_gaps_include_the_time_before_the_first_reading_and_end_at_now() -> None:
    read = piece([(20, 4.0, 0), (30, 4.0, 0)], 0, 200, 100)
    assert seconds(read.gaps) == [(0, 20), (30, 100)]
    assert read.covered_s == 10
    assert read.end == 100 * SECOND


def test_a_piece_without_readings_is_all_gap() -> None:
    read = piece([], 0, 200, 100)
    assert (seconds(read.gaps), read.faults, read.covered_s) == ([(0, 100)], [], 0)
    assert seconds(piece([], 200, 300, 100).gaps) == []


def test_readings_that_do_not_count_are_apart() -> None:
    read = piece([(0, 4.0, 0), (10, 85.0, 2), (20, None, 1), (30, 5.0, 8)], 0, 40, 40)
    assert read.counted.value.tolist() == [4.0, 5.0]
    assert read.uncounted.quality.tolist() == [2, 1]
    assert seconds(read.faults) == [(20, 30)]
    assert read.sum_up().n.tolist() == [2]
