"""A stall is noticed by the first look after it, and reported once."""

import pytest

from isotherm_ingest.mqtt.stall import StallDetector

SECOND = 1_000_000


@pytest.mark.parametrize(("gap", "stood"), [(SECOND // 2, False), (3 * SECOND, True)])
def test_a_gap_between_looks_is_a_stall(gap: int, stood: bool) -> None:
    times = iter([0, gap, gap + SECOND // 2])
    beat = StallDetector(lambda: next(times))
    assert beat.look() == gap
    assert beat.look() == gap + SECOND // 2
    assert beat.stalled() is stood
    assert not beat.stalled()
