"""Judge a window's readings by the limits in force, in numpy. Pure.

A reading that counts is judged when it is measured, and again if other limits come into force while
it holds.
"""

from dataclasses import dataclass

import numpy as np

from isotherm.history.rules import Numbers
from isotherm.history.window import Held, Mask, Window
from isotherm.instants import Times


@dataclass(frozen=True, slots=True)
class Judged:
    """Values with the instant from which they are judged, in time order."""

    at: Times
    value: Numbers
    above: Mask
    below: Mask


@dataclass(frozen=True, slots=True)
class Stretch(Judged):
    """Times in which one reading holds under the same limits, from `at` until before `until`."""

    until: Times
    counts: Mask
    """Whether the reading counts; `above` and `below` are only meaningful if it does."""


def moments(window: Window, held: Held) -> Judged:
    """Return each judgement of a window: of its readings that count, and when limits change."""
    inside = window.inside
    counts = inside.counts
    at, value = inside.at[counts], inside.value[counts]
    start, end = int(window.edges[0]), min(int(window.edges[-1]), window.now)
    changes = window.rules.changes(start, end)
    if window.judge_lead and (not len(changes) or changes[0] > start):
        changes = np.concatenate([np.array([start], np.int64), changes])
    if len(changes) and len(held.at):
        holder = np.searchsorted(held.at, changes, "left") - 1
        again = (holder >= 0) & held.counts[holder] & (held.until[holder] > changes)
        at = np.concatenate([at, changes[again]])
        value = np.concatenate([value, held.value[holder[again]]])
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
    above, below = window.rules.beyond(since, value)
    return Stretch(since, value, above, below, until, held.counts[owner])
