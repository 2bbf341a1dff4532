"""Sums are converted to rows of a table and back without loss."""

from dataclasses import fields
from datetime import UTC, datetime

import numpy as np

from isotherm.history.readings import Readings
from isotherm.history.rules import Rules
from isotherm.history.summing import sum_up
from isotherm.history.sums import NAMES, Sums, to_nullable
from isotherm.history.window import Window
from isotherm.instants import HOUR, SECOND


def _sums() -> Sums:
    """Return the sums of two hours: one with readings above a limit and a fault, one empty."""
    readings = Readings.of([(10 * SECOND, 9.5, 0), (70 * SECOND, None, 1), (90 * SECOND, 4.0, 0)])
    rules = Rules.of([(0, None, 8.0)], [(0, 60.0)])
    edges = np.array([0, HOUR, 2 * HOUR], np.int64)
    return sum_up(Window(edges, readings, rules, 2 * HOUR))


def test_rows_hold_none_for_no_value() -> None:
    first, second = (dict(zip(NAMES, row, strict=True)) for row in _sums().to_rows())
    assert first["most"] == 9.5
    assert first["most_at"] == datetime(1970, 1, 1, 0, 0, 10, tzinfo=UTC)
    assert first["first_above"] is True
    assert first["last_above"] is False
    assert (first["n"], first["uncounted"], first["last_quality"]) == (2, 1, 0)
    assert {name for name, value in second.items() if value is None} == {
        "least", "least_at", "most", "most_at", "first_at", "last_at", "last_value",
        "last_quality", "first_above", "last_above", "first_below", "last_below",
    }  # fmt: skip


def test_nothing_packed_is_no_sums() -> None:
    assert len(Sums.from_packed(None)) == 0
    assert tuple(column.name for column in fields(Sums)) == NAMES


def test_nan_is_null() -> None:
    assert to_nullable([1.0, float("nan")]) == [1.0, None]
