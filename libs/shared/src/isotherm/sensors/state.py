"""Judge the state of a sensor by its newest reading. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from isotherm import cadence
from isotherm.quality import UNCOUNTED, Quality
from isotherm.units import highest_within, lowest_within

State = Literal["in_range", "above", "below", "silent", "fault", "never"]
"""`silent`: nothing for longer than the gap limit. `never`: no reading yet."""

_JUST_AFTER = timedelta(milliseconds=1)
"""A silence as long as the limit is no gap yet; the API's times are whole milliseconds."""
# thousands of rows are judged at once: integers are quicker than flags
_FAULT, _UNCOUNTED = int(Quality.FAULT), int(UNCOUNTED)


class Judgement(NamedTuple):
    """The state of a sensor, and when it is or becomes silent."""

    state: State
    since: datetime | None
    """When the silence began; None in every other state: see `isotherm.sensors.since`."""
    silent_at: datetime | None
    """When it becomes, or became, silent unless a reading arrives; None if it has no reading."""


@lru_cache(maxsize=1024)
def gap_limit(interval_s: float | None) -> timedelta:
    """Return the longest silence that is no gap, for an expected interval in seconds."""
    return timedelta(microseconds=cadence.gap_limit(interval_s))


def judge(current: Mapping[str, Any], now: datetime) -> Judgement:
    """Judge a row of `isotherm.sensors.current`, which holds the reading and the rules.

    Silence comes first: nothing else is known about a silent sensor. A reading that does not
    count (suspect, time unsure) leaves the state to the newest value that does.
    """
    measured_at: datetime | None = current["measured_at"]
    if measured_at is None:
        return Judgement("never", None, None)
    limit = gap_limit(current["interval_s"])
    silent_at = measured_at + limit + _JUST_AFTER
    if now - measured_at > limit:
        return Judgement("silent", measured_at, silent_at)
    quality = current["quality"]
    if quality & _FAULT:
        return Judgement("fault", None, silent_at)
    value = current["good_value"] if quality & _UNCOUNTED else current["value"]
    return Judgement(_by_limits(value, current["low"], current["high"]), None, silent_at)


def _by_limits(value: float | None, low: float | None, high: float | None) -> State:
    # few values are beyond a limit as it is stored: only those need the limit without noise
    if value is None:
        return "in_range"
    if high is not None and value > high and value > highest_within(high):
        return "above"
    if low is not None and value < low and value < lowest_within(low):
        return "below"
    return "in_range"
