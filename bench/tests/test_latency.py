"""The arithmetic of latency: snapshots, the first that shows a commit, stamps that wrap round."""

import pytest

from bench.errors import BenchError
from bench.latency import first_seen, parse, percentile, waited_us


def test_a_transaction_is_first_seen_in_the_snapshot_in_which_it_has_ended() -> None:
    seen = [parse("5:5:", 100), parse("5:9:5,7", 200), parse("7:9:7", 300), parse("9:9:", 400)]
    assert first_seen([5, 6, 7, 8], seen) == {6: 200, 8: 200, 5: 300, 7: 400}


def test_a_transaction_that_never_ends_is_an_error() -> None:
    with pytest.raises(BenchError, match="1 transactions"):
        first_seen([5, 9], [parse("9:9:", 100)])


@pytest.mark.parametrize(
    ("stamp_us", "seen_us"), [(5_000_000, 5_012_345), (89_999_000, 90_011_345)]
)
def test_the_wait_is_measured_from_the_stamp_even_if_it_wraps_round(
    stamp_us: int, seen_us: int
) -> None:
    now_us = 1_795_500_000_000_000 // 90_000_000 * 90_000_000
    value = round(10 + stamp_us % 90_000_000 / 1e6, 6)
    assert waited_us(value, now_us + seen_us) == 12_345


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(n) for n in range(1, 101)]
    assert percentile(values, 0.5) == 50
    assert percentile(values, 0.99) == 99
    assert percentile([7.0], 0.99) == 7
