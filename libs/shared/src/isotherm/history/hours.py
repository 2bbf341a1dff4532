"""The full hours of a zone, which rollups are made of."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from isotherm.history.readings import instant
from isotherm.history.rules import SECOND, Times

_QUARTER = 900 * SECOND
_HOUR = 4 * _QUARTER
_DAY = 24 * _HOUR
_AROUND = 2 * _HOUR
"""No hour is longer, also where a zone shifts by half an hour as Lord Howe's does."""


def hours(zone: str, start: int, end: int) -> Times:
    """The full hours from the last one up to `start` until the first one from `end` on, in µs.

    Since 1990 every zone's offset has been of whole quarters. Where it changes by half an hour,
    the hour is longer or shorter by that.
    """
    here = ZoneInfo(zone)
    first = (start - _AROUND) // _QUARTER * _QUARTER
    quarters = np.arange(first, end + _AROUND + _QUARTER, _QUARTER, dtype=np.int64)
    offsets = np.empty_like(quarters)
    # asked by the day, and by the quarter in days in which it changes
    step = _DAY // _QUARTER
    for begin in range(0, len(quarters), step):
        part = quarters[begin : begin + step]
        ends = _offset(here, int(part[0])), _offset(here, int(part[0]) + _DAY)
        offsets[begin : begin + step] = (
            ends[0] if ends[0] == ends[1] else [_offset(here, each) for each in part.tolist()]
        )
    found: Times = quarters[(quarters + offsets) % _HOUR == 0]
    lowest = int(np.searchsorted(found, start, "right")) - 1
    highest = int(np.searchsorted(found, end, "left"))
    return found[lowest : highest + 1]


def hour_around(zone: str, at: int) -> tuple[int, int]:
    """The last full hour up to an instant, and the first one from it on, in µs."""
    here = ZoneInfo(zone)
    offset = _offset(here, at - _AROUND)
    if offset != _offset(here, at + _AROUND):
        found = hours(zone, at, at)
        return int(found[0]), int(found[-1])
    begin = (at + offset) // _HOUR * _HOUR - offset
    return begin, begin if begin == at else begin + _HOUR


def hour_of(zone: str, at: int) -> int:
    """When the hour began that an instant lies in, in µs."""
    return hour_around(zone, at)[0]


def _offset(zone: ZoneInfo, at: int) -> int:
    offset = datetime.astimezone(instant(at), zone).utcoffset() or timedelta()
    # the offsets of long ago are of seconds; no reading is as old as that, but a question may be
    return round(offset / timedelta(minutes=15)) * _QUARTER
