"""Rules: which limits and intervals are in force at an instant."""

import numpy as np
import pytest

from isotherm.cadence import gap_limit
from isotherm.history.rules import Rules
from isotherm.instants import HOUR, SECOND

LIMITS = [(0, 2.0, 8.0), (HOUR, None, 5.0)]
INTERVALS = [(0, 60.0), (HOUR, 600.0)]
RULES = Rules.of(LIMITS, INTERVALS)


def test_values_are_judged_by_the_limits_in_force() -> None:
    at = np.array([-1, 0, 0, HOUR - 1, HOUR, HOUR], np.int64)
    value = np.array([99.0, 8.1, 1.9, 8.0, 5.1, np.nan])
    above, below = RULES.beyond(at, value)
    assert above.tolist() == [False, True, False, False, True, False]
    assert below.tolist() == [False, False, True, False, False, False]


def test_noise_is_not_beyond_limits() -> None:
    """Of limits and of values that were stored before either was rounded."""
    limits = [(0, -18.0, -18.0), (1, 4.444444444444445, 4.444444444444445), (2, 4.4444, 4.4444)]
    at = np.array([0, 0, 1, 1, 2, 2], np.int64)
    value = np.array([-17.99999999999997, -18.0, 4.4444, 4.444444444444445] + [4.44444444] * 2)
    for mask in Rules.of(limits).beyond(at, value):
        assert not mask.any()


def test_without_limits_nothing_is_beyond_them() -> None:
    above, below = Rules.of().beyond(np.array([0], np.int64), np.array([99.0]))
    assert (above.tolist(), below.tolist()) == ([False], [False])


def test_the_first_interval_also_holds_before() -> None:
    at = np.array([-HOUR, 0, HOUR], np.int64)
    assert RULES.intervals(at).tolist() == [60.0, 60.0, 600.0]
    assert RULES.silence(at).tolist() == [gap_limit(60.0), gap_limit(60.0), gap_limit(600.0)]
    assert RULES.reach == gap_limit(600.0)


def test_an_unknown_interval_has_the_default_gap_limit() -> None:
    at = np.array([0], np.int64)
    assert np.isnan(Rules.of().intervals(at)).all()
    assert Rules.of().silence(at).tolist() == [gap_limit(None)]


def test_changes_of_limits_in_a_range() -> None:
    assert RULES.changes(0, HOUR).tolist() == [0]
    assert RULES.changes(0, HOUR + 1).tolist() == [0, HOUR]
    assert RULES.changes(1, HOUR).tolist() == []


def test_another_interval_leaves_the_limits() -> None:
    paced = RULES.paced(10.0)
    assert paced.interval_s.tolist() == [10.0]
    assert paced.reach == gap_limit(10.0)
    assert paced.high.tolist() == RULES.high.tolist()
    at, value = np.array([0], np.int64), np.array([8.1])
    assert [mask.tolist() for mask in paced.beyond(at, value)] == [[True], [False]]


@pytest.mark.parametrize(
    ("rules", "start", "end", "expected"),
    [
        (RULES, 0, HOUR, 60.0),
        (RULES, 0, 2 * HOUR, 66.0),
        (RULES, HOUR, HOUR, 0.0),
        (Rules.of(), 0, HOUR, None),
        (Rules.of((), [(0, 60.0)]), 0, 30 * SECOND, 0.5),
    ],
)
def test_how_many_readings_are_due(
    rules: Rules, start: int, end: int, expected: float | None
) -> None:
    assert rules.expected(start, end) == expected


def test_grace_is_of_the_limits_in_force() -> None:
    rules = Rules.of([(0, 2.0, 8.0), (HOUR, None, 5.0, 90.5, 0.5), (2 * HOUR, None, 5.0)])
    at = np.array([-1, 0, HOUR, 2 * HOUR], np.int64)
    assert rules.least(at).tolist() == [0, 0, 90_500_000, 0]
    assert (rules.has_grace, rules.longest) == (True, 90_500_000)
    assert (RULES.has_grace, RULES.longest, Rules.of().longest) == (False, 0, 0)
    assert [rules.is_grace_changing(when) for when in (0, HOUR - SECOND, HOUR * 3 // 2)] == [
        False, True, False,
    ]  # fmt: skip


def test_a_value_ends_an_excursion_once_it_is_within_by_the_hysteresis() -> None:
    rules = Rules.of([(0, 2.0, 8.0, 0.0, 0.2), (HOUR, None, None)])
    at = np.array([-1, 0, 0, 0, 0, HOUR], np.int64)
    value = np.array([9.0, 7.9, 7.8, 2.1, 2.2, 9.0])
    above, below = rules.ending(at, value)
    assert above.tolist() == [True, False, True, True, True, True]
    assert below.tolist() == [True, True, True, False, True, True]
    assert Rules.of().ending(at[:1], value[:1])[0].tolist() == [True]
