"""Build statistics from the pieces of a range: rollups, and readings on both sides of them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from isotherm.database import Connection
from isotherm.history.sums import Sums, goes_on, seconds, times_beyond
from isotherm.instants import MILLISECOND, SECOND
from isotherm_api.history.frame import Frame
from isotherm_api.history.pieces import Rolled, read_pieces
from isotherm_api.history.rolled import whole
from isotherm_api.history.split import split


async def build(connection: Connection, frames: Sequence[Frame]) -> list[dict[str, Any]]:
    """Return the documents of `schemas.SensorStatistics`, in the order of the frames."""
    return [await _build(connection, frame) for frame in frames]


async def _build(connection: Connection, frame: Frame) -> dict[str, Any]:
    cuts = split(frame, judge_lead=True)
    pieces = await read_pieces(connection, frame, cuts, whole(frame, cuts), judge_lead=True)
    sums = [piece.sums if isinstance(piece, Rolled) else piece.sum_up() for piece in pieces]
    begin = max(cuts.before[0], frame.installed[0])
    past_s = max(0.0, (frame.watched[1] - begin) / SECOND)
    return _document(frame, Sums.joined(sums), past_s)


def _document(frame: Frame, sums: Sums, past_s: float) -> dict[str, Any]:
    expected = frame.rules.expected(*frame.watched)
    n = int(sums.n.sum())
    known_s, covered_s = seconds(sums.known_s), seconds(sums.covered_s)
    return {
        "sensor": str(frame.sensor.reference),
        "recalculating": frame.recalculating,
        "n": n,
        "uncounted": int(sums.uncounted.sum()),
        "min": _extreme(sums, "least") if n else None,
        "max": _extreme(sums, "most") if n else None,
        "expected": None if expected is None else round(expected),
        "mean": _mean(sums, n, known_s),
        "coverage": None if past_s <= 0 else min(1.0, max(0.0, covered_s / past_s)),
        "unknown_s": max(0.0, round(past_s - known_s, 6)),
        "above": _beyond(sums, "above"),
        "below": _beyond(sums, "below"),
    }


def _mean(sums: Sums, n: int, known_s: float) -> float | None:
    """Return the mean weighted by time; of readings if none holds for any time; None if none."""
    if known_s > 0:
        return float(sums.integral.sum()) / known_s
    return float(sums.total.sum()) / n if n else None


def _extreme(sums: Sums, name: str) -> dict[str, Any]:
    values = getattr(sums, name)
    index = int(np.nanargmin(values) if name == "least" else np.nanargmax(values))
    at = int(getattr(sums, f"{name}_at")[index])
    return {"value": float(values[index]), "time": at // MILLISECOND}


def _beyond(sums: Sums, side: str) -> dict[str, Any]:
    first, last = getattr(sums, f"first_{side}"), getattr(sums, f"last_{side}")
    return {
        "seconds": seconds(getattr(sums, f"{side}_s")),
        "times": times_beyond(getattr(sums, f"{side}_times"), first, last),
        "open": goes_on(last),
    }
