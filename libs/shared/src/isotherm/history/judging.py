"""Judge a window's readings by the limits in force, in numpy. Pure.

A reading that counts is judged when it is measured, and again if other limits come into force while
it holds. If limits have grace, `grace` has judged the window with the readings around it.
"""

from dataclasses import dataclass

import numpy as np

from isotherm.history.rules import Numbers
from isotherm.history.window import Held, Judged, Mask, Window, judged_again
from isotherm.instants import Times

__all__ = ["Judged", "Stretch", "moments", "stretches"]


@dataclass(frozen=True, slots=True)
class Stretch(Judged):
    """Times in which one reading holds under the same limits, from `at` until before `until`."""

    until: Times
    counts: Mask
    """Whether the reading counts; `above` and `below` are only meaningful if it does."""


def moments(window: Window, held: Held) -> Judged:
    """Return each judgement of a window: of its readings that count, and when limits change."""
    start, end = int(window.edges[0]), min(int(window.edges[-1]), window.now)
    if window.rules.has_grace:
        judged = _with_grace(window)
        first, last = np.searchsorted(judged.at, (start, int(window.edges[-1])))
        return Judged(*(getattr(judged, name)[first:last] for name in Judged.__slots__))
    inside = window.inside
    counts = inside.counts
    at, value = inside.at[counts], inside.value[counts]
    changes = window.rules.changes(start, end)
    if window.judge_lead and (not len(changes) or changes[0] > start):
        changes = np.concatenate([np.array([start], np.int64), changes])
    again_at, again = judged_again(held, changes)
    if len(again_at):
        at, value = np.concatenate([at, again_at]), np.concatenate([value, again])
        order = np.argsort(at, kind="stable")
        at, value = at[order], value[order]
    return Judged(at, value, *window.rules.beyond(at, value))


def stretches(window: Window, held: Held) -> Stretch:
    """Return the times in which readings hold, cut at edges and where other limits take force."""
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
    value = held.value[owner]
    above, below = _beyond(window, since, value)
    return Stretch(since, value, above, below, until, held.counts[owner])


def _beyond(window: Window, since: Times, value: Numbers) -> tuple[Mask, Mask]:
    """Return whether values that hold from some instants are above, and below."""
    if not window.rules.has_grace:
        return window.rules.beyond(since, value)
    judged = _with_grace(window)
    if not len(judged.at):
        return np.zeros(len(since), np.bool_), np.zeros(len(since), np.bool_)
    last = np.searchsorted(judged.at, since, "right") - 1
    return (last >= 0) & judged.above[last], (last >= 0) & judged.below[last]


def _with_grace(window: Window) -> Judged:
    if window.judged is None:
        raise ValueError("limits with grace cannot be judged without the readings around a window")
    return window.judged
