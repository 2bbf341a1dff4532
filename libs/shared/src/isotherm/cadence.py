"""Cadence: how often a sensor sends readings, and after which silence that counts as a gap."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median

from isotherm.instants import SECOND, Micros

SILENCE_INTERVALS = 3
"""A silence longer than this many expected intervals is a gap."""
DEFAULT_INTERVAL_S = 60.0
"""The expected interval for the gap rule if none is set, learned or visible."""
LEAST_READINGS = 3
"""Fewer readings show no interval: the spacing of two may be a pause."""
_SHORTEST_S = 0.001
_LONGEST_S = 365.0 * 86_400


def gap_limit(interval_s: float | None) -> Micros:
    """Return the longest silence that is no gap, in µs; at most a year."""
    limit_s = SILENCE_INTERVALS * (interval_s or DEFAULT_INTERVAL_S)
    return round(min(_LONGEST_S, limit_s) * SECOND)


def spacings(times: Sequence[datetime]) -> list[float]:
    """Return the seconds between neighbours of instants in ascending order."""
    return [(later - earlier).total_seconds() for earlier, later in pairwise(times)]


def median_spacing(times: Sequence[datetime]) -> float | None:
    """Return the median spacing of instants in any order, in seconds, at least a millisecond.

    Return None for fewer than three instants.
    """
    if len(times) < LEAST_READINGS:
        return None
    return max(_SHORTEST_S, median(spacings(sorted(times))))
