"""Full hours and whole days of a zone, on the days on which its clocks are moved, too."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from isotherm.history.readings import instant, micros
from isotherm_worker.rollups.hours import HOUR, days, from_hour, hour_of, hours, next_hour

SECOND = 1_000_000


def _us(*parts: int) -> int:
    return micros(datetime(*parts, tzinfo=UTC))


@pytest.mark.parametrize(
    ("zone", "at", "begin"),
    [
        ("UTC", (2026, 3, 10, 12, 59), (2026, 3, 10, 12, 0)),
        ("Asia/Kathmandu", (2026, 3, 10, 12, 14), (2026, 3, 10, 11, 15)),
        ("Asia/Kathmandu", (2026, 3, 10, 12, 15), (2026, 3, 10, 12, 15)),
        ("Asia/Kolkata", (2026, 3, 10, 0, 0), (2026, 3, 9, 23, 30)),
        ("Australia/Lord_Howe", (2026, 4, 4, 15, 10), (2026, 4, 4, 14, 0)),
    ],
)
def test_an_hour_begins_on_the_zones_full_one(
    zone: str, at: tuple[int, ...], begin: tuple[int, ...]
) -> None:
    here = ZoneInfo(zone)
    assert instant(hour_of(_us(*at), here)) == instant(_us(*begin))
    assert instant(hour_of(_us(*at) + 30 * SECOND, here)) == instant(_us(*begin))
    assert from_hour(_us(*begin), here) == _us(*begin)
    assert from_hour(_us(*begin) + 1, here) == next_hour(_us(*begin), here)


@pytest.mark.parametrize(
    ("zone", "day", "count"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("Asia/Kathmandu", date(2026, 3, 29), 24),
        ("America/Havana", date(2026, 11, 1), 25),  # midnight comes twice
        ("America/Santiago", date(2026, 9, 6), 23),  # and here not at all
        ("Australia/Lord_Howe", date(2026, 4, 5), 24),  # one of them of an hour and a half
        ("Australia/Lord_Howe", date(2026, 10, 4), 23),
    ],
)
def test_a_day_is_made_of_whole_hours(zone: str, day: date, count: int) -> None:
    here = ZoneInfo(zone)
    noon = micros(datetime(day.year, day.month, day.day, 12, tzinfo=here))
    [(found, begin, end)] = days(noon, noon + 1, here)
    assert found == day
    edges = hours(begin, end, here)
    assert (edges[0], edges[-1], len(edges) - 1) == (begin, end, count)
    assert all(instant(edge).astimezone(here).minute == 0 for edge in edges)
    yesterday, today = days(begin - HOUR, end, here)
    assert yesterday[2] == today[1] == begin
    assert today[0] == day


def test_a_day_that_a_zone_skipped_is_none() -> None:
    samoa = ZoneInfo("Pacific/Apia")
    start = micros(datetime(2011, 12, 29, 12, tzinfo=samoa))
    found = days(start, start + 48 * HOUR, samoa)
    assert [day.day for day, _, _ in found] == [29, 31, 1]
    assert all(end - begin == timedelta(days=1).total_seconds() * SECOND for _, begin, end in found)


@pytest.mark.parametrize(
    "at",
    [
        (1970, 1, 1),  # the horizon of a database from which nothing was dropped
        (2026, 3, 29, 0, 30),
        (2026, 4, 4, 15, 10),  # Lord Howe, back by half an hour
        (2026, 10, 3, 15, 40),  # Lord Howe, forward by half an hour
        (2026, 10, 25, 0, 30),
        (2026, 11, 1, 5, 30),
        (2026, 11, 28, 22, 5),
    ],
)
def test_every_zone_has_hours_without_holes(at: tuple[int, ...]) -> None:
    instants = [_us(*at) + offset for offset in (-HOUR, -1, 0, 1, 17 * 60 * SECOND, HOUR)]
    for name in sorted(available_timezones()):
        here = ZoneInfo(name)
        for moment in instants:
            begin = hour_of(moment, here)
            end = next_hour(begin, here)
            assert begin <= moment < end, name
            assert end - begin <= 2 * HOUR, name
            assert {instant(edge).astimezone(here).minute for edge in (begin, end)} == {0}, name
            assert hour_of(end - 1, here) == begin, name
            assert hour_of(end, here) == end, name
            assert begin <= from_hour(moment, here) <= end, name


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Africa/Monrovia"])
def test_a_zone_that_was_no_quarters_from_utc(zone: str) -> None:
    here = ZoneInfo(zone)
    edges = hours(hour_of(0, here), hour_of(_us(1970, 1, 2), here), here)
    assert {end - begin for begin, end in pairwise(edges)} == {HOUR}
