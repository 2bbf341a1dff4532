"""The shapes of temperature curves: a compressor's cycle, a rise and fall, days and hours."""

import math
from datetime import UTC, datetime

import pytest

from isotherm.instants import to_ms
from isotherm_devstack.simulate.shapes import (
    DAY,
    HOUR,
    MINUTE,
    bump,
    compressor,
    is_workday,
    local_hour,
    working_hours,
)

PERIOD = 30 * MINUTE


def test_a_compressor_cools_then_warms_up_near_its_bounds() -> None:
    for cycle in range(50):
        begin = cycle * PERIOD
        values = [
            compressor(7, time_ms, PERIOD, 3.0, 5.0)
            for time_ms in range(begin, begin + PERIOD, MINUTE)
        ]
        coldest = values.index(min(values))
        assert 9 <= coldest <= 13  # after 30 % to 42 % of the cycle
        assert values[:coldest] == sorted(values[:coldest], reverse=True)
        assert values[coldest:] == sorted(values[coldest:])
        assert 2.7 <= min(values) <= 3.5
        assert 4.5 <= max(values) <= 5.3


def test_a_compressors_cycles_join_without_a_step() -> None:
    for cycle in range(-50, 50):
        begin = cycle * PERIOD
        before = compressor(7, begin - 1, PERIOD, 3.0, 5.0)
        assert compressor(7, begin, PERIOD, 3.0, 5.0) == pytest.approx(before, abs=1e-4)


def test_a_bump_rises_evenly_and_falls_ever_slower() -> None:
    def after(since_ms: float) -> float:
        return bump(since_ms, 10.0, 20.0, 4.0)

    assert [after(since) for since in (-1, 0, 5, 10)] == [0.0, 0.0, 2.0, 4.0]
    assert after(30) == pytest.approx(4.0 / math.e)
    assert 0.0 < after(110) < 0.03


@pytest.mark.parametrize(
    ("offset_ms", "hour"),
    [(0, 20.5), (-5 * HOUR, 15.5), (5 * HOUR + 45 * MINUTE, 2.25)],
)
def test_the_local_hour_is_that_of_the_offset(offset_ms: int, hour: float) -> None:
    evening = to_ms(datetime(2025, 7, 14, 20, 30, tzinfo=UTC))
    assert local_hour(evening, offset_ms) == hour
    assert local_hour(evening - 30_000 * DAY, offset_ms) == hour  # before 1970, too


def test_workdays_are_monday_to_friday_of_the_local_day() -> None:
    monday = to_ms(datetime(2025, 7, 14, tzinfo=UTC))
    week = [is_workday(monday + day * DAY, 0) for day in range(7)]
    assert week == [True] * 5 + [False] * 2
    assert not is_workday(monday, -5 * HOUR)
    assert is_workday(monday - 1, HOUR)


@pytest.mark.parametrize(
    ("hour", "load"),
    [(0, 0), (7, 0), (8.5, 0.5), (10, 1), (17, 1), (18.5, 0.5), (20, 0), (23.9, 0)],
)
def test_the_load_of_a_day_is_that_of_its_hours(hour: float, load: float) -> None:
    assert working_hours(hour) == load
