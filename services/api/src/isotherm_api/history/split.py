"""Which part of a range comes from rollups, and which from readings on both sides of it: pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from isotherm import zones
from isotherm.instants import to_datetime
from isotherm.zones import hour_around, midnight
from isotherm_api.history.frame import Frame

Stretch = tuple[int, int]
"""From an instant until before another, in µs since 1970."""


@dataclass(frozen=True, slots=True)
class Split:
    """A range in order of time; a part that is empty ends where it begins."""

    before: Stretch
    """From readings."""
    rolled: Stretch
    """From rollups: full hours."""
    after: Stretch
    """From readings; the last minute is always in it, or in `before`."""


def split(frame: Frame, *, judge_lead: bool = False) -> Split:
    """Cuts a range at full hours of its site.

    Where there are no readings any more it begins with the whole hour that the range begins in.
    With `judge_lead` the part before is never empty where it can be, for it is there that the
    reading is judged that holds when the range begins.
    """
    start, end, zone = frame.start, frame.end, zones.zone(frame.sensor.time_zone)
    floor, ceiling = hour_around(start, zone)
    gone = floor < frame.head.horizon
    first = floor if gone else ceiling
    if judge_lead and not gone and first == start:
        first = hour_around(start + 1, zone)[1]
    last = hour_around(min(end, frame.head.rolled_to), zone)[0] if _rolled(frame) else first
    if last <= first:
        return Split((start, end), (end, end), (end, end))
    return Split((min(start, first) if not gone else first, first), (first, last), (last, end))


def whole_days(stretch: Stretch, zone: str) -> tuple[date, date]:
    """The days of a zone that lie wholly in a stretch, the last one excluded."""
    here = ZoneInfo(zone)
    first = to_datetime(stretch[0]).astimezone(here).date()
    if midnight(first, here) < stretch[0]:
        first += timedelta(days=1)
    return first, max(first, to_datetime(stretch[1]).astimezone(here).date())


def _rolled(frame: Frame) -> bool:
    return frame.head.rolled_to > frame.start
