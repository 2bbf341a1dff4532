"""Runs of times: a clock that is ahead moves what it said, and nothing else."""

import pytest

from isotherm.instants import DAY, HOUR, MINUTE, SECOND
from isotherm_ingest.place.clock_runs import find_runs

NOW = 1_767_225_600_000_000


def runs(*offsets: int) -> list[list[int]]:
    """Return the runs of times given as offsets from publishing, latest first."""
    ranges = find_runs([NOW + offset for offset in offsets], NOW, MINUTE)
    return [[offsets[index] for index in run] for run in ranges]


BUFFER = [-9 * MINUTE + n * MINUTE for n in range(10)]


@pytest.mark.parametrize("odd", [4 * MINUTE, 20 * MINUTE, DAY, 8000 * 365 * DAY])
def test_an_odd_time_is_a_run_of_its_own(odd: int) -> None:
    assert runs(*BUFFER, odd) == [[odd], BUFFER]


def test_odd_times_of_different_clocks_are_runs_of_their_own() -> None:
    assert runs(*BUFFER, DAY, 3 * DAY) == [[3 * DAY], [DAY], BUFFER]
    assert runs(*BUFFER, DAY, DAY + MINUTE) == [[DAY, DAY + MINUTE], BUFFER]


def test_two_times_that_are_both_ahead_keep_their_distance() -> None:
    assert runs(10 * MINUTE, 30 * MINUTE) == [[10 * MINUTE, 30 * MINUTE]]
    assert runs(-10 * MINUTE, DAY) == [[DAY], [-10 * MINUTE]]


def test_half_a_buffer_is_ahead_because_the_clock_jumped() -> None:
    before = [-40 * MINUTE + n * MINUTE for n in range(20)]
    after = [DAY - 20 * MINUTE + n * MINUTE for n in range(1, 21)]
    assert runs(*before, *after) == [after, before]


def test_a_buffer_ahead_with_an_odd_time() -> None:
    buffer = [offset + HOUR for offset in BUFFER]
    assert runs(*buffer, 2 * DAY) == [[2 * DAY], buffer]


@pytest.mark.parametrize("lead", [2 * MINUTE, HOUR, 9 * HOUR, 40 * DAY])
@pytest.mark.parametrize(
    "ages",
    [
        [2 * DAY, DAY, 0],
        [DAY, 0],
        [5 * MINUTE, 0],
        [*range(10_000 * MINUTE, -MINUTE, -MINUTE)],
        [0],
        [3 * HOUR, 3 * HOUR, 90 * MINUTE, 89 * MINUTE, 20 * MINUTE, 0],
    ],
)
def test_a_clock_that_is_ahead_moves_all_it_said(lead: int, ages: list[int]) -> None:
    offsets = [lead - age for age in ages]
    assert runs(*offsets) == [offsets]


@pytest.mark.parametrize("lead", [HOUR, 2 * HOUR, 4 * HOUR, 7 * HOUR, 40 * DAY])
def test_a_pause_of_a_device_whose_clock_is_ahead_is_no_jump(lead: int) -> None:
    """It was off for three hours, and on again for two."""
    ages = [*range(7 * HOUR, 5 * HOUR, -MINUTE), *range(2 * HOUR, -MINUTE, -MINUTE)]
    offsets = [lead - age for age in ages]
    assert runs(*offsets) == [offsets]


def test_of_two_times_the_one_near_publishing_is_right() -> None:
    assert runs(-MINUTE, DAY) == [[DAY], [-MINUTE]]
    assert runs(0, 2 * HOUR) == [[2 * HOUR], [0]]


def test_times_that_are_not_ahead_are_one_run() -> None:
    assert runs(-30 * DAY, -MINUTE, 40 * SECOND) == [[-30 * DAY, -MINUTE, 40 * SECOND]]
