"""Repeatable randomness: a number depends on its seed and its index, and on nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isotherm_devstack.simulate.noise import between, drift, uniform

PERIOD = 60_000

seeds = st.integers(min_value=0, max_value=10**9)
indexes = st.integers(min_value=-(10**13), max_value=10**13)


def test_numbers_stay_the_same_from_version_to_version() -> None:
    # a reading that is sent again after an update would be a conflict otherwise
    assert uniform(0, 0) == 0.42857041310917643
    assert uniform(7, 1) == 0.5702204098054511
    assert uniform(1_000_001, -5) == 0.9568416224818616


def test_numbers_are_spread_evenly_over_indexes_and_over_seeds() -> None:
    for numbers in (
        [uniform(7, index) for index in range(10_000)],
        [uniform(seed, 7) for seed in range(10_000)],
    ):
        tenths = [int(number * 10) for number in numbers]
        assert all(850 < tenths.count(tenth) < 1_150 for tenth in range(10))


@given(seed=seeds, index=indexes)
def test_a_number_between_two_bounds_is_within_them(seed: int, index: int) -> None:
    assert 0.0 <= uniform(seed, index) < 1.0
    assert -3.0 <= between(seed, index, -3.0, 5.0) < 5.0


@given(seed=seeds, index=st.integers(min_value=-1_000, max_value=1_000))
def test_a_drift_has_no_step_where_a_period_ends(seed: int, index: int) -> None:
    turn = index * PERIOD
    at_turn = drift(seed, turn, PERIOD)
    assert drift(seed, turn - 1, PERIOD) == pytest.approx(at_turn, abs=1e-6)
    assert drift(seed, turn + 1, PERIOD) == pytest.approx(at_turn, abs=1e-6)


def test_a_drift_goes_up_and_down_between_minus_one_and_one() -> None:
    walk = [drift(7, time_ms, PERIOD) for time_ms in range(0, 200 * PERIOD, PERIOD // 4)]
    assert -1.0 <= min(walk) < -0.9
    assert 0.9 < max(walk) <= 1.0
