"""Find the runs of a message's times: those that one clock said, one after the other.

If a clock is ahead, all the times it said are, and they are moved back together. But a clock may
also have jumped while the device buffered, or one time may be odd: then the others are right.
"""

from collections.abc import Sequence
from heapq import nlargest
from itertools import pairwise
from statistics import median_low

from isotherm.instants import MINUTE, Micros

_UNUSUAL = 8
"""A spacing is unusual if it is this many times the usual one and more than `_LEAST`, or ..."""
_LEAST = 10 * MINUTE
_FAR_BEYOND_OTHERS = 3
"""... this many times every other one."""


def find_runs(times: Sequence[Micros], published: Micros, limit: Micros) -> list[range]:
    """Return the runs of sorted times as ranges of indices, latest first.

    Times are cut only above the last one that is at most `limit` ahead of publishing: all times up
    to there are in one run, which may continue with times that are ahead.
    """
    spacings = [later - earlier for earlier, later in pairwise(times)]
    least = _least_unusual(spacings)
    stop, runs = len(times), list[range]()
    for start in range(len(times) - 1, 0, -1):
        lead = times[stop - 1] - published
        if lead <= limit:
            break
        spacing = spacings[start - 1]
        if spacing > least and _is_jump(spacing, lead, times[start - 1] - published):
            runs.append(range(start, stop))
            stop = start
    return [*runs, range(stop)]


def _is_jump(spacing: Micros, lead: Micros, before: Micros) -> bool:
    """Return whether a clock jumped in a spacing, rather than that the device was off meanwhile.

    `lead` and `before` tell how far the last time of the run and the time before the spacing are
    ahead of publishing. If the clock jumped, the lead is about as large as the spacing; and if the
    earlier time is ahead itself, it is so by far less.
    """
    return lead >= spacing / 2 if before <= 0 else before <= spacing / 2


def _least_unusual(spacings: Sequence[Micros]) -> Micros:
    """Return the size above which a spacing is far larger than the others."""
    usual = median_low(spacings) if len(spacings) > 1 else 0
    least = max(_UNUSUAL * usual, _LEAST)
    if len(spacings) < 3:
        return least
    second = nlargest(2, spacings)[1]
    return min(least, max(_FAR_BEYOND_OTHERS * second, MINUTE))
