"""Puts statistics together: rollups of full hours, and readings on both sides of them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from isotherm.history.summing import sum_up
from isotherm.history.sums import Sums, goes_on, seconds, times_beyond
from isotherm.instants import SECOND
from isotherm_api.database import Connection
from isotherm_api.history import rolled
from isotherm_api.history.frame import Frame
from isotherm_api.history.split import split


async def build(connection: Connection, frames: Sequence[Frame]) -> list[dict[str, Any]]:
    """The documents of `schemas.SensorStatistics`, in the frames' order."""
    return [await _of(connection, each) for each in frames]


async def _of(connection: Connection, frame: Frame) -> dict[str, Any]:
    cuts = split(frame, judge_lead=True)
    parts: list[Sums] = []
    for number, (begin, end) in enumerate((cuts.before, cuts.rolled, cuts.after)):
        if begin >= end:
            continue
        if number == 1:
            sums = await rolled.whole(
                connection, frame.sensor.id, cuts.rolled, frame.sensor.time_zone
            )
            parts += [] if sums is None else [sums]
        else:
            edges = np.array([begin, end], np.int64)
            window = await frame.window(connection, edges, judge_lead=number == 0)
            parts.append(sum_up(window))
    begin = frame.start if cuts.before[0] < cuts.before[1] else cuts.rolled[0]
    past_s = max(0.0, (frame.past - begin) / SECOND)
    return _document(frame, Sums.joined(parts) if parts else None, past_s)


def _document(frame: Frame, sums: Sums | None, past_s: float) -> dict[str, Any]:
    due = frame.rules.expected(frame.start, frame.past)
    known_s = covered_s = 0.0
    n = uncounted = 0
    mean = None
    if sums is not None:
        n, uncounted = int(sums.n.sum()), int(sums.uncounted.sum())
        known_s, covered_s = seconds(sums.known_s), seconds(sums.covered_s)
        if known_s > 0:
            mean = float(sums.integral.sum()) / known_s
        elif n:
            mean = float(sums.total.sum()) / n
    return {
        "sensor": str(frame.sensor.reference),
        "n": n,
        "uncounted": uncounted,
        "min": _extreme(sums, "least") if n else None,
        "max": _extreme(sums, "most") if n else None,
        "expected": None if due is None else round(due),
        "mean": mean,
        "coverage": None if past_s <= 0 else min(1.0, max(0.0, covered_s / past_s)),
        "unknown_s": max(0.0, round(past_s - known_s, 6)),
        "above": _beyond(sums, "above"),
        "below": _beyond(sums, "below"),
    }


def _extreme(sums: Sums | None, name: str) -> dict[str, Any]:
    values = getattr(sums, name)
    first = int(np.nanargmin(values) if name == "least" else np.nanargmax(values))
    return {"value": float(values[first]), "time": int(getattr(sums, f"{name}_at")[first]) // 1000}


def _beyond(sums: Sums | None, side: str) -> dict[str, Any]:
    if sums is None:
        return {"seconds": 0.0, "times": 0, "open": False}
    first, last = getattr(sums, f"first_{side}"), getattr(sums, f"last_{side}")
    return {
        "seconds": seconds(getattr(sums, f"{side}_s")),
        "times": times_beyond(getattr(sums, f"{side}_times"), first, last),
        "open": goes_on(last),
    }
