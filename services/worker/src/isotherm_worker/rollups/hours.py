"""Full hours and whole days of a time zone, as instants in µs since 1970: pure.

An hour begins where the zone's clocks show a full one. Where they were moved by half an hour, as on
Lord Howe Island, the hour of the change is longer.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from isotherm.history.readings import micros
from isotherm.history.rules import SECOND

HOUR = 3600 * SECOND
_DAY = timedelta(days=1)


def hour_of(at: int, zone: ZoneInfo) -> int:
    """Return when the hour began that an instant lies in."""
    offset = _offset(at, zone)
    hour = (at + offset) // HOUR * HOUR - offset
    if _offset(hour, zone) == offset:
        return hour
    return hour_of(_change(hour, at, zone) - SECOND, zone)


def next_hour(hour: int, zone: ZoneInfo) -> int:
    """Return when the hour ends that begins at `hour`, a full hour."""
    end = hour + HOUR
    if _offset(end, zone) == _offset(hour, zone):
        return end
    change = _change(hour, end, zone)
    offset = _offset(change, zone)
    return -(-(change + offset) // HOUR) * HOUR - offset


def from_hour(at: int, zone: ZoneInfo) -> int:
    """The first full hour that is not before an instant."""
    hour = hour_of(at, zone)
    return hour if hour == at else next_hour(hour, zone)


def hours(start: int, end: int, zone: ZoneInfo) -> list[int]:
    """The full hours from one to another, both included."""
    found = [start]
    while found[-1] < end:
        found.append(next_hour(found[-1], zone))
    return found


def days(start: int, end: int, zone: ZoneInfo) -> list[tuple[date, int, int]]:
    """The days that a range touches, each with its begin and its end."""
    day = datetime.fromtimestamp(start // SECOND, zone).date()
    found = []
    while (begin := _midnight(day, zone)) < end:
        if (until := _midnight(day + _DAY, zone)) > max(begin, start):  # Samoa skipped a day
            found.append((day, begin, until))
        day += _DAY
    return found


def _midnight(day: date, zone: ZoneInfo) -> int:
    """When a day begins; where the clocks skipped midnight, when they did."""
    return micros(datetime(day.year, day.month, day.day, tzinfo=zone))


def _offset(at: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(at // SECOND, zone).utcoffset()
    return (offset or timedelta()) // timedelta(microseconds=1)


def _change(start: int, end: int, zone: ZoneInfo) -> int:
    """Return the instant after `start`, and not after `end`, from which the offset is another.

    Offsets change at whole seconds, and at most once within an hour.
    """
    before = _offset(start, zone)
    low, high = start // SECOND, end // SECOND
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(middle * SECOND, zone) == before:
            low = middle
        else:
            high = middle
    return high * SECOND
