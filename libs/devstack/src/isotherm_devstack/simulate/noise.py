"""Repeatable randomness: numbers that depend only on a seed and an index.

There is no generator state: the value at an instant does not depend on where a run starts. So
history and live readings join, and a reading sent twice is a duplicate, not a conflict.
"""

from functools import lru_cache

_MASK = (1 << 64) - 1


@lru_cache(maxsize=1 << 14)
def uniform(seed: int, index: int) -> float:
    """Return a number in [0, 1) for this seed and index (SplitMix64's finalizer)."""
    bits = (seed * 0x9E3779B97F4A7C15 + index * 0xD1342543DE82EF95 + 0x632BE59BD9B4E019) & _MASK
    bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & _MASK
    return ((bits ^ (bits >> 31)) >> 11) / (1 << 53)


def between(seed: int, index: int, low: float, high: float) -> float:
    """Return a number in [low, high) for this seed and index."""
    return low + (high - low) * uniform(seed, index)


def drift(seed: int, time_ms: int, period_ms: int) -> float:
    """Return a smooth random walk between -1 and 1 with about one turn a period."""
    index, rest = divmod(time_ms, period_ms)
    share = rest / period_ms
    start, end = between(seed, index, -1.0, 1.0), between(seed, index + 1, -1.0, 1.0)
    return start + (end - start) * share * share * (3.0 - 2.0 * share)
