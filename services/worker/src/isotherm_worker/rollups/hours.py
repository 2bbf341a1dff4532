"""Full hours and whole days of a time zone, as instants in µs since 1970: pure.

An hour begins where the zone's clocks show a full one. Where they were moved by half an hour, as on
Lord Howe Island, the hour of the change is longer.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from isotherm.history.readings import micros
from isotherm.history.rules import SECOND

HOUR = 3600 * SECOND
QUARTER = 900 * SECOND
"""Since 1973 every zone is so many quarters of an hour from UTC."""
_DAY = timedelta(days=1)


def hour_of(at: int, zone: ZoneInfo) -> int:
    """When the hour began in which an instant lies."""
    begin = at // QUARTER * QUARTER
    while not _full(begin, zone):
        begin -= QUARTER
    return begin


def next_hour(hour: int, zone: ZoneInfo) -> int:
    """When the hour ends that begins at an instant."""
    end = hour + QUARTER
    if _full(hour + HOUR, zone) and _offset(hour, zone) % HOUR == _offset(hour + HOUR, zone) % HOUR:
        return hour + HOUR
    while not _full(end, zone):
        end += QUARTER
    return end


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


def _full(at: int, zone: ZoneInfo) -> bool:
    return (at + _offset(at, zone)) % HOUR == 0
