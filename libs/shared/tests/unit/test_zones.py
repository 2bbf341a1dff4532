"""Full hours, days and midnights of zones, also where their clocks are moved."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import pytest

from isotherm.instants import HOUR, SECOND, to_datetime, to_micros
from isotherm.zones import (
    UnknownZoneError,
    days,
    hour_around,
    hour_from,
    hour_of,
    hours,
    midnight,
    next_hour,
    zone,
)


def of_day(zone: str, year: int, month: int, day: int) -> list[float]:
    """How long each hour of a day is, in hours."""
    here = ZoneInfo(zone)
    start = datetime(year, month, day, tzinfo=here)
    end = datetime(year, month, day, tzinfo=here) + timedelta(days=1)
    edges = hours(to_micros(start), to_micros(end.astimezone(UTC)), here)
    assert edges[0] == to_micros(start)
    assert edges[-1] == to_micros(end)
    lengths: list[float] = (np.diff(edges) / HOUR).tolist()
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
    assert to_datetime(hour_of(to_micros(at), ZoneInfo("Asia/Kathmandu"))).minute == 15
    full = datetime(2026, 11, 23, 12, 15, tzinfo=UTC)
    assert hour_of(to_micros(full), ZoneInfo("Asia/Kathmandu")) == to_micros(full)


def test_hours_cover_what_was_asked_for_and_no_more() -> None:
    start, end = 5 * HOUR + 1, 7 * HOUR
    assert hours(start, end, ZoneInfo("UTC")).tolist() == [5 * HOUR, 6 * HOUR, 7 * HOUR]


def test_times_of_long_ago_have_hours_too() -> None:
    at = to_micros(datetime(2, 3, 4, 5, 6, tzinfo=UTC))
    vienna = ZoneInfo("Europe/Vienna")
    assert hour_of(at, vienna) <= at < hour_of(at, vienna) + HOUR


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
    here = ZoneInfo(zone)
    around = hours(to_micros(change) - 6 * HOUR, to_micros(change) + 6 * HOUR, here)
    for quarter in range(-20, 21):
        for more in (-1, 0, 1):
            at = to_micros(change) + quarter * HOUR // 4 + more
            begin, end = int(around[around <= at][-1]), int(around[around >= at][0])
            assert hours(at, at, here).tolist() == sorted({begin, end})
            assert hour_around(at, here) == (begin, end)


def _us(*parts: int) -> int:
    return to_micros(datetime(*parts, tzinfo=UTC))


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
    assert to_datetime(hour_of(_us(*at), here)) == to_datetime(_us(*begin))
    assert to_datetime(hour_of(_us(*at) + 30 * SECOND, here)) == to_datetime(_us(*begin))
    assert hour_from(_us(*begin), here) == _us(*begin)
    assert hour_from(_us(*begin) + 1, here) == next_hour(_us(*begin), here)


@pytest.mark.parametrize(
    ("zone", "day", "count"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("Asia/Kathmandu", date(2026, 3, 29), 24),
        ("America/Havana", date(2025, 11, 2), 25),  # midnight comes twice
        ("America/Santiago", date(2026, 9, 6), 23),  # and here not at all
        ("Australia/Lord_Howe", date(2026, 4, 5), 24),  # one of them of an hour and a half
        ("Australia/Lord_Howe", date(2026, 10, 4), 23),
    ],
)
def test_a_day_is_made_of_whole_hours(zone: str, day: date, count: int) -> None:
    here = ZoneInfo(zone)
    noon = to_micros(datetime(day.year, day.month, day.day, 12, tzinfo=here))
    [(found, begin, end)] = days(noon, noon + 1, here)
    assert found == day
    edges = hours(begin, end, here)
    assert (edges[0], edges[-1], len(edges) - 1) == (begin, end, count)
    assert all(to_datetime(edge).astimezone(here).minute == 0 for edge in edges)
    yesterday, today = days(begin - HOUR, end, here)
    assert yesterday[2] == today[1] == begin
    assert today[0] == day


def test_a_day_that_a_zone_skipped_is_none() -> None:
    samoa = ZoneInfo("Pacific/Apia")
    start = to_micros(datetime(2011, 12, 29, 12, tzinfo=samoa))
    samoan_days = days(start, start + 48 * HOUR, samoa)
    assert [day.day for day, _, _ in samoan_days] == [29, 31, 1]
    assert all(
        end - begin == timedelta(days=1).total_seconds() * SECOND for _, begin, end in samoan_days
    )


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
            assert {to_datetime(edge).astimezone(here).minute for edge in (begin, end)} == {0}, name
            assert hour_of(end - 1, here) == begin, name
            assert hour_of(end, here) == end, name
            assert begin <= hour_from(moment, here) <= end, name


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Africa/Monrovia"])
def test_a_zone_that_was_no_quarters_from_utc(zone: str) -> None:
    here = ZoneInfo(zone)
    edges = hours(hour_of(0, here), hour_of(_us(1970, 1, 2), here), here)
    assert {end - begin for begin, end in pairwise(edges)} == {HOUR}


def plain_hours(start: int, end: int, here: ZoneInfo) -> list[int]:
    """Full hours found by looking at the zone's clock at each second around a range."""
    shown = np.arange(start // SECOND - 7200, end // SECOND + 7201)
    offsets = np.array([
        round((datetime.fromtimestamp(int(at), here).utcoffset() or timedelta()).total_seconds())
        for at in shown.tolist()
    ])  # fmt: skip
    full = shown[(shown + offsets) % 3600 == 0] * SECOND
    lowest = np.searchsorted(full, start, "right") - 1
    return full[lowest : np.searchsorted(full, end, "left") + 1].tolist()


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("Pacific/Kiritimati", (1979, 10, 1, 10, 40)),  # from -10:40 to -10:00
        ("Pacific/Kiritimati", (1994, 12, 31, 10, 0)),  # over the date line, by a day
        ("Africa/Monrovia", (1972, 1, 7, 0, 44, 30)),  # from -0:44:30 to UTC
        ("America/Caracas", (2007, 12, 9, 7, 0)),
        ("Asia/Pyongyang", (2018, 5, 4, 15, 0)),
        ("Australia/Lord_Howe", (2026, 4, 4, 15, 0)),
        ("Australia/Lord_Howe", (2026, 10, 3, 15, 30)),
        ("Europe/Vienna", (2026, 10, 25, 1, 0)),
        ("Asia/Kathmandu", (1985, 12, 31, 18, 30)),  # from +5:30 to +5:45
    ],
)
def test_hours_are_those_that_the_clock_shows(name: str, at: tuple[int, ...]) -> None:
    here, around = ZoneInfo(name), _us(*at)
    for start, end in ((-3 * HOUR, 3 * HOUR), (-1, 1), (0, 0), (1, HOUR), (-HOUR, -1)):
        edges = hours(around + start, around + end, here).tolist()
        assert edges == plain_hours(around + start, around + end, here)


@pytest.mark.parametrize("name", ["Pacific/Kiritimati", "Africa/Monrovia", "Europe/Vienna"])
def test_an_hour_is_found_at_once_whatever_the_offset(name: str) -> None:
    """The search used to go back quarter by quarter, to the year 1: two minutes."""
    for at in range(0, 1000 * HOUR, HOUR):
        assert hour_of(at, ZoneInfo(name)) <= at


def test_a_year_of_hours_is_what_one_after_the_other_gives() -> None:
    for name in ("Europe/Vienna", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"):
        here = ZoneInfo(name)
        start, end = hour_of(_us(2026, 1, 1), here), hour_of(_us(2027, 1, 1), here)
        stepped = [start]
        while stepped[-1] < end:
            stepped.append(next_hour(stepped[-1], here))
        assert hours(start, end, here).tolist() == stepped


@pytest.mark.parametrize(
    ("name", "day", "begin"),
    [
        ("Europe/Vienna", date(2026, 3, 29), (2026, 3, 28, 23)),
        ("America/Havana", date(2025, 11, 2), (2025, 11, 2, 4)),  # the first of two
        ("America/Santiago", date(2026, 9, 6), (2026, 9, 6, 4)),  # skipped: 24:00 became 1:00
    ],
)
def test_midnight(name: str, day: date, begin: tuple[int, ...]) -> None:
    assert midnight(day, zone(name)) == _us(*begin)


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Europe"])
def test_an_unknown_zone_is_named(name: str) -> None:
    with pytest.raises(UnknownZoneError, match="no time zone"):
        zone(name)
