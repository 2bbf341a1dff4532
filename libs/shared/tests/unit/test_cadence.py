"""Spacing of instants, and the silence that is a gap."""

from datetime import UTC, datetime, timedelta

from isotherm.cadence import gap_limit, spacings
from isotherm.instants import DAY, SECOND

START = datetime(2026, 11, 28, tzinfo=UTC)


def test_a_gap_is_longer_than_three_intervals() -> None:
    assert gap_limit(60.0) == 180 * SECOND
    assert gap_limit(0.1) == 300_000


def test_without_an_interval_a_minute_is_expected() -> None:
    assert gap_limit(None) == gap_limit(60.0)


def test_a_silence_of_more_than_a_year_is_always_a_gap() -> None:
    assert gap_limit(200 * 86_400.0) == 365 * DAY


def test_spacings_are_those_of_neighbours() -> None:
    times = [START + timedelta(seconds=second) for second in (0, 10, 20, 320)]
    assert spacings(times) == [10.0, 10.0, 300.0]
    assert spacings(times[:1]) == []
