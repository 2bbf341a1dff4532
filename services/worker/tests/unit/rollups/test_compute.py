"""Gaps over the raw horizon stay as they were stored."""

import pytest

from isotherm_worker.rollups.compute import Gap, beyond_horizon


@pytest.mark.parametrize(
    ("gaps", "stored", "kept"),
    [
        ([(5, 12), (20, 30)], (5, 40), [(20, 30), (5, 12)]),  # ends otherwise now
        ([(20, 30)], (5, 12), [(20, 30), (5, 10)]),  # is none any more, but was until there
        ([(5, 12)], None, [(10, 12)]),  # is one now, but was none until there
        ([(5, None)], (5, 40), [(5, None)]),
        ([], None, []),
    ],
)
def test_a_gap_into_the_first_computable_hour(
    gaps: list[Gap], stored: Gap | None, kept: list[Gap]
) -> None:
    assert beyond_horizon(gaps, stored, 10) == kept
