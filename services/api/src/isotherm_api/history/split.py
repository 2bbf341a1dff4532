"""Split a range into the part that rollups serve, and the readings on both sides of it. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from isotherm import zones
from isotherm.instants import to_datetime
from isotherm.spans import Span
from isotherm.zones import hour_around, midnight
from isotherm_api.history.frame import Frame


@dataclass(frozen=True, slots=True)
class Split:
    """The parts of a range in time order; an empty part ends where it begins.

        start            rolled: full hours               end
          │  before  │                         │   after   │
          readings     reading_hour, reading_day  readings

    If nothing is rolled up, all of the range is `before`. If its first readings have been dropped,
    `before` is empty and `rolled` begins with the full hour in which the range begins.
    """

    before: Span
    rolled: Span
    after: Span
    """Readings from `rolled_to` on: the last minute is always here, or in `before`."""

    @property
    def parts(self) -> list[Span]:
        """The parts that are not empty, in time order."""
        return [part for part in (self.before, self.rolled, self.after) if part[0] < part[1]]


def split(frame: Frame, *, judge_lead: bool = False) -> Split:
    """Split a range at full hours of its site.

    With `judge_lead`, `before` is not empty unless its readings have been dropped: only there the
    reading is judged that holds when the range begins.
    """
    start, end, zone = frame.start, frame.end, zones.zone(frame.sensor.time_zone)
    floor, ceiling = hour_around(start, zone)
    dropped = floor < frame.head.horizon
    first = floor if dropped else ceiling
    if judge_lead and not dropped and first == start:
        first = hour_around(start + 1, zone)[1]
    last = first
    if frame.head.rolled_to > start:
        last = hour_around(min(end, frame.head.rolled_to), zone)[0]
    if last <= first:
        return Split((start, end), (end, end), (end, end))
    return Split((first if dropped else min(start, first), first), (first, last), (last, end))


def whole_days(span: Span, zone: str) -> tuple[date, date]:
    """Return the first day of a zone that lies wholly in a span, and the day after the last."""
    here = ZoneInfo(zone)
    first = to_datetime(span[0]).astimezone(here).date()
    if midnight(first, here) < span[0]:
        first += timedelta(days=1)
    return first, max(first, to_datetime(span[1]).astimezone(here).date())
