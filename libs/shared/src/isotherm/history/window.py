"""Sums a sensor's readings up, stretch by stretch: pure, and each reading is looked at once.

A reading holds until the next one of any quality. Where that is longer than the gap rule allows it
holds nothing, and all until the next one is a gap; so is what is before the first reading. Limits
judge a reading that counts when it is measured, and again when other limits come into force under
it.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from isotherm.history.readings import Readings
from isotherm.history.rules import Numbers, Rules
from isotherm.history.sums import Counts, Sums, Verdicts
from isotherm.instants import ALWAYS, SECOND, Times

Bins = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Window:
    """What is to be summed; times in µs since 1970."""

    edges: Times
    """Where each stretch begins, and where the last one ends; rising."""
    inside: Readings
    """From the first edge until before the last."""
    rules: Rules
    now: int
    """Nothing is known of what is later."""
    lead: Readings = field(default_factory=lambda: Readings.of([]))
    """The last reading before the window, or none where none reaches into it."""
    following: int | None = None
    """When the first reading from the last edge on was measured; none where none was."""
    judge_lead: bool = False
    """Whether the reading that holds when the window begins is judged then: where it stands for
    itself, and not where the window before it has done that."""


@dataclass(frozen=True, slots=True)
class Held:
    """The window's readings, the lead first, and how long each holds."""

    at: Times
    value: Numbers
    counts: Mask
    faulty: Mask
    until: Times
    """Until when it holds; its own instant before a gap."""
    following: Times
    silent: Mask
    """Whether a gap follows."""
    open: bool
    """Whether nothing came after the last one."""


def hold(window: Window) -> Held:
    """How long each reading of a window holds."""
    readings = Readings.joined([window.lead, window.inside])
    at = readings.at
    following = np.empty_like(at)
    if len(at):
        following[:-1] = at[1:]
        following[-1] = window.now if window.following is None else window.following
    silent = following - at > window.rules.silence(at)
    until = np.where(silent, at, np.maximum(following, at))
    return Held(
        at, readings.value, readings.counts, readings.faulty, until, following, silent,
        window.following is None,
    )  # fmt: skip


def sum_up(window: Window, held: Held | None = None) -> Sums:
    """The sums of each stretch."""
    held = hold(window) if held is None else held
    edges = window.edges
    size = len(edges) - 1
    seconds = _seconds(window, held, size)
    moments = _moments(window, held)
    above, below = window.rules.beyond(moments.at, moments.value)
    bins = np.searchsorted(edges, moments.at, "right") - 1
    inside = window.inside
    stretch = np.searchsorted(edges, inside.at, "right") - 1
    counts = inside.counts
    of, value, at = stretch[counts], inside.value[counts], inside.at[counts]
    first_at, _ = _ends(stretch, inside.at, size, ALWAYS)
    last_at, last_index = _ends(stretch, inside.at, size, ALWAYS, last=True)
    last_value, last_quality = np.full(size, np.nan), np.full(size, -1, np.int16)
    seen = last_index >= 0
    last_value[seen] = inside.value[last_index[seen]]
    last_quality[seen] = inside.quality[last_index[seen]]
    least, least_at = _extreme(np.minimum, of, value, at, size)
    most, most_at = _extreme(np.maximum, of, value, at, size)
    return Sums(
        n=np.bincount(of, minlength=size),
        uncounted=np.bincount(stretch[~counts], minlength=size),
        total=_added(of, value, size),
        integral=seconds.integral,
        known_s=seconds.known,
        covered_s=seconds.covered,
        least=least,
        least_at=least_at,
        most=most,
        most_at=most_at,
        first_at=first_at,
        last_at=last_at,
        last_value=last_value,
        last_quality=last_quality,
        above_s=seconds.above,
        below_s=seconds.below,
        above_times=_times(bins, above, size),
        below_times=_times(bins, below, size),
        first_above=_verdict(bins, above, size),
        last_above=_verdict(bins, above, size, last=True),
        first_below=_verdict(bins, below, size),
        last_below=_verdict(bins, below, size, last=True),
    )


@dataclass(frozen=True, slots=True)
class _Seconds:
    covered: Numbers
    known: Numbers
    integral: Numbers
    above: Numbers
    below: Numbers


def _seconds(window: Window, held: Held, size: int) -> _Seconds:
    """What the readings hold, cut where a stretch or other limits begin."""
    start, end = int(window.edges[0]), min(int(window.edges[-1]), window.now)
    begin, finish = np.maximum(held.at, start), np.minimum(held.until, end)
    owner = np.nonzero(finish > begin)[0]
    since = begin[owner]
    cuts = np.union1d(window.edges[1:-1], window.rules.changes(start, end))
    holder = np.searchsorted(held.at, cuts, "left") - 1
    cutting = (holder >= 0) & (cuts > start) & (cuts < end)
    cutting &= held.until[holder] > cuts if len(held.at) else False
    owner = np.concatenate([owner, holder[cutting]])
    since = np.concatenate([since, cuts[cutting]])
    order = np.argsort(since, kind="stable")
    owner, since = owner[order], since[order]
    until = finish[owner]
    until[:-1] = np.minimum(until[:-1], since[1:])
    length = (until - since) / SECOND
    bins = np.searchsorted(window.edges, since, "right") - 1
    known = held.counts[owner]
    value = held.value[owner]
    above, below = window.rules.beyond(since, value)

    def summed(which: Mask, weight: Numbers) -> Numbers:
        return _added(bins[which], weight[which], size)

    return _Seconds(
        _added(bins, length, size),
        summed(known, length),
        summed(known, length * value),
        summed(known & above, length),
        summed(known & below, length),
    )


def _added(bins: Bins, weight: Numbers, size: int) -> Numbers:
    return np.bincount(bins, weight, size).astype(np.float64, copy=False)


@dataclass(frozen=True, slots=True)
class _Moments:
    """When something is judged, by time, and its value."""

    at: Times
    value: Numbers


def _moments(window: Window, held: Held) -> _Moments:
    inside = window.inside
    counts = inside.counts
    at, value = inside.at[counts], inside.value[counts]
    start, end = int(window.edges[0]), min(int(window.edges[-1]), window.now)
    anew = window.rules.changes(start, end)
    if window.judge_lead and (not len(anew) or anew[0] > start):
        anew = np.concatenate([np.array([start], np.int64), anew])
    if not len(anew) or not len(held.at):
        return _Moments(at, value)
    holder = np.searchsorted(held.at, anew, "left") - 1
    again = (holder >= 0) & held.counts[holder] & (held.until[holder] > anew)
    at = np.concatenate([at, anew[again]])
    value = np.concatenate([value, held.value[holder[again]]])
    order = np.argsort(at, kind="stable")
    return _Moments(at[order], value[order])


def _firsts(bins: Bins) -> Mask:
    """Whether each is the first of its stretch."""
    first = np.ones(len(bins), np.bool_)
    first[1:] = bins[1:] != bins[:-1]
    return first


def _times(bins: Bins, beyond: Mask, size: int) -> Counts:
    before = np.zeros(len(bins), np.bool_)
    before[1:] = beyond[:-1]
    return np.bincount(bins[beyond & (_firsts(bins) | ~before)], minlength=size)


def _verdict(bins: Bins, beyond: Mask, size: int, *, last: bool = False) -> Verdicts:
    found = np.full(size, -1, np.int8)
    if last:
        found[bins] = beyond  # the last one written stays
    else:
        found[bins[::-1]] = beyond[::-1]
    return found


def _ends(bins: Bins, at: Times, size: int, none: int, *, last: bool = False) -> tuple[Times, Bins]:
    """The first or last instant of each stretch, and its index; -1 where there is none."""
    index = np.full(size, -1, np.intp)
    numbers = np.arange(len(bins))
    if last:
        index[bins] = numbers
    else:
        index[bins[::-1]] = numbers[::-1]
    found = np.full(size, none, np.int64)
    found[index >= 0] = at[index[index >= 0]]
    return found, index


def _extreme(
    which: np.ufunc, bins: Bins, value: Numbers, at: Times, size: int
) -> tuple[Numbers, Times]:
    """The least or greatest value of each stretch, and when it was first measured."""
    found, when = np.full(size, np.nan), np.full(size, ALWAYS, np.int64)
    if not len(bins):
        return found, when
    begins = np.nonzero(_firsts(bins))[0]
    found[bins[begins]] = which.reduceat(value, begins)
    reached = value == found[bins]
    when[bins[reached][::-1]] = at[reached][::-1]
    return found, when
