"""Gaps over the horizon keep what they were."""

import pytest

from isotherm_worker.rollups.compute import Gap, beyond_horizon


@pytest.mark.parametrize(
    ("gaps", "was", "left"),
    [
        ([(5, 12), (20, 30)], (5, 40), [(20, 30), (5, 12)]),  # ends otherwise now
        ([(20, 30)], (5, 12), [(20, 30), (5, 10)]),  # is none any more, but was until there
        ([(5, 12)], None, [(10, 12)]),  # is one now, but was none until there
        ([(5, None)], (5, 40), [(5, None)]),
        ([], None, []),
    ],
)
def test_a_gap_into_the_first_hour_that_can_be_computed(
    gaps: list[Gap], was: Gap | None, left: list[Gap]
) -> None:
    assert beyond_horizon(gaps, was, 10) == left
