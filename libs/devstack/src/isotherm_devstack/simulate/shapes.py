"""The shapes that temperature curves consist of; times in ms, temperatures in °C."""

import math

from isotherm_devstack.simulate.noise import between

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def compressor(seed: int, time_ms: int, period_ms: int, low: float, high: float) -> float:
    """Return the cycle of a compressor: cool from about `high` to about `low`, then warm up."""
    index, rest = divmod(time_ms, period_ms)
    spread = 0.15 * (high - low)
    top = high + between(seed, index, -spread, spread)
    bottom = low + between(seed + 1, index, -spread, spread)
    cooling = between(seed + 2, index, 0.3, 0.42)
    share = rest / period_ms
    if share < cooling:
        return top + (bottom - top) * math.sin(math.pi / 2 * share / cooling)
    next_top = high + between(seed, index + 1, -spread, spread)
    return bottom + (next_top - bottom) * (share - cooling) / (1.0 - cooling)


def bump(since_ms: float, rise_ms: float, fall_ms: float, height: float) -> float:
    """Return a linear rise over `rise_ms` after an event, then an exponential fall."""
    if since_ms < 0:
        return 0.0
    if since_ms < rise_ms:
        return height * since_ms / rise_ms
    return height * math.exp((rise_ms - since_ms) / fall_ms)


def local_hour(time_ms: int, offset_ms: int) -> float:
    """Return the hour of the local day, 0 to 24, at a fixed UTC offset."""
    return (time_ms + offset_ms) % DAY / HOUR


def is_workday(time_ms: int, offset_ms: int) -> bool:
    """Return whether the local day is Monday to Friday (day 0, 1970-01-01, was a Thursday)."""
    return ((time_ms + offset_ms) // DAY + 3) % 7 < 5


def working_hours(hour: float) -> float:
    """Return the load of a working day at that hour: 0 at night, 1 from 10:00 to 17:00."""
    return max(0.0, min(1.0, (hour - 7.0) / 3.0, (20.0 - hour) / 3.0))
