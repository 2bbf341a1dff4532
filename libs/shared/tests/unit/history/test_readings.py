"""Readings as columns: chosen, cut, joined and decoded."""

import struct

import numpy as np
import pytest

from isotherm.history.readings import Readings
from isotherm.instants import POSTGRES_EPOCH
from isotherm.quality import Quality

FIVE = Readings.of([(10, 1.0, 0), (20, 2.0, 2), (30, None, 1), (40, 4.0, 8), (50, 5.0, 4)])


def at(readings: Readings) -> list[int]:
    """Return the instants of readings."""
    instants: list[int] = readings.at.tolist()
    return instants


def test_which_readings_count_and_which_are_faults() -> None:
    assert FIVE.counts.tolist() == [True, False, False, True, False]
    assert FIVE.faulty.tolist() == [False, False, True, False, False]


def test_a_suspect_fault_is_a_fault() -> None:
    both = Readings.of([(10, None, int(Quality.FAULT | Quality.SUSPECT))])
    assert (both.faulty.tolist(), both.counts.tolist()) == ([True], [False])


def test_a_missing_value_is_nan() -> None:
    assert np.isnan(FIVE.value).tolist() == [False, False, True, False, False]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (20, 40, [20, 30]),
        (11, 41, [20, 30, 40]),
        (0, 100, [10, 20, 30, 40, 50]),
        (20, 20, []),
        (51, 100, []),
        (-5, 10, []),
    ],
)
def test_a_cut_includes_its_start_and_not_its_end(
    start: int, end: int, expected: list[int]
) -> None:
    cut = FIVE.between(start, end)
    assert at(cut) == expected
    assert len(cut) == len(cut.value) == len(cut.quality) == len(expected)


@pytest.mark.parametrize(
    ("limit", "expected"), [(1, [50]), (2, [40, 50]), (5, at(FIVE)), (99, at(FIVE))]
)
def test_the_newest_readings_are_the_last(limit: int, expected: list[int]) -> None:
    assert at(FIVE.newest(limit)) == expected


def test_a_mask_chooses_readings() -> None:
    chosen = FIVE.pick(FIVE.counts)
    assert (at(chosen), chosen.value.tolist(), chosen.quality.tolist()) == (
        [10, 40],
        [1.0, 4.0],
        [0, 8],
    )


def test_parts_are_joined_in_their_order() -> None:
    joined = Readings.joined([FIVE.between(0, 30), Readings.of([]), FIVE.between(30, 100)])
    assert at(joined) == at(FIVE)
    assert joined.quality.tolist() == FIVE.quality.tolist()
    assert np.array_equal(joined.value, FIVE.value, equal_nan=True)


def test_one_part_is_not_copied_and_none_is_empty() -> None:
    assert Readings.joined([FIVE]) is FIVE
    assert len(Readings.joined([])) == 0


def test_the_binary_form_is_decoded_exactly() -> None:
    rows = [(-1, 0.1, 0), (0, float("nan"), 1), (1, -273.15, 14)]
    packed = b"".join(
        struct.pack(">qdh", micros - POSTGRES_EPOCH, value, quality)
        for micros, value, quality in rows
    )
    decoded = Readings.from_packed(packed)
    assert at(decoded) == [-1, 0, 1]
    assert np.array_equal(decoded.value, [0.1, np.nan, -273.15], equal_nan=True)
    assert decoded.quality.tolist() == [0, 1, 14]
    for column in (decoded.at, decoded.value, decoded.quality):
        assert column.dtype.isnative


def test_no_answer_is_no_reading() -> None:
    for packed in (None, b""):
        decoded = Readings.from_packed(packed)
        assert len(decoded) == 0
        assert decoded.counts.tolist() == []
