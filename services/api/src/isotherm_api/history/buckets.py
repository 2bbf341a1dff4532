"""The buckets of a range, aligned to the clock of the site. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import ceil
from zoneinfo import ZoneInfo

import numpy as np

from isotherm.instants import Micros, Times, from_ms, to_micros
from isotherm.zones import midnight
from isotherm_api.ranges import EARLIEST, Range

DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)
_MONDAY = date(1969, 12, 29).toordinal()
_EARLIEST = (from_ms(EARLIEST) - DAY).toordinal()
"""The first day on which a bucket begins; EARLIEST is on it or later in every zone."""
_SECONDS = (1, 2, 3, 5, 10, 15, 20, 30)
_MINUTES = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 40, 45)
_HOURS = (1, 2, 3, 4, 6, 8, 12)
_DAYS = (1, 2, 3, 4, 5, 7, 14, 28, 56, 91, 182, 364, 728, 1456, 2912, 5824)

WIDTHS: tuple[timedelta, ...] = (
    *(timedelta(seconds=n) for n in _SECONDS),
    *(timedelta(minutes=n) for n in _MINUTES),
    *(timedelta(hours=n) for n in _HOURS),
    *(timedelta(days=n) for n in _DAYS),
)
"""Every width a bucket can have; those below a day divide a day."""


def choose(span: Range, points: int, zones: Sequence[str]) -> timedelta:
    """Return the narrowest width that makes at most `points` buckets in each of the zones.

    If no width does, which takes fewer than two points, return the widest.
    """
    for width in WIDTHS:
        if ceil(span.span / width) <= points and all(
            len(starts(span, width, zone)) <= points for zone in zones
        ):
            return width
    return WIDTHS[-1]


def starts(span: Range, width: timedelta, zone: str) -> Times:
    """Return where the buckets that a range touches begin, in time order, in µs since 1970.

    The first begins at or before the range. Buckets below a day have equal width and count from
    midnight, at the zone's offset when the range begins. Wider ones are whole days of the zone,
    also those of 23 or 25 hours.
    """
    if width >= DAY:
        return np.array(_days(span, width, zone), np.int64)
    offset = span.start.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    step, origin = width // _MICROSECOND, -(offset // _MICROSECOND)
    first = origin + (to_micros(span.start) - origin) // step * step
    return np.arange(first, to_micros(span.end), step, dtype=np.int64)


def _days(span: Range, width: timedelta, zone: str) -> list[Micros]:
    days, here = width // DAY, ZoneInfo(zone)
    first, last = (at.astimezone(here).date().toordinal() for at in (span.start, span.end))
    aligned = first - (first - _MONDAY) % days
    # no date is computed before the clamp, nor after the range: there may be none
    dates = (max(day, _EARLIEST) for day in range(aligned, last + 1, days))
    begins = [midnight(date.fromordinal(day), here) for day in dates]
    end = to_micros(span.end)
    # a zone may skip a whole day, as Samoa did
    return begins[:1] + [begin for before, begin in pairwise(begins) if before < begin < end]
