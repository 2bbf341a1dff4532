"""Sum up a sensor's readings, bin by bin, in numpy. Pure.

A reading that counts is judged by the limits in force when it is measured, and again if other
limits come into force while it holds.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isotherm.history.rules import Numbers
from isotherm.history.sums import Counts, Sums, Verdicts
from isotherm.history.window import Held, Mask, Window, hold
from isotherm.instants import ALWAYS, SECOND, Times

Bins = NDArray[np.intp]


def sum_up(window: Window, held: Held | None = None) -> Sums:
    """Return the sums of each bin between a window's edges; `held` is `hold(window)` if known."""
    held = hold(window) if held is None else held
    size = len(window.edges) - 1
    return Sums(
        **_reading_sums(window, size),
        **_seconds(window, held, size),
        **_excursions(window, held, size),
    )


def _reading_sums(window: Window, size: int) -> dict[str, Any]:
    """Return the sums of the readings themselves, however long they hold."""
    inside = window.inside
    bins = np.searchsorted(window.edges, inside.at, "right") - 1
    first_at, _ = _ends(bins, inside.at, size, ALWAYS)
    last_at, last_index = _ends(bins, inside.at, size, ALWAYS, last=True)
    last_value, last_quality = np.full(size, np.nan), np.full(size, -1, np.int16)
    filled = last_index >= 0
    last_value[filled] = inside.value[last_index[filled]]
    last_quality[filled] = inside.quality[last_index[filled]]
    counts = inside.counts
    counted, value, at = bins[counts], inside.value[counts], inside.at[counts]
    least, least_at = _extreme(np.minimum, counted, value, at, size)
    most, most_at = _extreme(np.maximum, counted, value, at, size)
    return {
        "n": np.bincount(counted, minlength=size),
        "uncounted": np.bincount(bins[~counts], minlength=size),
        "total": _added(counted, value, size),
        "least": least,
        "least_at": least_at,
        "most": most,
        "most_at": most_at,
        "first_at": first_at,
        "last_at": last_at,
        "last_value": last_value,
        "last_quality": last_quality,
    }


def _excursions(window: Window, held: Held, size: int) -> dict[str, Any]:
    """Return how often values went beyond limits, and the first and last judgement of each bin."""
    moments = _moments(window, held)
    bins = np.searchsorted(window.edges, moments.at, "right") - 1
    above, below = window.rules.beyond(moments.at, moments.value)
    return {
        "above_times": _times(bins, above, size),
        "below_times": _times(bins, below, size),
        "first_above": _verdict(bins, above, size),
        "last_above": _verdict(bins, above, size, last=True),
        "first_below": _verdict(bins, below, size),
        "last_below": _verdict(bins, below, size, last=True),
    }


def _seconds(window: Window, held: Held, size: int) -> dict[str, Any]:
    """Return for how long readings hold in each bin, cut where other limits come into force."""
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

    return {
        "covered_s": _added(bins, length, size),
        "known_s": summed(known, length),
        "integral": summed(known, length * value),
        "above_s": summed(known & above, length),
        "below_s": summed(known & below, length),
    }


def _added(bins: Bins, weight: Numbers, size: int) -> Numbers:
    return np.bincount(bins, weight, size).astype(np.float64, copy=False)


@dataclass(frozen=True, slots=True)
class _Moments:
    """When values are judged, in time order."""

    at: Times
    value: Numbers


def _moments(window: Window, held: Held) -> _Moments:
    inside = window.inside
    counts = inside.counts
    at, value = inside.at[counts], inside.value[counts]
    start, end = int(window.edges[0]), min(int(window.edges[-1]), window.now)
    changes = window.rules.changes(start, end)
    if window.judge_lead and (not len(changes) or changes[0] > start):
        changes = np.concatenate([np.array([start], np.int64), changes])
    if not len(changes) or not len(held.at):
        return _Moments(at, value)
    holder = np.searchsorted(held.at, changes, "left") - 1
    again = (holder >= 0) & held.counts[holder] & (held.until[holder] > changes)
    at = np.concatenate([at, changes[again]])
    value = np.concatenate([value, held.value[holder[again]]])
    order = np.argsort(at, kind="stable")
    return _Moments(at[order], value[order])


def _firsts(bins: Bins) -> Mask:
    """Return whether each is the first of its bin."""
    first = np.ones(len(bins), np.bool_)
    first[1:] = bins[1:] != bins[:-1]
    return first


def _times(bins: Bins, beyond: Mask, size: int) -> Counts:
    """Return how often values went beyond a limit in each bin, or were beyond it as it began."""
    before = np.zeros(len(bins), np.bool_)
    before[1:] = beyond[:-1]
    return np.bincount(bins[beyond & (_firsts(bins) | ~before)], minlength=size)


def _verdict(bins: Bins, beyond: Mask, size: int, *, last: bool = False) -> Verdicts:
    """Return the first or last judgement of each bin; -1 if it has none."""
    verdicts = np.full(size, -1, np.int8)
    if last:
        verdicts[bins] = beyond  # the last one written stays
    else:
        verdicts[bins[::-1]] = beyond[::-1]
    return verdicts


def _ends(bins: Bins, at: Times, size: int, none: int, *, last: bool = False) -> tuple[Times, Bins]:
    """Return the first or last instant of each bin, and its index; `none` and -1 if it is empty."""
    index = np.full(size, -1, np.intp)
    indices = np.arange(len(bins))
    if last:
        index[bins] = indices
    else:
        index[bins[::-1]] = indices[::-1]
    instants = np.full(size, none, np.int64)
    instants[index >= 0] = at[index[index >= 0]]
    return instants, index


def _extreme(
    which: np.ufunc, bins: Bins, value: Numbers, at: Times, size: int
) -> tuple[Numbers, Times]:
    """Return the least or greatest value of each bin, and when it was first measured."""
    extremes, instants = np.full(size, np.nan), np.full(size, ALWAYS, np.int64)
    if not len(bins):
        return extremes, instants
    begins = np.nonzero(_firsts(bins))[0]
    extremes[bins[begins]] = which.reduceat(value, begins)
    reached = value == extremes[bins]
    instants[bins[reached][::-1]] = at[reached][::-1]
    return extremes, instants
