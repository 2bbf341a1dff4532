"""A sensor's readings as columns, and how they come out of the database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from isotherm.database import Connection
from isotherm.history.asking import Question, ask
from isotherm.history.rules import Numbers
from isotherm.instants import Times, from_postgres
from isotherm.quality import UNCOUNTED, Quality

_SENT = np.dtype([("at", ">i8"), ("value", ">f8"), ("quality", ">i2")])
_MICROSECOND = timedelta(microseconds=1)

PACKED = (
    "string_agg(timestamptz_send(measured_at) || float8send(coalesce(value, 'NaN'))"
    " || int2send(quality), ''::bytea ORDER BY measured_at)"
)
"""All readings of a statement as one value, which `Readings.unpacked` takes: in a tenth of the time
that rows of Python objects take."""
_WITHIN = "FROM reading WHERE channel_id = $1 AND measured_at >= $2 AND measured_at < $3"
_ALL = f"SELECT {PACKED} {_WITHIN}"
_LAST, _FIRST = (
    f"SELECT {PACKED} FROM (SELECT measured_at, value, quality {_WITHIN}"  # noqa: S608  names of ours
    f" ORDER BY measured_at {order} LIMIT 1) one"
    for order in ("DESC", "ASC")
)

Source = Callable[[datetime, datetime], str]
"""From which table readings come that were measured from an instant until before another."""
EVERY_DAY = "reading"

_AROUND = """
SELECT (SELECT {packed} FROM (SELECT measured_at, value, quality FROM {source}
            WHERE channel_id = $1 AND measured_at >= $4 AND measured_at < $2
            ORDER BY measured_at DESC LIMIT 1) one),
       (SELECT {packed} FROM {source}
            WHERE channel_id = $1 AND measured_at >= $2 AND measured_at < $3),
       (SELECT {packed} FROM (SELECT measured_at, value, quality FROM {source}
            WHERE channel_id = $1 AND measured_at >= $3 AND measured_at < $5
            ORDER BY measured_at LIMIT 1) one)"""
"""The last reading before a range, those in it, and the first after it; of a channel ($1), from $2
until before $3, those outside from $4 until before $5."""


def every_day(_start: datetime, _end: datetime) -> str:
    """The source that has all readings."""
    return EVERY_DAY


@dataclass(frozen=True, slots=True)
class Segment:
    """From `start` until just before `end`, a sensor's readings are this channel's."""

    channel: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Readings:
    """Instants in µs since 1970, strictly rising; values in °C, NaN where there is none."""

    at: Times
    value: Numbers
    quality: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.at)

    @property
    def counts(self) -> NDArray[np.bool_]:
        """Whether each takes part in statistics and bands."""
        found: NDArray[np.bool_] = (self.quality & int(UNCOUNTED)) == 0
        return found

    @property
    def faulty(self) -> NDArray[np.bool_]:
        """Whether the device spoke and the probe did not."""
        found: NDArray[np.bool_] = (self.quality & int(Quality.FAULT)) != 0
        return found

    def between(self, start: int, end: int) -> "Readings":
        """Those from an instant until before another, in µs."""
        first, last = np.searchsorted(self.at, (start, end))
        return Readings(self.at[first:last], self.value[first:last], self.quality[first:last])

    def newest(self, most: int) -> "Readings":
        """The last of them, at most so many."""
        return Readings(self.at[-most:], self.value[-most:], self.quality[-most:])

    def pick(self, which: NDArray[np.bool_]) -> "Readings":
        """Some of them."""
        return Readings(self.at[which], self.value[which], self.quality[which])

    @classmethod
    def of(cls, rows: Sequence[tuple[int, float | None, int]]) -> "Readings":
        """From rows of (µs since 1970, value, quality) by time."""
        return cls(
            np.array([row[0] for row in rows], np.int64),
            np.array([row[1] for row in rows], np.float64),
            np.array([row[2] for row in rows], np.int16),
        )

    @classmethod
    def joined(cls, parts: Sequence["Readings"]) -> "Readings":
        """One after another; each part is after the one before it."""
        if len(parts) == 1:
            return parts[0]
        if not parts:
            return cls.of([])
        return cls(
            np.concatenate([each.at for each in parts]),
            np.concatenate([each.value for each in parts]),
            np.concatenate([each.quality for each in parts]),
        )

    @classmethod
    def unpacked(cls, sent: bytes | None) -> "Readings":
        """From what the queries of this file answer."""
        columns = np.frombuffer(sent or b"", _SENT)
        return cls(
            from_postgres(columns["at"]),
            columns["value"].astype(np.float64),
            columns["quality"].astype(np.int16),
        )


async def segments(
    connection: Connection, sensors: Sequence[int], start: datetime, end: datetime
) -> dict[int, list[Segment]]:
    """Which channels fed each sensor within a range, by time; they never overlap."""
    rows = await connection.fetch(
        "SELECT sensor_id, channel_id, greatest(lower(during), $2) AS start,"
        " least(upper(during), $3) AS until FROM installation"
        " WHERE sensor_id = ANY($1::int[]) AND during && tstzrange($2, $3) ORDER BY during",
        list(sensors),
        start,
        end,
    )
    found: dict[int, list[Segment]] = {sensor: [] for sensor in sensors}
    for row in rows:
        found[row["sensor_id"]].append(Segment(row["channel_id"], row["start"], row["until"]))
    return found


async def load(
    connection: Connection, fed: Sequence[Segment], start: datetime, end: datetime
) -> Readings:
    """The readings of some segments from an instant until before another."""
    parts = []
    for each in _clipped(fed, start, end):
        packed = await connection.fetchval(_ALL, each.channel, each.start, each.end)
        if packed is not None:
            parts.append(Readings.unpacked(packed))
    return Readings.joined(parts)


async def last(
    connection: Connection, fed: Sequence[Segment], start: datetime, end: datetime
) -> Readings:
    """The newest of them, where there is one."""
    return await _edge(connection, _LAST, _clipped(fed, start, end)[::-1])


async def first(
    connection: Connection, fed: Sequence[Segment], start: datetime, end: datetime
) -> Readings:
    """The oldest of them, where there is one."""
    return await _edge(connection, _FIRST, _clipped(fed, start, end))


async def around(
    connection: Connection,
    fed: Sequence[Segment],
    start: datetime,
    end: datetime,
    reach: timedelta,
    source: Source = every_day,
) -> tuple[Readings, Readings, Readings]:
    """The last reading before a range, those in it, and the first one after it.

    Those outside as far as `reach`, at its end included.
    """
    question = around_question(fed, start, end, reach, source)
    if question is not None:
        [answer] = await ask(connection, [question])
        return unpack_around(answer)
    return (
        await last(connection, fed, start - reach, start),
        await load(connection, fed, start, end),
        await first(connection, fed, end, end + reach + _MICROSECOND),
    )


def around_question(
    fed: Sequence[Segment],
    start: datetime,
    end: datetime,
    reach: timedelta,
    source: Source = every_day,
) -> Question | None:
    """What `around` asks where one segment is all; none where it is not."""
    clipped = _clipped(fed, start - reach, end + reach + _MICROSECOND)
    if len(clipped) != 1 or clipped[0].start >= start or clipped[0].end <= end:
        return None
    [each] = clipped
    text = _around_text(source(each.start, each.end))
    return Question(text, (each.channel, start, end, each.start, each.end), 3)


@lru_cache(maxsize=512)
def _around_text(source: str) -> str:
    return _AROUND.format(packed=PACKED, source=source)


def unpack_around(answer: Sequence[bytes | None]) -> tuple[Readings, Readings, Readings]:
    """What `around` gives, out of the answer to its question."""
    before, inside, after = answer
    return Readings.unpacked(before), Readings.unpacked(inside), Readings.unpacked(after)


async def _edge(connection: Connection, query: str, fed: Sequence[Segment]) -> Readings:
    for each in fed:
        packed = await connection.fetchval(query, each.channel, each.start, each.end)
        if packed is not None:
            return Readings.unpacked(packed)
    return Readings.of([])


def _clipped(fed: Sequence[Segment], start: datetime, end: datetime) -> list[Segment]:
    clipped = [Segment(each.channel, max(each.start, start), min(each.end, end)) for each in fed]
    return [each for each in clipped if each.start < each.end]
