"""Cuts a range where limits change, so that each piece is judged by one pair of limits: pure."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from isotherm_api.history.limits import LimitsFrom
from isotherm_api.history.outline import Outline
from isotherm_api.history.segments import Segment

_NO_LIMITS = (None, None)
_INSTANT = timedelta(microseconds=1)
Around = tuple[datetime, datetime]
"""The last reading before an instant, and the first one from it on."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Readings of one channel under one pair of limits; each holds until the next one.

    Readings from `start` until `end`, but only what they say between `since` and `until` counts: a
    piece may be the one reading that holds when a range or new limits begin.
    """

    channel: int
    start: datetime
    end: datetime
    following: datetime
    """The next reading after the last of the piece, or now."""
    since: datetime
    until: datetime
    low: float | None
    high: float | None


def changes(listed: Sequence[LimitsFrom], frame: Outline) -> list[datetime]:
    """The instants inside a range at which other limits come into force."""
    return [each.since for each in listed if each.since > frame.window.start]


def inside(frame: Outline, at: datetime) -> Segment | None:
    """The segment that has readings on both sides of an instant: the database has to say which."""
    for segment, (first, last) in zip(frame.segments, frame.ends, strict=True):
        if first.at < at <= last.at:
            return segment
    return None


def pieces(
    frame: Outline, listed: Sequence[LimitsFrom], around: Mapping[datetime, Around]
) -> list[Piece]:
    """The pieces of a range, by time; `around` is known for each change `inside` a segment."""
    found: list[Piece] = []
    start, end = frame.window.start, frame.window.end
    begins = [start, *changes(listed, frame)]
    for begin, till in zip(begins, [*begins[1:], None], strict=True):
        low, high = _in_force(listed, begin)
        until = end if till is None else min(till, end)
        carrier = _carrier(frame, begin, around)
        if carrier is not None:
            channel, at, following = carrier
            found.append(Piece(channel, at, at + _INSTANT, following, begin, until, low, high))
        for index, segment in enumerate(frame.segments):
            first = max(segment.start, begin)
            last = segment.end if till is None else min(segment.end, till)
            if first < last:
                following = _following(frame, index, last, around)
                found.append(
                    Piece(segment.channel, first, last, following, begin, until, low, high)
                )
    return found


def _in_force(listed: Sequence[LimitsFrom], at: datetime) -> tuple[float | None, float | None]:
    number = bisect_left(listed, at + _INSTANT, key=lambda each: each.since)
    return (listed[number - 1].low, listed[number - 1].high) if number else _NO_LIMITS


def _following(
    frame: Outline, index: int, end: datetime, around: Mapping[datetime, Around]
) -> datetime:
    """The first reading from `end` on, where a segment's piece ends then."""
    if end in around and inside(frame, end) == frame.segments[index]:
        return around[end][1]
    later = [first.at for first, _ in frame.ends[index:] if first.at >= end]
    return later[0] if later else frame.after


def _carrier(
    frame: Outline, at: datetime, around: Mapping[datetime, Around]
) -> tuple[int, datetime, datetime] | None:
    """Channel, time and follower of the reading that holds at an instant, none where none does."""
    segment = inside(frame, at)
    if segment is not None:
        channel, (before, after) = segment.channel, around[at]
    else:
        earlier = (
            []
            if frame.lead is None or frame.lead_channel is None
            else [(frame.lead_channel, frame.lead.at)]
        )
        earlier += [
            (each.channel, last.at)
            for each, (_, last) in zip(frame.segments, frame.ends, strict=True)
            if last.at < at
        ]
        if not earlier:
            return None
        channel, before = earlier[-1]
        later = [first.at for first, _ in frame.ends if first.at >= at]
        after = later[0] if later else frame.after
    holds = after - before <= frame.window.limit and after > at
    return (channel, before, after) if holds else None
