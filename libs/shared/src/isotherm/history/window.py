"""Readings with their neighbours, and how long each of them holds. Pure.

A reading holds until the next one of any quality. If that takes longer than the gap rule allows,
it does not hold at all, and the time until the next reading is a gap; so is the time before the
first reading.
"""

from dataclasses import dataclass, field

import numpy as np

from isotherm.history.readings import Readings
from isotherm.history.rules import Mask, Numbers, Rules
from isotherm.instants import Times

__all__ = ["Held", "Judged", "Mask", "Window", "hold", "judged_again"]


@dataclass(frozen=True, slots=True)
class Judged:
    """Values with the instant from which they are judged, in time order."""

    at: Times
    value: Numbers
    above: Mask
    """Whether each is of an excursion above."""
    below: Mask


@dataclass(frozen=True, slots=True)
class Window:
    """Readings to be summed, with their neighbours; instants in µs since 1970."""

    edges: Times
    """Where each bin begins, and where the last one ends; rising."""
    inside: Readings
    """From the first edge until before the last."""
    rules: Rules
    now: int
    """What lies after it is unknown."""
    lead: Readings = field(default_factory=lambda: Readings.of([]))
    """The last reading before the window, or none if none can hold into it."""
    following: int | None = None
    """When the first reading after the window was measured; None if there is none."""
    judge_lead: bool = False
    """Whether the reading that holds when the window begins is judged then.

    Not if the window continues another one that has judged it.
    """
    judged: Judged | None = None
    """The judgements in and around the window, if the rules have grace: see `grace`."""


@dataclass(frozen=True, slots=True)
class Held:
    """The window's readings, the lead first, and how long each holds."""

    at: Times
    value: Numbers
    counts: Mask
    faulty: Mask
    until: Times
    """Until when it holds; its own instant if a gap follows."""
    following: Times
    silent: Mask
    """Whether a gap follows."""
    open: bool
    """Whether no reading is known after the last one."""


def hold(window: Window) -> Held:
    """Return how long each reading of a window holds."""
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


def judged_again(held: Held, changes: Times) -> tuple[Times, Numbers]:
    """Return at which of some changes of limits a reading that counts holds, and its value."""
    if not len(changes) or not len(held.at):
        return np.array([], np.int64), np.array([], np.float64)
    holder = np.searchsorted(held.at, changes, "left") - 1
    again = (holder >= 0) & held.counts[holder] & (held.until[holder] > changes)
    return changes[again], held.value[holder[again]]
