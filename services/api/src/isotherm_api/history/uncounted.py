"""Load the readings that do not count, of hours that are rolled up: only where there are some."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache, partial
from itertools import groupby

from isotherm.database import Connection
from isotherm.history.asking import Question, ask
from isotherm.history.load import PACKED, load_readings
from isotherm.history.readings import Readings
from isotherm.history.segments import SPREAD, Segment, clip_segments, touches
from isotherm.instants import Times, to_datetime, to_micros
from isotherm.quality import UNCOUNTED
from isotherm.spans import Span
from isotherm_api.history.frame import Frame

Time = tuple[datetime, datetime]
"""From an instant until before another."""
_LONGEST, _DAY = timedelta(minutes=90), timedelta(days=1)
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
    parts: list[Readings] = []
    for corrected, some in groupby(_spans(newest_first, end), partial(_is_corrected, frame)):
        wanted = limit - sum(map(len, parts))
        if wanted <= 0:
            break
        load = _load_corrected if corrected else _load
        parts += await load(connection, frame, list(some), wanted)
    return Readings.joined(parts[::-1]).newest(limit)


async def _load(
    connection: Connection, frame: Frame, spans: Sequence[Time], limit: int
) -> list[Readings]:
    """Load the readings of some hours in which no correction changes what counts, newest first."""
    segments = list(_cut(frame, spans))
    parts: list[Readings] = []
    for first in range(0, len(segments), _AT_ONCE):
        questions = [
            _question(frame, segment, limit) for segment in segments[first : first + _AT_ONCE]
        ]
        parts += [Readings.from_packed(packed) for [packed] in await ask(connection, questions)]
        if sum(map(len, parts)) >= limit:
            break
    return parts


async def _load_corrected(
    connection: Connection, frame: Frame, spans: Sequence[Time], limit: int
) -> list[Readings]:
    """Load the readings of some hours that corrections touch, some hours at once, newest first."""
    parts: list[Readings] = []
    for start, end in _runs(spans):
        readings = await load_readings(connection, frame.segments, start, end)
        parts.append(readings.pick(~readings.counts))
        if sum(map(len, parts)) >= limit:
            break
    return parts


def _spans(hours: Sequence[datetime], end: datetime) -> Iterator[Time]:
    """Yield begin and end of each of the hours, newest first."""
    for hour in hours:
        yield hour, min(end, hour + _LONGEST)
        end = hour


def _is_corrected(frame: Frame, span: Time) -> bool:
    """Return whether a correction may change which readings of a span do not count."""
    corrections = frame.segments[0].corrections if frame.segments else ()
    start, end = map(to_micros, span)
    return any(touches(correction, start - SPREAD, end) for correction in corrections)


def _runs(spans: Sequence[Time]) -> Iterator[Time]:
    """Yield spans that follow one another as one, of at most a day, newest first."""
    run: Time | None = None
    for start, end in spans:
        if run is not None and end == run[0] and run[1] - start <= _DAY:
            run = start, run[1]
            continue
        if run is not None:
            yield run
        run = start, end
    if run is not None:
        yield run


def _cut(frame: Frame, spans: Sequence[Time]) -> Iterator[Segment]:
    """Yield the segments of the frame within each of the spans, all of them newest first."""
    for start, end in spans:
        yield from reversed(clip_segments(frame.segments, start, end))


def _question(frame: Frame, segment: Segment, limit: int) -> Question:
    text = _text(frame.source(segment.start, segment.end))
    return Question(text, (segment.channel, segment.start, segment.end, limit), 1)


@lru_cache(maxsize=512)
def _text(source: str) -> str:
    return _UNCOUNTED.format(source=source)
