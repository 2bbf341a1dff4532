"""Build the sparks of some sensors: hours before `rolled_to`, readings after it, in one snapshot.

Their pieces are those of `history.pieces`, but they are not read by it: it asks sensor by sensor,
and a page of the overview asks for a hundred. Here five statements load all of them.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np

from isotherm import zones
from isotherm.database import Connection
from isotherm.history.readings import Readings
from isotherm.history.window import Window
from isotherm.instants import ALWAYS, MILLISECOND, Micros, to_micros
from isotherm.spans import Span, clip, merge
from isotherm_api.history.frame import Frame
from isotherm_api.history.pieces import Read
from isotherm_api.sparks.queries import Stored, load_readings, load_stored

DAY = timedelta(hours=24)
Point = tuple[Micros, float]


async def build(connection: Connection, frames: Sequence[Frame]) -> dict[str, Any]:
    """Return the document of `schemas.Sparks`, ready to be encoded.

    The frames are of one day that ends now.
    """
    start, end = frames[0].start, frames[0].end
    begins = [min(max(frame.head.rolled_to, start), end) for frame in frames]
    reaches = [
        (begin - frame.rules.reach, begin) for frame, begin in zip(frames, begins, strict=True)
    ]
    leads = await load_readings(connection, frames, reaches, 1)
    insides = await load_readings(connection, frames, [(begin, end) for begin in begins], None)
    stored = await load_stored(connection, [frame.sensor.id for frame in frames], start)
    return {
        "from": start // MILLISECOND,
        "to": end // MILLISECOND,
        "sensors": [
            _document(frame, begin, rollups, _read(frame, begin, lead, inside))
            for frame, begin, rollups, lead, inside in zip(
                frames, begins, stored, leads, insides, strict=True
            )
        ],
    }


def _read(frame: Frame, begin: Micros, lead: Readings, inside: Readings) -> Read | None:
    """Return the piece from `begin` until now, cut at full hours; None if it is empty."""
    now = frame.end
    if begin >= frame.past:
        return None
    hours = zones.hours(begin, now, zones.zone(frame.sensor.time_zone))
    rules = frame.rules.without_limits()  # a spark judges nothing
    return Read.of(Window(np.clip(hours, begin, now), inside, rules, frame.past, lead))


def _document(
    frame: Frame, rolled_to: Micros, stored: Stored, piece: Read | None
) -> dict[str, Any]:
    start = frame.start
    points, gaps, faults = _points_of_hours(stored), _gaps(frame, rolled_to, stored), []
    if rolled_to > start:
        runs = [(to_micros(row["since"]), to_micros(row["until"])) for row in stored.faults]
        faults = clip(runs, start, rolled_to, instants=True)
    if piece is not None:
        points |= _points(piece)
        gaps, faults = gaps + piece.gaps, faults + piece.faults
    begin, end = frame.watched
    gaps = clip(merge(gaps), begin, end)
    shown = sorted(point for point in points if point[0] >= start)
    return {
        "id": str(frame.sensor.reference),
        "time": [at // MILLISECOND for at, _ in shown],
        "value": [value for _, value in shown],
        "gaps": _to_ms(gaps),
        "faults": _to_ms(merge(faults)),
        "coverage": _coverage(gaps, end - begin),
    }


def _coverage(gaps: Sequence[Span], watched: Micros) -> float | None:
    if watched <= 0:
        return None
    return max(0.0, 1.0 - sum(until - since for since, until in gaps) / watched)


def _gaps(frame: Frame, begin: Micros, stored: Stored) -> list[Span]:
    """Return the gaps before `begin` that rollups know, also the one before the first reading."""
    if begin <= frame.start:
        return []
    first = frame.head.first
    gaps = [(frame.start, begin if first is None else first)]
    gaps += [
        (to_micros(row["since"]), begin if row["until"] is None else to_micros(row["until"]))
        for row in stored.gaps
    ]
    return clip(gaps, frame.start, begin)


def _points_of_hours(stored: Stored) -> set[Point]:
    """Return the minimum and maximum of each rolled-up hour, at the time of measurement."""
    points = {(to_micros(row["least_at"]), row["least"]) for row in stored.hours}
    return points | {(to_micros(row["most_at"]), row["most"]) for row in stored.hours}


def _points(piece: Read) -> set[Point]:
    """Return the minimum and maximum of each hour of a piece, at the time of measurement."""
    sums = piece.sum_up()
    which = sums.least_at != ALWAYS
    least = zip(sums.least_at[which].tolist(), sums.least[which].tolist(), strict=True)
    most = zip(sums.most_at[which].tolist(), sums.most[which].tolist(), strict=True)
    return {*least, *most}


def _to_ms(spans: Sequence[Span]) -> list[tuple[int, int]]:
    return [(since // MILLISECOND, until // MILLISECOND) for since, until in spans]
