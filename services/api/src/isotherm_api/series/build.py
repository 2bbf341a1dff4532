"""Build the document of a series: columns, gaps, faults and limits of each sensor."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal

import msgspec

from isotherm.database import Connection
from isotherm.history.readings import Readings
from isotherm.instants import MILLISECOND, SECOND, Micros
from isotherm.spans import Span, clip
from isotherm_api.bounds import RequestBounds
from isotherm_api.history.brief import MAX_SPANS
from isotherm_api.history.buckets import DAY, choose
from isotherm_api.history.first import read_first_reading
from isotherm_api.history.frame import Frame
from isotherm_api.history.pieces import Read, read_whole
from isotherm_api.series.limits import limits_of
from isotherm_api.series.part import Part, bucket_edges
from isotherm_api.series.points import fold
from isotherm_api.series.rollups import read_rollups

Source = Literal["raw", "hour", "day"]

MOST_READINGS = 100_000
"""Rollups serve a series if more readings than this are expected of one of its sensors."""
FINE = timedelta(minutes=40)
"""Hours serve buckets of this width or wider: readings would show little more."""
HOUR = timedelta(hours=1)


class _Uncounted(msgspec.Struct):
    """A reading that does not count, as it is encoded."""

    time: int
    value: float | None
    quality: int


@dataclass(frozen=True, slots=True)
class _Resolution:
    """The width of the buckets, None for single readings; what they come from; a part a sensor."""

    width: timedelta | None
    source: Source
    parts: Sequence[Part]

    @property
    def bucket_ms(self) -> int | None:
        """The width in milliseconds."""
        return None if self.width is None else self.width // timedelta(milliseconds=1)


async def build(
    connection: Connection, frames: Sequence[Frame], points: int, bounds: RequestBounds
) -> dict[str, Any]:
    """Return the document of `schemas.Series`, ready to be encoded.

    It holds every reading if no sensor has more than `points` that count, else buckets: of
    readings if few enough are expected, else of hours or days before a sensor's `rolled_to`.
    """
    firsts = [await read_first_reading(connection, frame) for frame in frames]
    zones = sorted({frame.sensor.time_zone for frame in frames})
    width = choose(frames[0].span, points, zones)
    if width < FINE and all(_is_short(frame) for frame in frames):
        resolution = await _of_readings(connection, frames, width, points, bounds.uncounted)
    else:
        resolution = await _of_rollups(connection, frames, width, firsts, bounds.uncounted)
    return {
        "from": frames[0].start // MILLISECOND,
        "to": frames[0].end // MILLISECOND,
        "bucket_ms": resolution.bucket_ms,
        "source": resolution.source,
        "recalculating": any(frame.recalculating for frame in frames),
        "sensors": [
            _document(frame, part, first)
            for frame, part, first in zip(frames, resolution.parts, firsts, strict=True)
        ],
    }


def _is_short(frame: Frame) -> bool:
    """Return whether all readings of a range are stored, and few enough are expected."""
    expected = frame.rules.expected(frame.start, frame.past)
    return frame.start >= frame.head.horizon and (expected is None or expected <= MOST_READINGS)


async def _of_readings(
    connection: Connection, frames: Sequence[Frame], width: timedelta, points: int, limit: int
) -> _Resolution:
    pieces = [await read_whole(connection, frame) for frame in frames]
    chosen = None if all(len(piece.counted) <= points for piece in pieces) else width
    parts = [
        _part(frame, piece, chosen, limit) for frame, piece in zip(frames, pieces, strict=True)
    ]
    return _Resolution(chosen, "raw", parts)


async def _of_rollups(
    connection: Connection,
    frames: Sequence[Frame],
    width: timedelta,
    firsts: Sequence[Micros | None],
    limit: int,
) -> _Resolution:
    width = max(width, HOUR)
    parts = [
        await read_rollups(connection, frame, width, first, limit)
        for frame, first in zip(frames, firsts, strict=True)
    ]
    return _Resolution(width, "hour" if width < DAY else "day", parts)


def _part(frame: Frame, piece: Read, width: timedelta | None, limit: int) -> Part:
    """Return a sensor's part from readings alone, with a point for each unless there is a width."""
    part = Part.of_readings(piece)
    points = part.points if width is None else fold(bucket_edges(frame, width), [part.points])
    longest = sorted(part.gaps, key=_negative_length)[:MAX_SPANS]
    return replace(
        part, points=points, gaps=sorted(longest), uncounted=part.uncounted.newest(limit)
    )


def _negative_length(span: Span) -> Micros:
    return span[0] - span[1]


def _document(frame: Frame, part: Part, first: Micros | None) -> dict[str, Any]:
    begin, end = frame.watched
    gaps = clip(part.gaps, begin, end)
    return {
        "id": str(frame.sensor.reference),
        "time_zone": frame.sensor.time_zone,
        "interval_s": frame.interval_s,
        **part.points.document(),
        "gaps": _to_ms(gaps),
        "gaps_total": part.gaps_total - len(part.gaps) + len(gaps),
        "coverage": _coverage(part.covered_s, end - begin),
        "faults": _to_ms(part.faults),
        "uncounted": _uncounted(part.uncounted),
        "uncounted_total": part.uncounted_total,
        "limits": limits_of(frame),
        "recalculating": frame.recalculating,
        "first": None if first is None else first // MILLISECOND,
    }


def _coverage(covered_s: float, watched: Micros) -> float | None:
    return None if watched <= 0 else min(1.0, round(covered_s * SECOND) / watched)


def _to_ms(spans: Sequence[Span]) -> list[tuple[int, int]]:
    return [(since // MILLISECOND, until // MILLISECOND) for since, until in spans]


def _uncounted(readings: Readings) -> list[_Uncounted]:
    columns = readings.at.tolist(), readings.value.tolist(), readings.quality.tolist()
    return [
        _Uncounted(at // MILLISECOND, None if value != value else value, quality)
        for at, value, quality in zip(*columns, strict=True)
    ]
