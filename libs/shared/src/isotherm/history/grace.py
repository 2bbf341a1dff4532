"""Judge readings by limits that have grace: a least duration and a hysteresis. Pure.

An excursion begins with a judgement beyond its limit, and ends with the first one that is within it
by the hysteresis, or for which no limit is in force. It counts if it lasts, from its begin until
that judgement or until now, at least as long as the limits in force at its begin say. Time in gaps
and faults passes as any other, so that grace hides nothing behind them.

              high limit ─ ─ ┌──┐ ─ ┌──┐ ─ ─ ─ ─
    less the hysteresis ─ ─ ─┘ ─└───┘ ─└──┐ ─ ─
                             ├────────────┤  one excursion, if that is long enough

To know which judgements of a window are of an excursion that counts, one has to know what was
going on before the window, and what becomes of it afterwards.
"""

from dataclasses import dataclass

import numpy as np

from isotherm.history.readings import Readings
from isotherm.history.rules import Rules
from isotherm.history.window import Judged, Mask, Window, hold, judged_again
from isotherm.instants import Micros, Times

_NONE: Times = np.array([], np.int64)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a sensor at an instant, from all judgements before it."""

    at: Micros
    above: bool
    """Whether an excursion above that counts is going on."""
    below: bool

    def since(self, rules: Rules) -> Micros:
        """Return from when on readings are needed.

        What goes on without counting will have ended before it lasted its least duration, so it
        began at most that long before. If one judges from there as if nothing was going on, what
        has begun before ends with the same judgement, and all that begins later is exact.
        """
        return self.at if self.above and self.below else self.at - rules.longest


@dataclass(frozen=True, slots=True)
class Context:
    """A sensor's readings in and around a window."""

    readings: Readings
    """From `known.since` until before `until`, and the one before them if it holds until then."""
    known: Known
    """At or before the begin of the window."""
    until: Micros
    """The end of the window and the longest least duration after it, or now."""
    following: Micros | None
    """When the first reading after those was measured; None if none is known."""


@dataclass(frozen=True, slots=True)
class Graced(Judged):
    """Judgements, with which of them are of excursions that count."""

    undecided: Micros | None
    """The begin of the first excursion that goes on at the end and does not count yet."""


def judge(context: Context, rules: Rules, now: Micros, also: Times = _NONE) -> Graced:
    """Judge readings, and again when limits change and at the instants `also`, while they hold."""
    readings = context.readings
    first = int(readings.at[0]) if len(readings) else context.until
    edges = np.array([first, max(first, context.until)], np.int64)
    held = hold(Window(edges, readings, rules, now, following=context.following))
    counts = readings.counts
    until = min(context.until, now)
    changes = np.union1d(rules.changes(first, until), also)
    again_at, again = judged_again(held, changes)
    at = np.concatenate([readings.at[counts], again_at])
    value = np.concatenate([readings.value[counts], again])
    order = np.argsort(at, kind="stable")
    at, value = at[order], value[order]
    begins, ends, least = rules.beyond(at, value), rules.ending(at, value), rules.least(at)

    def counting(side: int, *, known: bool) -> tuple[Mask, Micros | None]:
        # where an excursion is known to go on, only later judgements matter; a value judged before
        # may still hold, and is of that excursion
        skip = int(np.searchsorted(at, context.known.at)) if known else 0
        masks = begins[side][skip:], ends[side][skip:]
        mask, open_since = _counting(at[skip:], *masks, least[skip:], until, known=known)
        return np.concatenate([np.ones(skip, np.bool_), mask]), open_since

    above, above_since = counting(0, known=context.known.above)
    below, below_since = counting(1, known=context.known.below)
    undecided = [since for since in (above_since, below_since) if since is not None]
    return Graced(at, value, above, below, min(undecided, default=None))


def _counting(
    at: Times, begins: Mask, ends: Mask, least: Times, until: Micros, *, known: bool
) -> tuple[Mask, Micros | None]:
    """Return which judgements are of excursions that count, and when one began that may yet.

    `known` says whether one that counts goes on before all of them.
    """
    if not len(at):
        return np.zeros(0, np.bool_), None
    # a judgement between the limit and its hysteresis leaves all as it was
    decisive = np.maximum.accumulate(np.where(begins | ends, np.arange(len(at)), -1))
    going = np.where(decisive >= 0, begins[decisive], known)
    edges = np.diff(np.concatenate([[False], going, [False]]).astype(np.int8))
    first, after = np.nonzero(edges == 1)[0], np.nonzero(edges == -1)[0]
    ended = np.append(at, max(until, int(at[-1])))[after]
    counts = ended - at[first] >= least[first]
    if known and len(first) and first[0] == 0:
        counts[0] = True
    mask = going.copy()
    mask[going] = np.repeat(counts, after - first)
    is_open = bool(going[-1]) and not counts[-1]
    return mask, int(at[first[-1]]) if is_open else None
