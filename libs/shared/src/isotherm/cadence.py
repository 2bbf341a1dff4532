"""Cadence: the spacing of instants, and the silence that is a gap."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from isotherm.instants import SECOND, Micros

SILENCE_INTERVALS = 3
"""A silence longer than this many expected intervals is a gap."""
DEFAULT_INTERVAL_S = 60.0
"""The expected interval for the gap rule if none is set, learned or visible."""
LEAST_MESSAGES = 3
"""Fewer messages show no interval: the spacing of two may be a pause."""
LONGEST_S = 365.0 * 86_400
"""No silence is longer than this without being a gap."""


def gap_limit(interval_s: float | None) -> Micros:
    """Return the longest silence that is no gap, in µs; at most a year."""
    limit_s = SILENCE_INTERVALS * (interval_s or DEFAULT_INTERVAL_S)
    return round(min(LONGEST_S, limit_s) * SECOND)


def spacings(times: Sequence[datetime]) -> list[float]:
    """Return the seconds between neighbours of instants in ascending order."""
    return [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
