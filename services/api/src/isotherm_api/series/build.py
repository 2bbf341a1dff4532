"""Puts a series together: columns, gaps, faults and what does not count, of each sensor."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal

import msgspec
import numpy as np

from isotherm.history.spans import covered_s, faults
from isotherm.history.window import Window, hold
from isotherm.instants import SECOND, to_micros
from isotherm_api.bounds import RequestBounds
from isotherm_api.database import Connection
from isotherm_api.history import limits, rolled
from isotherm_api.history.buckets import DAY, choose
from isotherm_api.history.frame import Frame, first_reading
from isotherm_api.history.spans import silences
from isotherm_api.history.split import Stretch
from isotherm_api.series.part import Part, bucket_edges
from isotherm_api.series.points import Points, fold
from isotherm_api.series.rollups import of_rollups

Source = Literal["raw", "hour", "day"]

MOST_READINGS = 100_000
"""A sensor's readings that are read for one series; where more are due, rollups are."""
FINE = timedelta(minutes=40)
"""Buckets so wide or wider become hours: what they would show more is not worth reading."""
HOUR = timedelta(hours=1)


class _Uncounted(msgspec.Struct):
    """A reading that does not count, as it is encoded."""

    time: int
    value: float | None
    quality: int


async def build(
    connection: Connection, frames: Sequence[Frame], points: int, bounds: RequestBounds
) -> dict[str, Any]:
    """The document of `schemas.Series`, ready to be encoded.

    Every reading where each sensor has at most `points` that count, else buckets: of readings where
    these are few enough, of hours or days before a sensor's `rolled_to`.
    """
    span = frames[0].span
    firsts = {each.sensor.id: await first_reading(connection, each) for each in frames}
    zones = sorted({each.sensor.time_zone for each in frames})
    width: timedelta | None = choose(span, points, zones)
    source: Source = "raw"
    parts: list[Part]
    if _few(frames) and width is not None and width < FINE:
        windows = [
            await each.window(connection, np.array([each.start, each.end], np.int64))
            for each in frames
        ]
        if all(int(each.inside.counts.sum()) <= points for each in windows):
            width = None
        parts = [
            _of_readings(frame, window, width, bounds.uncounted)
            for frame, window in zip(frames, windows, strict=True)
        ]
    else:
        if width is not None and width < HOUR:
            width = HOUR
        source = "hour" if width is not None and width < DAY else "day"
        parts = [
            await of_rollups(
                connection, each, width or HOUR, firsts[each.sensor.id], bounds.uncounted
            )
            for each in frames
        ]
    return {
        "from": to_micros(span.start) // 1000,
        "to": to_micros(span.end) // 1000,
        "bucket_ms": None if width is None else width // timedelta(milliseconds=1),
        "source": source,
        "sensors": [
            _document(frame, part, firsts[frame.sensor.id])
            for frame, part in zip(frames, parts, strict=True)
        ],
    }


def _few(frames: Sequence[Frame]) -> bool:
    """Whether readings can be read for every sensor: they are there, and not too many are due."""
    for each in frames:
        due = each.rules.expected(each.start, each.past)
        if due is not None and due > MOST_READINGS:
            return False
        if each.start < each.head.horizon:
            return False
    return True


def _document(frame: Frame, part: Part, first: int | None) -> dict[str, Any]:
    past = frame.past - frame.start
    return {
        "id": str(frame.sensor.reference),
        "time_zone": frame.sensor.time_zone,
        "interval_s": frame.interval_s,
        **part.points.document(),
        "gaps": _ms(part.gaps),
        "gaps_total": part.gaps_total,
        "coverage": None if past <= 0 else min(1.0, round(part.covered_s * SECOND) / past),
        "faults": _ms(part.faults),
        "uncounted": [
            _Uncounted(at // 1000, None if value != value else value, quality)
            for at, value, quality in zip(
                part.uncounted.at.tolist(), part.uncounted.value.tolist(),
                part.uncounted.quality.tolist(), strict=True,
            )
        ],
        "uncounted_total": part.uncounted_total,
        "limits": limits.documents(frame),
        "first": None if first is None else first // 1000,
    }  # fmt: skip


def _ms(spans: Sequence[Stretch]) -> list[tuple[int, int]]:
    return [(begin // 1000, until // 1000) for begin, until in spans]


def _of_readings(frame: Frame, window: Window, width: timedelta | None, most: int) -> Part:
    held = hold(window)
    inside = window.inside
    points = Points.raw(inside.pick(inside.counts))
    if width is not None:
        points = fold(bucket_edges(frame, width), [points])
    silent = silences(held, frame.start, frame.past)
    return Part(
        points,
        covered_s(held, frame.start, frame.past),
        sorted(sorted(silent, key=_longest)[: rolled.MAX_SPANS]),
        len(silent),
        faults(held, frame.start, frame.past),
        inside.pick(~inside.counts).newest(most),
        len(inside) - int(inside.counts.sum()),
    )


def _longest(span: Stretch) -> int:
    return span[0] - span[1]
