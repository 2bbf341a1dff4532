"""Time zones: the full hours, days and midnights of a zone, as µs since 1970 UTC.

An hour begins when the zone's clocks show a full one, whatever the zone's offset from UTC is:
quarters of an hour, or odd seconds as in Africa/Monrovia until 1972. When clocks are moved by half
an hour, as on Lord Howe Island, an hour is longer or shorter by that.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from isotherm.instants import DAY, EPOCH, HOUR, SECOND, Micros, Times, to_micros

_AROUND = 2 * HOUR
"""No hour of any zone is longer."""
_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)


class UnknownZoneError(ValueError):
    """The time zone database has no zone of this name."""


def zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name; raise UnknownZoneError."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # a folder of zones is an OSError
        raise UnknownZoneError(f"no time zone {name!r}") from error


def hour_of(at: Micros, zone: ZoneInfo) -> Micros:
    """Return when the full hour began that contains an instant."""
    offset = _offset(at, zone)
    hour = (at + offset) // HOUR * HOUR - offset
    if _offset(hour, zone) == offset:
        return hour
    return hour_of(_change(hour, at, zone) - 1, zone)


def next_hour(hour: Micros, zone: ZoneInfo) -> Micros:
    """Return when the full hour ends that begins at `hour`."""
    end = hour + HOUR
    if _offset(end, zone) == _offset(hour, zone):
        return end
    change = _change(hour, end, zone)
    offset = _offset(change, zone)
    return -(-(change + offset) // HOUR) * HOUR - offset


def hour_from(at: Micros, zone: ZoneInfo) -> Micros:
    """Return the first full hour that is not before an instant."""
    hour = hour_of(at, zone)
    return hour if hour == at else next_hour(hour, zone)


def hour_around(at: Micros, zone: ZoneInfo) -> tuple[Micros, Micros]:
    """Return the last full hour up to an instant, and the first one from it on."""
    offset = _offset(at - _AROUND, zone)
    if offset != _offset(at + _AROUND, zone):
        hour = hour_of(at, zone)
        return hour, hour if hour == at else next_hour(hour, zone)
    hour = (at + offset) // HOUR * HOUR - offset
    return hour, hour if hour == at else hour + HOUR


def hours(start: Micros, end: Micros, zone: ZoneInfo) -> Times:
    """Return the full hours from the last one up to `start` until the first one from `end` on.

    Offsets are looked up once a day: a zone that changed its offset and back within a day would be
    missed. No zone has done so since 1970.
    """
    parts = []
    begin = start - _AROUND
    for change in [*_changes(begin, end + _AROUND, zone), end + _AROUND]:
        offset = _offset(begin, zone)
        first = -(-(begin + offset) // HOUR) * HOUR - offset
        parts.append(np.arange(first, change, HOUR, dtype=np.int64))
        begin = change
    full: Times = np.concatenate(parts)
    lowest = int(np.searchsorted(full, start, "right")) - 1
    highest = int(np.searchsorted(full, end, "left"))
    return full[lowest : highest + 1]


def midnight(day: date, zone: ZoneInfo) -> Micros:
    """Return when a day begins: at midnight, or when the clocks skipped it.

    If midnight comes twice, it is the first one.
    """
    return to_micros(datetime(day.year, day.month, day.day, tzinfo=zone))


def days(start: Micros, end: Micros, zone: ZoneInfo) -> list[tuple[date, Micros, Micros]]:
    """Return the days that a range touches, each with its begin and end.

    A day that the zone skipped, as Samoa did in 2011, is none.
    """
    day = _local(start, zone).date()
    touched = []
    while (begin := midnight(day, zone)) < end:
        if (until := midnight(day + _DAY, zone)) > max(begin, start):
            touched.append((day, begin, until))
        day += _DAY
    return touched


def offsets(start: Micros, end: Micros, zone: ZoneInfo) -> list[tuple[Micros, Micros]]:
    """Return the offsets from UTC over a range, each with the instant from which it is in force.

    The first is that at `start`. They are looked up once a day, as those of `hours` are.
    """
    return [(at, _offset(at, zone)) for at in (start, *_changes(start, end, zone))]


def _changes(start: Micros, end: Micros, zone: ZoneInfo) -> list[Micros]:
    """Return the instants after `start` and before `end` from which the offset is another."""
    changes = []
    while start < end:
        until = min(start + DAY, end)
        if _offset(until, zone) != _offset(start, zone):
            until = _change(start, until, zone)
            if until < end:
                changes.append(until)
        start = until
    return changes


def _change(start: Micros, end: Micros, zone: ZoneInfo) -> Micros:
    """Return the first instant after `start`, not after `end`, with another offset than `start`.

    There must be one. Offsets change at whole seconds.
    """
    before = _offset(start, zone)
    low, high = start // SECOND, -(-end // SECOND)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(middle * SECOND, zone) == before:
            low = middle
        else:
            high = middle
    return high * SECOND


def _offset(at: Micros, zone: ZoneInfo) -> Micros:
    return (_local(at, zone).utcoffset() or timedelta()) // _MICROSECOND


def _local(at: Micros, zone: ZoneInfo) -> datetime:
    # rounded down to the second: offsets change at whole ones
    return (EPOCH + timedelta(seconds=at // SECOND)).astimezone(zone)
