"""Puts statistics together from the sums of each piece."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from isotherm.clock import to_ms
from isotherm_api.access import Visible
from isotherm_api.database import Connection
from isotherm_api.history import limits, silence
from isotherm_api.history.outline import Outline, outlines
from isotherm_api.ranges import Range
from isotherm_api.statistics import queries
from isotherm_api.statistics.pieces import Piece, changes, inside, pieces

Sums = Sequence[tuple[Piece, asyncpg.Record]]


@dataclass(slots=True)
class _Beyond:
    """Excursions beyond one limit, as pieces follow each other."""

    seconds: float = 0.0
    times: int = 0
    open: bool = False

    def add(self, seconds: float, times: int, *, first: bool, last: bool) -> None:
        # one that goes on from a piece into the next was counted in both
        self.times += times - (1 if self.open and first else 0)
        self.seconds += seconds
        self.open = last

    def document(self) -> dict[str, Any]:
        return {"seconds": self.seconds, "times": self.times, "open": self.open}


async def build(
    connection: Connection, sensor: Visible, span: Range, now: datetime
) -> dict[str, Any]:
    """The document of `schemas.Statistics`."""
    [frame] = await outlines(connection, [sensor], span, now)
    listed = (await limits.load(connection, [sensor.id], span.start, span.end))[sensor.id]
    around = {
        at: await queries.around(connection, segment, at)
        for at in changes(listed, frame)
        if (segment := inside(frame, at))
    }
    cut = pieces(frame, listed, around)
    sums = list(zip(cut, await queries.sums(connection, cut, frame.window), strict=True))
    past_s = max(0.0, (frame.window.end - frame.window.start).total_seconds())
    known_s = sum(row["known_s"] for _, row in sums)
    n = sum(row["n"] for _, row in sums)
    mean = None
    if known_s > 0:
        mean = sum(row["integral"] for _, row in sums) / known_s
    elif n:
        mean = sum(row["total"] for _, row in sums) / n
    return {
        "sensor": str(sensor.reference),
        "from": to_ms(span.start),
        "to": to_ms(span.end),
        "n": n,
        "uncounted": sum(row["uncounted"] for _, row in sums),
        "min": await _least(connection, sums),
        "max": await _most(connection, sums),
        "expected": round(past_s / frame.interval_s) if frame.interval_s else None,
        "mean": mean,
        "coverage": _coverage(frame, sums),
        "unknown_s": max(0.0, past_s - known_s),
        "above": _beyond(sums, "above"),
        "below": _beyond(sums, "below"),
    }


def _beyond(sums: Sums, side: str) -> dict[str, Any]:
    found = _Beyond()
    for _, row in sums:
        if row["first"] is not None:
            found.add(
                row[f"{side}_s"], row[f"{side}_times"],
                first=row[f"first_{side}"] == row["first"],
                last=row[f"last_{side}"] == row["last"],
            )  # fmt: skip
    return found.document()


async def _least(connection: Connection, sums: Sums) -> dict[str, Any] | None:
    found = [(piece, row["least"]) for piece, row in sums if row["n"]]
    return await _when(connection, *min(found, key=lambda each: each[1])) if found else None


async def _most(connection: Connection, sums: Sums) -> dict[str, Any] | None:
    found = [(piece, row["most"]) for piece, row in sums if row["n"]]
    return await _when(connection, *max(found, key=lambda each: each[1])) if found else None


async def _when(connection: Connection, piece: Piece, value: float) -> dict[str, Any]:
    return {"value": value, "time": to_ms(await queries.first_with(connection, piece, value))}


def _coverage(frame: Outline, sums: Sums) -> float | None:
    """From the silences between readings, and the one before the first."""
    first = frame.ends[0][0].at if frame.ends else frame.after
    reached = frame.lead is not None and first - frame.lead.at <= frame.window.limit
    silent = timedelta() if reached else _first_silence(frame)
    return silence.coverage(frame.window, sum((row["silent"] for _, row in sums), silent))


def _first_silence(frame: Outline) -> timedelta:
    """From the range's beginning until its first reading, or until its end."""
    until = frame.ends[0][0].at if frame.ends else frame.window.end
    span = frame.window.clip(frame.window.start, until)
    return timedelta() if span is None else silence.length([span])
