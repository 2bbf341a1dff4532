"""Load the readings that do not count, of hours that are rolled up: only where there are some."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from isotherm.database import Connection
from isotherm.history.asking import Question, ask
from isotherm.history.load import PACKED
from isotherm.history.readings import Readings
from isotherm.history.segments import Segment
from isotherm.instants import Times, to_datetime
from isotherm.quality import UNCOUNTED
from isotherm.spans import Span
from isotherm_api.history.frame import Frame

_LONGEST = timedelta(minutes=90)
"""The longest hour of any zone: clocks may be moved by half an hour."""
_AT_ONCE = 8
"""Questions in one round trip: PostgreSQL plans each of them on its own."""
_HOURS = """
SELECT hour FROM reading_hour
WHERE sensor_id = $1 AND hour >= $2 AND hour < $3 AND uncounted > 0 ORDER BY hour DESC LIMIT $4"""
_UNCOUNTED = f"""
SELECT {PACKED} FROM (
    SELECT measured_at, value, quality FROM {{source}}
    WHERE channel_id = $1 AND measured_at >= $2 AND measured_at < $3
      AND quality & {int(UNCOUNTED)} <> 0
    ORDER BY measured_at DESC LIMIT $4) newest"""


async def load_uncounted(
    connection: Connection, frame: Frame, span: Span, limit: int, hours: Times | None = None
) -> Readings:
    """Load the newest `limit` readings of a span of full hours that do not count, in time order.

    `hours` are those that have some, in time order, if the caller knows them. Readings before the
    raw horizon are missing: they have been dropped.
    """
    start, end = to_datetime(span[0]), to_datetime(span[1])
    if hours is None:
        rows = await connection.fetch(_HOURS, frame.sensor.id, start, end, limit)
        newest_first = [row["hour"] for row in rows]
    else:
        newest_first = [to_datetime(hour) for hour in hours[::-1][:limit].tolist()]
    segments = list(_cut(frame, newest_first, end))
    parts: list[Readings] = []
    for first in range(0, len(segments), _AT_ONCE):
        questions = [
            _question(frame, segment, limit) for segment in segments[first : first + _AT_ONCE]
        ]
        parts += [Readings.from_packed(packed) for [packed] in await ask(connection, questions)]
        if sum(map(len, parts)) >= limit:
            break
    return Readings.joined(parts[::-1]).newest(limit)


def _cut(frame: Frame, hours: Sequence[datetime], end: datetime) -> Iterator[Segment]:
    """Yield the segments of the frame within each of the hours, all of them newest first."""
    for hour in hours:
        finish = min(end, hour + _LONGEST)
        for segment in reversed(frame.segments):
            begin, until = max(segment.start, hour), min(segment.end, finish)
            if begin < until:
                yield Segment(segment.channel, begin, until)
        end = hour


def _question(frame: Frame, segment: Segment, limit: int) -> Question:
    text = _text(frame.source(segment.start, segment.end))
    return Question(text, (segment.channel, segment.start, segment.end, limit), 1)


@lru_cache(maxsize=512)
def _text(source: str) -> str:
    return _UNCOUNTED.format(source=source)
