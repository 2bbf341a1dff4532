"""The share of the last day that is not gap."""

from datetime import UTC, datetime, timedelta

import pytest
from judged_parts import row

from isotherm.sensors.state import judge
from isotherm_api.overview.columns import columns, coverage

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR, GAP_AFTER = timedelta(hours=1), timedelta(minutes=3)
LONG_AGO = NOW - 100 * HOUR


def test_nothing_is_known_before_the_first_rollup() -> None:
    assert coverage(None, NOW, GAP_AFTER, NOW) is None


@pytest.mark.parametrize(
    ("installed", "first", "gaps_s", "last", "share"),
    [
        (LONG_AGO, LONG_AGO, 0.0, NOW, 1.0),
        (LONG_AGO, LONG_AGO, 7200.0, NOW, 22 / 24),
        (LONG_AGO, NOW - 6 * HOUR, 0.0, NOW, 6 / 24),
        # gaps before `rolled_to` are in `gaps_s`
        (LONG_AGO, LONG_AGO, 0.0, NOW - 2 * HOUR, 23 / 24),
        (LONG_AGO, LONG_AGO, 1e9, NOW, 0.0),
        # nothing was to be expected before a device was installed
        (NOW - 6 * HOUR, NOW - 6 * HOUR, 0.0, NOW, 1.0),
        (NOW - 6 * HOUR, NOW - 3 * HOUR, 3600.0, NOW, 2 / 6),
    ],
)
def test_gaps_the_time_before_and_an_open_silence_are_subtracted(
    installed: datetime, first: datetime, gaps_s: float, last: datetime, share: float
) -> None:
    silence = (NOW - HOUR, first, gaps_s, installed)
    assert coverage(silence, last, GAP_AFTER, NOW) == pytest.approx(share)


@pytest.mark.parametrize(("skew_ms", "whole"), [(None, False), (-300_000, True)])
def test_a_clock_that_lags_takes_nothing_away(skew_ms: int | None, whole: bool) -> None:
    last = {"measured_at": NOW - timedelta(minutes=5), "clock_skew_ms": skew_ms}
    rows, silences = [row(1, **last)], {1: (NOW - HOUR, LONG_AGO, 0.0, LONG_AGO)}
    document = columns(rows, [judge(rows[0], NOW)], {}, silences, NOW)
    assert (document["sensors"]["coverage"] == [1.0]) is whole
