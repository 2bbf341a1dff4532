"""Judge the state of a sensor by its newest reading. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from isotherm import cadence
from isotherm.quality import UNCOUNTED, Quality
from isotherm.units import highest_within, lowest_within

State = Literal["in_range", "no_limits", "above", "below", "silent", "fault", "suspect", "never"]
"""`no_limits`: a current value, and neither a low nor a high limit. `silent`: nothing for longer
than the gap limit. `suspect`: the newest value is suspect, and none has counted for longer than
that. `never`: no value to judge yet."""
DATED: frozenset[State] = frozenset({"above", "below", "fault", "suspect"})
"""States that began with a reading, which `isotherm.sensors.since` finds."""

_JUST_AFTER = timedelta(milliseconds=1)
"""A silence as long as the limit is no gap yet; the API's times are whole milliseconds."""
# thousands of rows are judged at once: integers are quicker than flags
_FAULT, _UNSURE, _UNCOUNTED = int(Quality.FAULT), int(Quality.TIME_UNSURE), int(UNCOUNTED)
_DOUBTFUL = int(Quality.SUSPECT | Quality.SET_ASIDE)


class Judgement(NamedTuple):
    """The state of a sensor, and when it is or becomes silent."""

    state: State
    since: datetime | None
    """When the silence began; None in every other state: see `isotherm.sensors.since`."""
    silent_at: datetime | None
    """When it becomes, or became, silent unless a reading arrives; None if it has no reading."""
    due_at: datetime | None = None
    """When to judge it again if no reading arrives; None if its state will not change by itself."""


@lru_cache(maxsize=1024)
def gap_limit(interval_s: float | None) -> timedelta:
    """Return the longest silence that is no gap, for an expected interval in seconds."""
    return timedelta(microseconds=cadence.gap_limit(interval_s))


def judge(current: Mapping[str, Any], now: datetime) -> Judgement:
    """Judge a row of `isotherm.sensors.current`, which holds the reading and the rules.

    Silence comes first: nothing else is known about a silent sensor. If the device's clock lags, so
    do its readings: it is silent only after that much more. A suspect or an unsure reading leaves
    the state to the newest value that counts, as long as that is not older than the gap limit:
    readings that stay suspect are a state of their own, so that they hide nothing. What a person
    has set aside is treated as suspect readings are.
    """
    next_at: datetime | None = current.get("next_at")
    measured_at: datetime | None = current["measured_at"]
    if measured_at is None:
        return Judgement("never", None, None, next_at)
    oldest = reach(current)
    silent_at = measured_at + oldest + _JUST_AFTER
    if now - measured_at > oldest:
        return Judgement("silent", measured_at, silent_at, next_at)
    due_at = silent_at if next_at is None else min(silent_at, next_at)
    quality = current["quality"]
    if quality & _FAULT:
        return Judgement("fault", None, silent_at, due_at)
    value = current["value"]
    if quality & _UNCOUNTED and not judges_unsure(current, now):
        value, good_at = current["good_value"], current["good_at"]
        if quality & _DOUBTFUL and (good_at is None or now - good_at > oldest):
            return Judgement("suspect", None, silent_at, due_at)
        if good_at is not None:
            due_at = min(due_at, good_at + oldest + _JUST_AFTER)
    if value is None:
        return Judgement("never", None, silent_at, due_at)
    return Judgement(_by_limits(value, current["low"], current["high"]), None, silent_at, due_at)


def judges_unsure(current: Mapping[str, Any], now: datetime) -> bool:
    """Return whether a row's state follows from a value whose time is unsure.

    That is so if there is no value that counts within the gap limit: a device that sends nothing
    else is judged by what it sends.
    """
    if current["quality"] is None or current["quality"] & _UNCOUNTED != _UNSURE:
        return False
    good_at: datetime | None = current["good_at"]
    return good_at is None or now - good_at > reach(current)


def reach(current: Mapping[str, Any]) -> timedelta:
    """Return how old the newest reading may be: the gap limit, and the lag of the clock."""
    limit, skew_ms = gap_limit(current["interval_s"]), current.get("clock_skew_ms")
    return limit if skew_ms is None or skew_ms >= 0 else limit - timedelta(milliseconds=skew_ms)


def _by_limits(value: float, low: float | None, high: float | None) -> State:
    if low is None and high is None:
        return "no_limits"
    # few values are beyond a limit as it is stored: only those need the limit without noise
    if high is not None and value > high and value > highest_within(high):
        return "above"
    if low is not None and value < low and value < lowest_within(low):
        return "below"
    return "in_range"
