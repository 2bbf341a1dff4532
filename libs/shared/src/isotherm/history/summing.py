"""Sum up a sensor's readings, bin by bin, in numpy. Pure."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from isotherm.history.judging import moments, stretches
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
    judged = moments(window, held)
    bins = np.searchsorted(window.edges, judged.at, "right") - 1
    above, below = judged.above, judged.below
    return {
        "above_times": _times(bins, above, size),
        "below_times": _times(bins, below, size),
        "first_above": _verdict(bins, above, size),
        "last_above": _verdict(bins, above, size, last=True),
        "first_below": _verdict(bins, below, size),
        "last_below": _verdict(bins, below, size, last=True),
    }


def _seconds(window: Window, held: Held, size: int) -> dict[str, Any]:
    """Return for how long readings hold in each bin."""
    held_for = stretches(window, held)
    length = (held_for.until - held_for.at) / SECOND
    bins = np.searchsorted(window.edges, held_for.at, "right") - 1
    known = held_for.counts

    def summed(which: Mask, weight: Numbers) -> Numbers:
        return _added(bins[which], weight[which], size)

    return {
        "covered_s": _added(bins, length, size),
        "known_s": summed(known, length),
        "integral": summed(known, length * held_for.value),
        "above_s": summed(known & held_for.above, length),
        "below_s": summed(known & held_for.below, length),
    }


def _added(bins: Bins, weight: Numbers, size: int) -> Numbers:
    return np.bincount(bins, weight, size).astype(np.float64, copy=False)


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
