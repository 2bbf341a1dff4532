"""Load a sensor's readings from PostgreSQL, channel by channel as devices were installed."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from isotherm.database import Connection
from isotherm.history.asking import Question, ask
from isotherm.history.readings import Readings, Segment

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
_SEGMENTS = """
SELECT sensor_id, channel_id, greatest(lower(during), $2) AS start,
       least(upper(during), $3) AS until
FROM installation WHERE sensor_id = ANY($1::int[]) AND during && tstzrange($2, $3)
ORDER BY during"""
_MICROSECOND = timedelta(microseconds=1)


def every_day(_start: datetime, _end: datetime) -> str:
    """Return the table that holds all readings; a `Source`."""
    return EVERY_DAY


async def load_segments(
    connection: Connection, sensor_ids: Sequence[int], start: datetime, end: datetime
) -> dict[int, list[Segment]]:
    """Load which channels fed each sensor within a range, in time order; they never overlap."""
    segments: dict[int, list[Segment]] = {sensor_id: [] for sensor_id in sensor_ids}
    for row in await connection.fetch(_SEGMENTS, list(sensor_ids), start, end):
        segment = Segment(row["channel_id"], row["start"], row["until"])
        segments[row["sensor_id"]].append(segment)
    return segments


async def load_readings(
    connection: Connection, segments: Sequence[Segment], start: datetime, end: datetime
) -> Readings:
    """Load the readings of some segments from `start` until before `end`."""
    parts = []
    for segment in _clip(segments, start, end):
        packed = await connection.fetchval(_ALL, segment.channel, segment.start, segment.end)
        if packed is not None:
            parts.append(Readings.from_packed(packed))
    return Readings.joined(parts)


async def read_last(
    connection: Connection, segments: Sequence[Segment], start: datetime, end: datetime
) -> Readings:
    """Read the last reading of some segments from `start` until before `end`; empty if none."""
    return await _read_edge(connection, _LAST, _clip(segments, start, end)[::-1])


async def read_first(
    connection: Connection, segments: Sequence[Segment], start: datetime, end: datetime
) -> Readings:
    """Read the first reading of some segments from `start` until before `end`; empty if none."""
    return await _read_edge(connection, _FIRST, _clip(segments, start, end))


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
    the sensor all the time, else one for each segment and edge.
    """
    question = question_around(segments, start, end, reach, source)
    if question is not None:
        [answer] = await ask(connection, [question])
        return decode_around(answer)
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
    clipped = _clip(segments, start - reach, end + reach + _MICROSECOND)
    if len(clipped) != 1 or clipped[0].start >= start or clipped[0].end <= end:
        return None
    [segment] = clipped
    text = _around_text(source(segment.start, segment.end))
    return Question(text, (segment.channel, start, end, segment.start, segment.end), 3)


def decode_around(answer: Sequence[bytes | None]) -> tuple[Readings, Readings, Readings]:
    """Return what `load_around` returns, from the answer to `question_around`."""
    before, inside, after = answer
    return Readings.from_packed(before), Readings.from_packed(inside), Readings.from_packed(after)


@lru_cache(maxsize=512)
def _around_text(source: str) -> str:
    return _AROUND.format(packed=PACKED, source=source)


async def _read_edge(connection: Connection, query: str, segments: Sequence[Segment]) -> Readings:
    for segment in segments:
        packed = await connection.fetchval(query, segment.channel, segment.start, segment.end)
        if packed is not None:
            return Readings.from_packed(packed)
    return Readings.of([])


def _clip(segments: Sequence[Segment], start: datetime, end: datetime) -> list[Segment]:
    clipped = [
        Segment(segment.channel, max(segment.start, start), min(segment.end, end))
        for segment in segments
    ]
    return [segment for segment in clipped if segment.start < segment.end]
