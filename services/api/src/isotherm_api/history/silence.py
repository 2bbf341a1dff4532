"""Gaps and runs of faults, from the few places where either begins or ends: pure.

A gap is a silence longer than the limit, from the last reading before it to the next one; a reading
without a value is no silence. Before the first reading nothing is known, so that is a gap too. The
future is neither: the range ends now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from isotherm.quality import Quality

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Seen:
    """A reading, as far as silence goes."""

    at: datetime
    quality: int

    @property
    def faulty(self) -> bool:
        """Whether the probe did not speak."""
        return bool(self.quality & Quality.FAULT)


Step = tuple[Seen, Seen]
"""Two neighbouring readings of a sensor."""


@dataclass(frozen=True, slots=True)
class Window:
    """What a range asks, as far as it is past, and what counts as silence in it."""

    start: datetime
    end: datetime
    now: datetime
    limit: timedelta

    def clip(self, begin: datetime, until: datetime) -> Span | None:
        """The part of a span that lies inside, none where none does."""
        begin, until = max(begin, self.start), min(until, self.end)
        return (begin, until) if begin < until else None

    def silent(self, before: Seen, after: Seen | None) -> bool:
        """Whether it was silent from a reading to the next one, or to now where none came."""
        return (self.now if after is None else after.at) - before.at > self.limit


def gaps(
    window: Window, known: Step | None, steps: Sequence[Step], trail: Seen | None
) -> list[Span]:
    """The gaps inside a window, by time.

    `known` are the first reading (the one that reaches into the window, if any does) and the last
    before its end, `trail` the one after it. Of the steps between, those that are no gap may be
    left out.
    """
    if known is None:
        found = [(window.start, window.end)]
    else:
        first, last = known
        found = [(window.start, first.at)]
        found += [(a.at, b.at) for a, b in steps if window.silent(a, b)]
        if window.silent(last, trail):
            found.append((last.at, window.end))
    return [span for begin, until in found if (span := window.clip(begin, until))]


def faults(
    window: Window, known: Step | None, steps: Sequence[Step], trail: Seen | None
) -> list[Span]:
    """The runs of faulty readings inside a window, by time; a gap ends a run.

    Of the steps, those that are no gap and no change between faulty and not may be left out.
    """
    if known is None:
        return []
    first, last = known
    since = first.at if first.faulty else None
    found: list[Span] = []
    for before, after in [*steps, (last, trail)]:
        silent = window.silent(before, after)
        ends = silent or (after is not None and not after.faulty)
        if since is not None and ends:
            found.append((since, after.at if after is not None and not silent else before.at))
            since = None
        if since is None and after is not None and after.faulty:
            since = after.at
    if since is not None:
        found.append((since, window.end))
    return [span for begin, until in found if (span := _kept(window, begin, until))]


def _kept(window: Window, begin: datetime, until: datetime) -> Span | None:
    """A run inside the window; a single faulty reading before a gap keeps its instant."""
    if begin == until and window.start <= begin < window.end:
        return begin, until
    return window.clip(begin, until)


def length(spans: Sequence[Span]) -> timedelta:
    """How long some spans are together."""
    return sum((until - begin for begin, until in spans), timedelta())


def coverage(window: Window, silent: timedelta) -> float | None:
    """The share of a window that is not gap; none where it has no past."""
    whole = window.end - window.start
    return None if whole <= timedelta() else min(1.0, max(0.0, 1.0 - silent / whole))
