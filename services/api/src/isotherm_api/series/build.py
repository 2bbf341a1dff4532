"""Puts a series together: columns, gaps, faults and what does not count, of each sensor."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from isotherm.clock import to_ms
from isotherm_api.access import Visible
from isotherm_api.database import Connection
from isotherm_api.history import limits, segments, silence
from isotherm_api.history.buckets import choose, cut
from isotherm_api.history.outline import Outline, outlines
from isotherm_api.history.silence import Span
from isotherm_api.limits import Limits
from isotherm_api.ranges import Range, ms
from isotherm_api.series import queries

Columns = dict[str, list[Any]]
_MS = timedelta(milliseconds=1)


async def build(
    connection: Connection,
    sensors: Sequence[Visible],
    span: Range,
    points: int,
    now: datetime,
    bounds: Limits,
) -> dict[str, Any]:
    """The document of `schemas.Series`, ready to be encoded.

    Raw readings where every sensor has at most `points` that count, else buckets.
    """
    ids = [each.id for each in sensors]
    frames = await outlines(connection, sensors, span, now)
    width = None
    if await _more_than(connection, frames, points):
        width = choose(span, points, sorted({each.time_zone for each in sensors}))
    in_force = await limits.load(connection, ids, span.start, span.end)
    first = await segments.first_ever(connection, ids)
    documents = []
    for frame in frames:
        columns = await _columns(connection, frame, span, width, points)
        documents.append(
            {
                "id": str(frame.sensor.reference),
                "time_zone": frame.sensor.time_zone,
                "interval_s": frame.interval_s,
                **columns,
                **await _silences(connection, frame),
                **await _uncounted(connection, frame, bounds.uncounted),
                "limits": [
                    {"since": to_ms(each.since), "low": each.low, "high": each.high}
                    for each in in_force[frame.sensor.id]
                ],
                "first": ms(first.get(frame.sensor.id)),
            }
        )
    return {
        "from": to_ms(span.start),
        "to": to_ms(span.end),
        "bucket_ms": None if width is None else width // _MS,
        "sensors": documents,
    }


async def _more_than(connection: Connection, frames: Sequence[Outline], points: int) -> bool:
    for frame in frames:
        left = points
        for each in frame.segments:
            left -= await queries.count_up_to(connection, each, left + 1)
            if left < 0:
                return True
    return False


async def _columns(
    connection: Connection, frame: Outline, span: Range, width: timedelta | None, points: int
) -> Columns:
    if width is None:
        rows = [
            row for each in frame.segments for row in await queries.raw(connection, each, points)
        ]
        values = [row["value"] for row in rows]
        times = [to_ms(row["at"]) for row in rows]
        return {
            "time": times,
            "min": values,
            "avg": values,
            "max": values,
            "count": [1] * len(rows),
        }
    starts = cut(span, width, frame.sensor.time_zone).starts
    found: dict[int, tuple[float, float, float, int]] = {}
    for each in frame.segments:
        for row in await queries.bucketed(connection, each, starts):
            least, total, most, n = row["least"], row["total"], row["most"], row["n"]
            if row["number"] in found:  # a device was swapped within the bucket
                other = found[row["number"]]
                least, total = min(least, other[0]), total + other[1]
                most, n = max(most, other[2]), n + other[3]
            found[row["number"]] = (least, total, most, n)
    numbers = sorted(found)
    return {
        "time": [to_ms(starts[number]) for number in numbers],
        "min": [found[number][0] for number in numbers],
        # rounding may put a mean just outside what it is the mean of
        "avg": [min(max(t / n, lo), hi) for lo, t, hi, n in map(found.__getitem__, numbers)],
        "max": [found[number][2] for number in numbers],
        "count": [found[number][3] for number in numbers],
    }


async def _silences(connection: Connection, frame: Outline) -> dict[str, Any]:
    inside = [await queries.steps(connection, each, frame.window.limit) for each in frame.segments]
    steps = sorted(
        [*frame.seams, *(step for each in inside for step in each.steps)],
        key=lambda step: step[0].at,
    )
    gaps = silence.gaps(frame.window, frame.known, steps, frame.trail)
    listed = silence.length(
        [(a.at, b.at) for each in inside for a, b in each.steps if b.at - a.at > frame.window.limit]
    )
    unlisted = sum((each.silent for each in inside), timedelta()) - listed
    share = silence.coverage(frame.window, silence.length(gaps) + unlisted)
    return {
        "gaps": _pairs(gaps),
        "coverage": share,
        "faults": _pairs(silence.faults(frame.window, frame.known, steps, frame.trail)),
    }


def _pairs(spans: Sequence[Span]) -> list[tuple[int, int]]:
    return [(to_ms(begin), to_ms(until)) for begin, until in spans]


async def _uncounted(connection: Connection, frame: Outline, most: int) -> dict[str, Any]:
    total, listed = 0, []
    for each in reversed(frame.segments):
        n, rows = await queries.uncounted(connection, each, most)
        total += n
        listed += rows
    kept = reversed(listed[:most])
    return {
        "uncounted": [
            {"time": to_ms(row["at"]), "value": row["value"], "quality": row["quality"]}
            for row in kept
        ],
        "uncounted_total": total,
    }
