"""The frame of one sensor's range: its segments, interval, window, and readings at the edges."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from isotherm_api.access import Visible
from isotherm_api.database import Connection
from isotherm_api.history import interval
from isotherm_api.history.segments import Segment, first_in, last_in, load
from isotherm_api.history.silence import Seen, Step, Window
from isotherm_api.ranges import Range


@dataclass(frozen=True, slots=True)
class Outline:
    """What has to be known of a sensor before its readings are summed."""

    sensor: Visible
    segments: tuple[Segment, ...]
    """Those that have any reading."""
    interval_s: float | None
    window: Window
    lead: Seen | None
    """The last reading before the range, where it is near enough to reach into it."""
    lead_channel: int | None
    trail: Seen | None
    """The first reading after the range, where it is near enough that no gap lies between."""
    ends: tuple[Step, ...]
    """First and last reading of each segment."""

    @property
    def after(self) -> datetime:
        """When the first reading after the range came, or now."""
        return self.window.now if self.trail is None else self.trail.at

    @property
    def known(self) -> Step | None:
        """The first reading, the lead included, and the last of the range."""
        edges = [seen for step in self.ends for seen in step]
        edges = [self.lead, *edges] if self.lead else edges
        return (edges[0], edges[-1]) if edges else None

    @property
    def seams(self) -> list[Step]:
        """The steps from the lead into the range, and from a segment to the next."""
        lasts = [self.lead, *(last for _, last in self.ends)]
        firsts = [first for first, _ in self.ends]
        return [(a, b) for a, b in zip(lasts, firsts, strict=False) if a is not None]


async def outlines(
    connection: Connection, sensors: Sequence[Visible], span: Range, now: datetime
) -> list[Outline]:
    """The outline of each sensor over a range."""
    segments = await load(connection, [each.id for each in sensors], span.start, span.end)
    intervals = await _intervals(connection, sensors, span)
    return [
        await _outline(connection, each, segments[each.id], intervals.get(each.id), span, now)
        for each in sensors
    ]


async def _intervals(
    connection: Connection, sensors: Sequence[Visible], span: Range
) -> dict[int, float]:
    """Set or learned, else as the range shows it, else as the two days before its end do."""
    found = {each.id: each.interval_s for each in sensors if each.interval_s is not None}
    for start in (span.start, None):
        unset = [each.id for each in sensors if each.id not in found]
        found |= await interval.seen(connection, unset, span.end, start=start)
    return found


async def _outline(
    connection: Connection,
    sensor: Visible,
    segments: Sequence[Segment],
    interval_s: float | None,
    span: Range,
    now: datetime,
) -> Outline:
    limit = interval.gap_limit(interval_s)
    before = await _near(connection, sensor, span.start - limit, span.start)
    following = await _near(connection, sensor, span.end, span.end + limit)
    lead = await last_in(connection, before)
    found = [
        (each, first, last)
        for each in segments
        if (first := await first_in(connection, [each]))
        and (last := await last_in(connection, [each]))
    ]
    return Outline(
        sensor,
        tuple(each for each, _, _ in found),
        interval_s,
        Window(span.start, min(span.end, now), now, limit),
        lead,
        None if lead is None else _channel_at(before, lead.at),
        await first_in(connection, following),
        tuple((first, last) for _, first, last in found),
    )


def _channel_at(segments: Sequence[Segment], at: datetime) -> int | None:
    return next((each.channel for each in segments if each.start <= at < each.end), None)


async def _near(
    connection: Connection, sensor: Visible, start: datetime, end: datetime
) -> list[Segment]:
    found = await load(connection, [sensor.id], start, end + timedelta(microseconds=1))
    return found[sensor.id]
