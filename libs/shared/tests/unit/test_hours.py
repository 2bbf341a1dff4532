"""Full hours of zones, over changes of their offsets."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from isotherm.history.hours import hour_around, hour_of, hours
from isotherm.history.readings import instant, micros

HOUR = 3_600_000_000


def of_day(zone: str, year: int, month: int, day: int) -> list[float]:
    """How long each hour of a day is, in hours."""
    here = ZoneInfo(zone)
    start = datetime(year, month, day, tzinfo=here)
    end = datetime(year, month, day, tzinfo=here) + timedelta(days=1)
    found = hours(zone, micros(start), micros(end.astimezone(UTC)))
    assert found[0] == micros(start)
    assert found[-1] == micros(end)
    lengths: list[float] = (np.diff(found) / HOUR).tolist()
    return lengths


@pytest.mark.parametrize(
    ("zone", "day", "count"),
    [
        ("UTC", (2026, 3, 29), 24),
        ("Europe/Zurich", (2026, 3, 29), 23),
        ("Europe/Zurich", (2026, 10, 25), 25),
        ("Asia/Kathmandu", (2026, 3, 29), 24),
        ("America/St_Johns", (2026, 3, 8), 23),
        ("America/St_Johns", (2026, 11, 1), 25),
    ],
)
def test_a_day_is_whole_hours(zone: str, day: tuple[int, int, int], count: int) -> None:
    assert of_day(zone, *day) == [1.0] * count


def test_a_change_by_half_an_hour_makes_one_hour_longer_or_two_shorter() -> None:
    assert sorted(of_day("Australia/Lord_Howe", 2026, 10, 4)) == [1.0] * 22 + [1.5]
    assert sum(of_day("Australia/Lord_Howe", 2026, 4, 5)) == 24.5


def test_an_hour_begins_on_the_zones_full_hour() -> None:
    at = datetime(2026, 11, 23, 12, 50, tzinfo=UTC)
    assert instant(hour_of("Asia/Kathmandu", micros(at))).minute == 15
    full = datetime(2026, 11, 23, 12, 15, tzinfo=UTC)
    assert hour_of("Asia/Kathmandu", micros(full)) == micros(full)


def test_hours_cover_what_was_asked_for_and_no_more() -> None:
    start, end = 5 * HOUR + 1, 7 * HOUR
    assert hours("UTC", start, end).tolist() == [5 * HOUR, 6 * HOUR, 7 * HOUR]


def test_times_of_long_ago_have_hours_too() -> None:
    at = micros(datetime(2, 3, 4, 5, 6, tzinfo=UTC))
    assert hour_of("Europe/Vienna", at) <= at < hour_of("Europe/Vienna", at) + HOUR


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/Vienna", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ("Europe/Vienna", datetime(2026, 10, 25, 1, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ],
)
def test_the_hour_around_an_instant_is_one_of_the_hours_around_a_stretch(
    zone: str, change: datetime
) -> None:
    around = hours(zone, micros(change) - 6 * HOUR, micros(change) + 6 * HOUR)
    for quarter in range(-20, 21):
        for more in (-1, 0, 1):
            at = micros(change) + quarter * HOUR // 4 + more
            begin, end = int(around[around <= at][-1]), int(around[around >= at][0])
            assert hours(zone, at, at).tolist() == sorted({begin, end})
            assert hour_around(zone, at) == (begin, end)
