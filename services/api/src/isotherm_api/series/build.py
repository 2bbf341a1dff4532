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
from isotherm_api.series.sums import Bucket, newest

Columns = dict[str, Any]
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
        columns = await _columns(connection, frame, span, width, points, bounds.uncounted)
        documents.append(
            {
                "id": str(frame.sensor.reference),
                "time_zone": frame.sensor.time_zone,
                "interval_s": frame.interval_s,
                **columns,
                **await _silences(connection, frame),
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
    connection: Connection,
    frame: Outline,
    span: Range,
    width: timedelta | None,
    points: int,
    most: int,
) -> Columns:
    if width is None:
        rows = [
            row for each in frame.segments for row in await queries.raw(connection, each, points)
        ]
        values = [row["value"] for row in rows]
        total = sum([await queries.count_uncounted(connection, each) for each in frame.segments])
        return {
            "time": [to_ms(row["at"]) for row in rows],
            "min": values,
            "avg": values,
            "max": values,
            "count": [1] * len(rows),
            **await _uncounted(connection, frame, total, span.start, most),
        }
    starts = cut(span, width, frame.sensor.time_zone).starts
    found: dict[int, Bucket] = {}
    for each in frame.segments:
        for row in await queries.bucketed(connection, each, starts):
            # a device may have been swapped within the bucket
            found.setdefault(row["number"], Bucket()).add(row)
    numbers = sorted(number for number, bucket in found.items() if bucket.n)
    buckets = [found[number] for number in numbers]
    missed = {number: bucket.uncounted for number, bucket in found.items() if bucket.uncounted}
    oldest = starts[min(newest(missed, most))] if missed else span.start
    return {
        "time": [to_ms(starts[number]) for number in numbers],
        "min": [each.least for each in buckets],
        "avg": [each.mean for each in buckets],
        "max": [each.most for each in buckets],
        "count": [each.n for each in buckets],
        **await _uncounted(connection, frame, sum(missed.values()), oldest, most),
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


async def _uncounted(
    connection: Connection, frame: Outline, total: int, since: datetime, most: int
) -> Columns:
    """The newest of a total that is known; none of them is before `since`, unless too many are."""
    listed: list[Any] = []
    for each in reversed(frame.segments):
        left = min(most, total) - len(listed)
        if left > 0 and each.end > since:
            listed += await queries.uncounted(connection, each, since, left)
    return {
        "uncounted": [
            {"time": to_ms(row["at"]), "value": row["value"], "quality": row["quality"]}
            for row in reversed(listed)
        ],
        "uncounted_total": total,
    }
