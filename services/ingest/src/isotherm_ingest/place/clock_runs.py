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
_TOLERANCE = 8
"""Part of a spacing by which the lead after it may differ, if the clock jumped."""


def find_runs(times: Sequence[Micros], published: Micros, limit: Micros) -> list[range]:
    """Return the runs of sorted times as ranges of indices, latest first.

    Times are cut only above the last one that is at most `limit` ahead of publishing: all times up
    to there are in one run, which may continue with times that are ahead.
    """
    spacings = [later - earlier for earlier, later in pairwise(times)]
    usual = median_low(spacings) if len(spacings) > 1 else 0
    least = _least_unusual(spacings, usual)
    stop, runs = len(times), list[range]()
    for start in range(len(times) - 1, 0, -1):
        lead = times[stop - 1] - published
        if lead <= limit:
            break
        spacing, before = spacings[start - 1], times[start - 1] - published
        if len(times) == 2 and before > limit:
            break  # both are ahead: nothing tells that the clock jumped between them
        if start == stop - 1 and (before > 0 or len(times) == 2):
            tolerance = spacing / 2  # an odd time, of which the others tell nothing
        elif before > 0:
            tolerance = spacing / _TOLERANCE
        else:
            tolerance = max(spacing / _TOLERANCE, 2 * usual, _LEAST)
        # if the clock jumped, the lead is about what the spacing is longer than the true one; if
        # not, the device was off meanwhile, and all times lead by the same
        if spacing > least and abs(spacing - lead) <= tolerance:
            runs.append(range(start, stop))
            stop = start
    return [*runs, range(stop)]


def _least_unusual(spacings: Sequence[Micros], usual: Micros) -> Micros:
    """Return the size above which a spacing is far larger than the others."""
    least = max(_UNUSUAL * usual, _LEAST)
    if len(spacings) < 3:
        return least
    second = nlargest(2, spacings)[1]
    return min(least, max(_FAR_BEYOND_OTHERS * second, MINUTE))
