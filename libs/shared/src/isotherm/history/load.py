"""Load a sensor's readings from PostgreSQL, channel by channel as devices were installed.

What belongs to a sensor is read through this module, so that everybody sees it corrected. What
belongs to a device or a channel is stored, and is read as it was stored.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

import numpy as np

from isotherm.database import Connection
from isotherm.history.asking import Question, ask
from isotherm.history.corrections import correct_values, in_order
from isotherm.history.readings import Readings
from isotherm.history.segments import (
    SPREAD,
    Segment,
    clip_segments,
    decode_segments,
    sql_columns,
)
from isotherm.instants import to_datetime, to_micros

Source = Callable[[datetime, datetime], str]
"""Return SQL of the table that holds the readings measured from one instant until another."""
EVERY_DAY = "reading"
"""The table that holds all readings."""

PACKED = (
    "string_agg(timestamptz_send(measured_at) || float8send(coalesce(value, 'NaN'))"
    " || int2send(quality), ''::bytea ORDER BY measured_at)"
)
"""SQL of all readings of a statement as one binary value, for `Readings.from_packed`.

It takes a tenth of the time that rows of Python objects take.
"""
_WITHIN = "FROM reading WHERE channel_id = $1 AND measured_at >= $2 AND measured_at < $3"
_ALL = f"SELECT {PACKED} {_WITHIN}"
_LAST, _FIRST = (
    f"SELECT {PACKED} FROM (SELECT measured_at, value, quality {_WITHIN}"
    f" ORDER BY measured_at {order} LIMIT 1) one"
    for order in ("DESC", "ASC")
)
_AROUND = """
SELECT (SELECT {packed} FROM (SELECT measured_at, value, quality FROM {source}
            WHERE channel_id = $1 AND measured_at >= $4 AND measured_at < $2
            ORDER BY measured_at DESC LIMIT 1) one),
       (SELECT {packed} FROM {source}
            WHERE channel_id = $1 AND measured_at >= $2 AND measured_at < $3),
       (SELECT {packed} FROM (SELECT measured_at, value, quality FROM {source}
            WHERE channel_id = $1 AND measured_at >= $3 AND measured_at < $5
            ORDER BY measured_at LIMIT 1) one)"""
"""Of channel $1: the last reading in [$4, $2), all in [$2, $3), and the first in [$3, $5)."""
_SEGMENTS = f"""
SELECT a.sensor_id, {sql_columns("$2", "$3")}
FROM unnest($1::int[]) AS a (sensor_id)"""
_MICROSECOND, _SPREAD = timedelta(microseconds=1), timedelta(microseconds=SPREAD)


def every_day(_start: datetime, _end: datetime) -> str:
    """Return the table that holds all readings; a `Source`."""
    return EVERY_DAY


async def load_segments(
    connection: Connection, sensor_ids: Sequence[int], start: datetime, end: datetime
) -> dict[int, list[Segment]]:
    """Load which channels fed each sensor within a range, and its corrections, by start."""
    segments: dict[int, list[Segment]] = {sensor_id: [] for sensor_id in sensor_ids}
    bounds = to_micros(start), to_micros(end)
    for row in await connection.fetch(_SEGMENTS, list(sensor_ids), start, end):
        segments[row["sensor_id"]] += decode_segments(row["installed"], row["corrections"], *bounds)
    return segments


async def load_readings(
    connection: Connection, segments: Sequence[Segment], start: datetime, end: datetime
) -> Readings:
    """Load the readings of some segments from `start` until before `end`, corrected."""
    if not shifts(segments, start, end):
        parts = [await _load(connection, part) for part in clip_segments(segments, start, end)]
        return corrected(segments, Readings.joined(parts))
    nearby = clip_segments(segments, start - _SPREAD, end)
    parts = [await _load(connection, part) for part in nearby]
    shift = np.repeat(
        [part.shift // _MICROSECOND for part in nearby], [len(part) for part in parts]
    ).astype(np.int64)
    readings = in_order(Readings.joined(parts), shift)
    return corrected(segments, readings.between(to_micros(start), to_micros(end)))


async def read_last(
    connection: Connection, segments: Sequence[Segment], start: datetime, end: datetime
) -> Readings:
    """Read the last reading of some segments from `start` until before `end`; empty if none."""
    if not shifts(segments, start, end):
        clipped = clip_segments(segments, start, end)[::-1]
        return corrected(segments, await _read_edge(connection, _LAST, clipped))
    # of those that come to the same instant, the first one stays: something is shown at `last`
    nearby = clip_segments(segments, start - _SPREAD, end)
    last = await _read_instants(connection, _LAST, nearby)
    since = start if not last else max(start, max(last))
    return (await load_readings(connection, segments, since, end)).newest(1)


async def read_first(
    connection: Connection, segments: Sequence[Segment], start: datetime, end: datetime
) -> Readings:
    """Read the first reading of some segments from `start` until before `end`; empty if none."""
    if not shifts(segments, start, end):
        clipped = clip_segments(segments, start, end)
        return corrected(segments, await _read_edge(connection, _FIRST, clipped))
    first = await _read_instants(connection, _FIRST, clip_segments(segments, start, end))
    until = min(end, min(first) if first else start + _SPREAD) + _MICROSECOND
    readings = await load_readings(connection, segments, start, min(end, until))
    return Readings(readings.at[:1], readings.value[:1], readings.quality[:1])


async def load_around(
    connection: Connection,
    segments: Sequence[Segment],
    start: datetime,
    end: datetime,
    reach: timedelta,
    source: Source = every_day,
) -> tuple[Readings, Readings, Readings]:
    """Load the last reading before a range, the readings in it, and the first one after it.

    The readings outside are at most `reach` away. It takes one round trip if a single channel fed
    the sensor all the time and nothing was shifted, else one for each segment and edge.
    """
    question = question_around(segments, start, end, reach, source)
    if question is not None:
        [answer] = await ask(connection, [question])
        return decode_around(segments, answer)
    return (
        await read_last(connection, segments, start - reach, start),
        await load_readings(connection, segments, start, end),
        await read_first(connection, segments, end, end + reach + _MICROSECOND),
    )


def question_around(
    segments: Sequence[Segment],
    start: datetime,
    end: datetime,
    reach: timedelta,
    source: Source = every_day,
) -> Question | None:
    """Return what `load_around` asks; None if more than one segment has to be asked."""
    clipped = clip_segments(segments, start - reach, end + reach + _MICROSECOND)
    if len(clipped) != 1 or clipped[0].start >= start or clipped[0].end <= end:
        return None
    if shifts(segments, start - reach, end + reach):
        return None
    [segment] = clipped
    text = _around_text(source(segment.start, segment.end))
    return Question(text, (segment.channel, start, end, segment.start, segment.end), 3)


def decode_around(
    segments: Sequence[Segment], answer: Sequence[bytes | None]
) -> tuple[Readings, Readings, Readings]:
    """Return what `load_around` returns, from the answer to `question_around`."""
    before, inside, after = (corrected(segments, Readings.from_packed(part)) for part in answer)
    return before, inside, after


def shifts(segments: Sequence[Segment], start: datetime, end: datetime) -> bool:
    """Return whether readings of a range were shifted there, so that segments may overlap."""
    near = start - _SPREAD
    return any(segment.shift and segment.start < end and near < segment.end for segment in segments)


def corrected(segments: Sequence[Segment], readings: Readings) -> Readings:
    """Return readings, in their final order, with their sensor's corrections of values."""
    if not len(readings) or not segments:
        return readings
    return correct_values(readings, segments[0].corrections)


@lru_cache(maxsize=512)
def _around_text(source: str) -> str:
    return _AROUND.format(packed=PACKED, source=source)


async def _load(connection: Connection, segment: Segment) -> Readings:
    return Readings.from_packed(await connection.fetchval(_ALL, segment.channel, *segment.stored))


async def _read_edge(connection: Connection, query: str, segments: Sequence[Segment]) -> Readings:
    for segment in segments:
        packed = await connection.fetchval(query, segment.channel, *segment.stored)
        if packed is not None:
            return Readings.from_packed(packed)
    return Readings.of([])


async def _read_instants(
    connection: Connection, query: str, segments: Sequence[Segment]
) -> list[datetime]:
    """Return where the first or last reading of each segment is shifted to."""
    instants = []
    for segment in segments:
        packed = await connection.fetchval(query, segment.channel, *segment.stored)
        instants += [to_datetime(at) + segment.shift for at in Readings.from_packed(packed).at]
    return instants
