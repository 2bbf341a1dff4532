"""Spacing of readings, and the silence that is a gap."""

from datetime import UTC, datetime, timedelta

from isotherm.cadence import gap_limit, median_spacing, spacings
from isotherm.instants import DAY, SECOND

START = datetime(2026, 11, 28, tzinfo=UTC)


def test_a_gap_is_longer_than_three_intervals() -> None:
    assert gap_limit(60.0) == 180 * SECOND
    assert gap_limit(0.1) == 300_000


def test_without_an_interval_a_minute_is_expected() -> None:
    assert gap_limit(None) == gap_limit(60.0)


def test_a_silence_of_more_than_a_year_is_always_a_gap() -> None:
    assert gap_limit(200 * 86_400.0) == 365 * DAY


def test_the_median_spacing_ignores_the_order() -> None:
    times = [START + timedelta(seconds=second) for second in (30, 0, 10, 20, 330)]
    assert median_spacing(times) == 10.0
    assert median_spacing(times[:1]) is None
    assert spacings(times[1:4]) == [10.0, 10.0]


def test_two_readings_show_no_interval() -> None:
    times = [START, START + timedelta(seconds=10)]
    assert median_spacing(times) is None
    assert median_spacing([*times, START + timedelta(seconds=20)]) == 10.0


def test_a_spacing_is_never_zero() -> None:
    assert median_spacing([START] * 5) == 0.001
