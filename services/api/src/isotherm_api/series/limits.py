"""The limits of a sensor that were in force during a range."""

from math import isnan

from isotherm.instants import MILLISECOND, SECOND
from isotherm_api.history.frame import Frame


def limits_of(frame: Frame) -> list[dict[str, float | int | None]]:
    """Return the limits in force when a range begins, and those that followed, in time order.

    As documents of `schemas.LimitsSince`.
    """
    rules = frame.rules
    limits: list[dict[str, float | int | None]] = []
    columns = rules.limits_since, rules.low, rules.high, rules.min_duration, rules.hysteresis
    for since, low, high, least, hysteresis in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        if since >= frame.end:
            break
        if since <= frame.start:
            limits.clear()
        entry = {
            "since": since // MILLISECOND,
            "low": _or_none(low),
            "high": _or_none(high),
            "min_duration_s": least / SECOND,
            "hysteresis": hysteresis,
        }
        limits.append(entry)
    return limits


def _or_none(value: float) -> float | None:
    return None if isnan(value) else value
