"""Build the document of excursions: the newest of each sensor, and how many there are."""

from collections.abc import Sequence
from math import isnan, nan
from typing import Any

from isotherm.database import Connection
from isotherm.history.excursions import SIDES, Excursion, Side, joined, limit_at
from isotherm.history.sums import Sums, times_beyond
from isotherm.instants import MILLISECOND, Micros
from isotherm_api.excursions.before import was_beyond
from isotherm_api.excursions.bins import whole_bins
from isotherm_api.excursions.walk import Walk, sums_of
from isotherm_api.history.frame import Frame
from isotherm_api.history.pieces import read_pieces
from isotherm_api.history.split import split

MOST_READINGS, LEAST_READINGS = 500_000, 50_000
"""Readings of hours that are read at most: of all sensors, and of each however many they are."""


async def build(
    connection: Connection, frames: Sequence[Frame], limit: int
) -> list[dict[str, Any]]:
    """Return the documents of `schemas.SensorExcursions`, in the order of the frames."""
    most = max(LEAST_READINGS, MOST_READINGS // len(frames))
    return [await _build(connection, frame, limit, most) for frame in frames]


async def _build(connection: Connection, frame: Frame, limit: int, most: int) -> dict[str, Any]:
    cuts = split(frame, judge_lead=True)
    pieces = await read_pieces(connection, frame, cuts, whole_bins(frame, cuts), judge_lead=True)
    walk = Walk(frame, limit, most)
    await walk.back(connection, pieces)
    sums = Sums.joined([sums_of(piece) for piece in pieces])
    total = sum(times_beyond(*(getattr(sums, name) for name in _columns(side))) for side in SIDES)
    items = [item for side in SIDES for item in await _items(connection, walk, side)]
    items.sort(key=lambda item: item["from"], reverse=True)
    items = items[:limit]
    listed = sum(item["times"] for item in items)
    return {
        "sensor": str(frame.sensor.reference),
        "recalculating": frame.recalculating,
        "total": max(total, listed),
        "more": listed < total,
        "items": items,
    }


def _columns(side: Side) -> tuple[str, str, str]:
    return f"{side}_times", f"first_{side}", f"last_{side}"


async def _items(connection: Connection, walk: Walk, side: Side) -> list[dict[str, Any]]:
    """Return the documents of one side's excursions, in time order."""
    parts = walk.parts[side][::-1]
    excursions = joined(parts, side)
    first = next((part.first for part in parts if part.first >= 0), -1)
    before = False
    if walk.stopped and first == 1 and walk.entering[side] == 1:
        excursions = excursions[1:]  # where it begins has not been reached
    elif not walk.stopped and first == 1:
        before = (await was_beyond(connection, walk.frame))[side]
    return [
        _document(walk.frame, excursion, side, before=before and number == 0)
        for number, excursion in enumerate(excursions)
    ]


def _document(frame: Frame, excursion: Excursion, side: Side, *, before: bool) -> dict[str, Any]:
    since = frame.start if before else max(frame.start, excursion.since)
    until = max(since, frame.past if excursion.until is None else excursion.until)
    at = min(max(since, excursion.value_at), until)
    limit = _limit(frame, at, since, until, side)
    # of hours in which only a change of limits judged, no value is left
    value = limit if isnan(excursion.value) else excursion.value
    return {
        "side": side,
        "from": since // MILLISECOND,
        "to": until // MILLISECOND,
        "open": excursion.until is None,
        "before": before,
        "seconds": round(excursion.seconds, 6),
        "extreme": {"value": value, "time": at // MILLISECOND},
        "limit": limit,
        "exact": excursion.exact,
        "times": excursion.times,
    }


def _limit(frame: Frame, at: Micros, since: Micros, until: Micros, side: Side) -> float:
    """Return the limit at an extreme; if hours alone know of it, perhaps another of its limits."""
    changes = frame.rules.changes(since, until + 1).tolist()
    limits = (limit_at(frame.rules, when, side) for when in (at, since, *changes))
    return next((limit for limit in limits if not isnan(limit)), nan)
