"""The limits of a sensor over a range: those in force when it began, and each that came after."""

from math import isnan

from isotherm.history.rules import Rules
from isotherm_api.history.frame import Frame


def documents(frame: Frame) -> list[dict[str, float | int | None]]:
    """By time, as a series says them."""
    rules: Rules = frame.rules
    found: list[dict[str, float | int | None]] = []
    for since, low, high in zip(
        rules.limits_since.tolist(), rules.low.tolist(), rules.high.tolist(), strict=True
    ):
        if since >= frame.end:
            break
        if since <= frame.start:
            found.clear()
        found.append({"since": since // 1000, "low": _or_none(low), "high": _or_none(high)})
    return found


def _or_none(value: float) -> float | None:
    return None if isnan(value) else value
