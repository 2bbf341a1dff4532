"""Corrected readings are those of a plain loop over all readings."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isotherm.history.corrections import Correction, apply
from isotherm.history.readings import Readings
from isotherm.quality import UNCOUNTED, Quality
from isotherm.units import ABSOLUTE_ZERO, HOTTEST, Unit, from_celsius, rounded, to_celsius

Row = tuple[int, float | None, int]
UNITS: list[Unit] = ["C", "F", "K"]


def plain(rows: Sequence[Row], corrections: Sequence[Correction]) -> list[Row]:
    """Return the rows as the rules say, one by one."""
    times = [one for one in corrections if one.kind == "time"]
    moved = []
    for at, value, quality in rows:
        shifts = [one.shift for one in times if one.start <= at < one.end]
        shift = shifts[0] if shifts else 0
        moved.append((at + shift, bool(shifts), at, value, quality))
    placed: list[Row] = []
    for at, _, _, value, quality in sorted(moved, key=lambda row: row[:3]):
        if placed and at <= placed[-1][0]:
            at = placed[-1][0] + 1
        placed.append((at, value, quality))
    return [_marked(row, corrections) for row in placed]


def _marked(row: Row, corrections: Sequence[Correction]) -> Row:
    at, value, quality = row
    for one in corrections:
        if one.kind == "unit" and one.start <= at < one.end and value is not None:
            value = rounded(to_celsius(from_celsius(value, one.read_as), one.sent_as))
            if not ABSOLUTE_ZERO <= value <= HOTTEST:
                quality |= Quality.SUSPECT
    for one in corrections:
        if one.kind == "set_aside" and one.start <= at < one.end:
            quality |= Quality.SET_ASIDE
    return at, value, quality


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Row], list[Correction]]:
    """Draw readings that are dense enough to meet, and corrections that may be active together."""
    instants = sorted(draw(st.sets(st.integers(0, 60), max_size=30)))
    values = st.one_of(st.none(), st.floats(-300, 11_000).map(lambda value: rounded(value)))
    rows = [
        (at, value, int(Quality.FAULT) if value is None else draw(st.sampled_from([0, 0, 2, 4, 8])))
        for at, value in ((at, draw(values)) for at in instants)
    ]
    corrections: list[Correction] = []
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(-5, 60))
        end = start + draw(st.integers(1, 30))
        kind = draw(st.sampled_from(["set_aside", "unit", "time"]))
        if kind == "time":
            shift = draw(st.integers(-40, 40).filter(bool))
            new = Correction("time", start, end, shift=shift)
        elif kind == "unit":
            read_as, sent_as = draw(st.permutations(UNITS))[:2]
            new = Correction("unit", start, end, read_as=read_as, sent_as=sent_as)
        else:
            new = Correction("set_aside", start, end)
        if not any(_meet(new, one) for one in corrections):
            corrections.append(new)
    return rows, draw(st.permutations(corrections))


def _meet(one: Correction, other: Correction) -> bool:
    """Return whether two may not both be active."""
    return one.kind == other.kind and any(
        first < other_last and other_first < last
        for first, last in ((one.start + by, one.end + by) for by in (0, one.shift))
        for other_first, other_last in (
            (other.start + by, other.end + by) for by in (0, other.shift)
        )
    )


@given(histories())
def test_corrected_readings_are_those_of_a_plain_loop(
    history: tuple[list[Row], list[Correction]],
) -> None:
    rows, corrections = history
    corrected = apply(Readings.of(rows), corrections)
    expected = plain(rows, corrections)
    assert corrected.at.tolist() == [row[0] for row in expected]
    assert corrected.quality.tolist() == [row[2] for row in expected]
    np.testing.assert_array_equal(corrected.value, Readings.of(expected).value)
    assert len(corrected) == len(rows)
    assert (np.diff(corrected.at) > 0).all()


def test_a_moved_reading_comes_after_one_that_stayed_and_pushes_those_behind_it() -> None:
    readings = Readings.of([(0, 1.0, 0), (10, 2.0, 0), (11, 3.0, 0), (13, 4.0, 0)])
    moved = apply(readings, [Correction("time", 0, 5, shift=10)])
    assert moved.at.tolist() == [10, 11, 12, 13]
    assert moved.value.tolist() == [2.0, 1.0, 3.0, 4.0]


@pytest.mark.parametrize(
    ("value", "read_as", "sent_as", "corrected", "quality"),
    [
        (39.2, "C", "F", 4.0, 0),
        (-15.0, "F", "C", 5.0, 0),
        (4.0, "C", "K", -269.15, 0),
        (-10.0, "C", "K", -283.15, 2),
        (9_000.0, "C", "F", 4982.2222, 0),
        (9_000.0, "F", "C", 16_232.0, 2),
        (np.nan, "C", "F", np.nan, 1),
    ],
)
def test_a_value_is_read_in_another_unit(
    value: float, read_as: Unit, sent_as: Unit, corrected: float, quality: int
) -> None:
    readings = Readings.of([(5, value, quality & 1)])
    again = apply(readings, [Correction("unit", 5, 6, read_as=read_as, sent_as=sent_as)])
    np.testing.assert_array_equal(again.value, [corrected])
    assert again.quality.tolist() == [quality]


def test_what_is_set_aside_keeps_its_value_and_does_not_count() -> None:
    readings = Readings.of([(0, 1.0, 0), (5, 85.0, 0), (9, 2.0, 8)])
    aside = apply(readings, [Correction("set_aside", 5, 9)])
    assert aside.value.tolist() == [1.0, 85.0, 2.0]
    assert aside.counts.tolist() == [True, False, True]
    assert aside.quality.tolist() == [0, Quality.SET_ASIDE, 8]
    assert Quality.SET_ASIDE in UNCOUNTED


def test_people_select_what_they_see() -> None:
    """The unit and setting aside go by the instants that a shift leads to."""
    readings = Readings.of([(0, 50.0, 0), (100, 50.0, 0)])
    corrections = [
        Correction("set_aside", 20, 30),
        Correction("unit", 20, 30, read_as="C", sent_as="F"),
        Correction("time", 0, 10, shift=25),
    ]
    corrected = apply(readings, corrections)
    assert corrected.at.tolist() == [25, 100]
    assert corrected.value.tolist() == [10.0, 50.0]
    assert corrected.quality.tolist() == [Quality.SET_ASIDE, 0]


def test_readings_without_corrections_are_the_same_object_as_before() -> None:
    readings = Readings.of([(0, 1.0, 0)])
    again = apply(readings, [])
    assert again.at is readings.at
    assert again.value is readings.value
    assert again.quality is readings.quality
