"""Corrected readings are those of a plain loop over all readings."""

import numpy as np
import pytest
from hypothesis import given
from plain_corrections import Row, histories, plain

from isotherm.history.corrections import Correction, apply
from isotherm.history.readings import Readings
from isotherm.quality import UNCOUNTED, Quality
from isotherm.units import Unit


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
        (-15.5556, "F", "C", 4.0, 0),
        (-13.3333, "F", "C", 8.0, 0),
        (-15.5208, "F", "C", 4.0626, 0),
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


@pytest.mark.parametrize(
    ("value", "stored", "quality"),
    [
        (75.0, Quality.SUSPECT, 0),  # 23.9 °C in truth, outside a plausible range as 75 °C
        (140.0, Quality.SUSPECT, 0),
        (-40.0, Quality.SUSPECT, 0),
        (75.0, Quality.SUSPECT | Quality.TIME_UNSURE, Quality.TIME_UNSURE),
        (140.1, Quality.SUSPECT, Quality.SUSPECT),
        (999.0, Quality.SUSPECT, Quality.SUSPECT),
    ],
)
def test_a_reading_is_not_suspect_for_a_value_that_it_does_not_have(
    value: float, stored: int, quality: int
) -> None:
    """No value that any place can have is suspect: it would hide an excursion."""
    readings = Readings.of([(5, value, stored), (6, value, stored)])
    again = apply(readings, [Correction("unit", 5, 6, read_as="C", sent_as="F")])
    assert again.quality.tolist() == [quality, stored]


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
