"""Rollups of one sensor over full hours, its gaps and its faults, out of the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from struct import Struct
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from isotherm.history.asking import Question, ask
from isotherm.history.load import PACKED
from isotherm.history.readings import Readings
from isotherm.history.rules import Numbers
from isotherm.history.sums import NAMES, Counts, Sums
from isotherm.instants import (
    ALWAYS,
    Times,
    from_postgres,
    from_postgres_one,
    to_datetime,
    to_micros,
)
from isotherm.quality import UNCOUNTED
from isotherm.spans import merge
from isotherm.zones import midnight
from isotherm_api.database import Connection
from isotherm_api.history.frame import Frame
from isotherm_api.history.split import Stretch, whole_days

MAX_SPANS = 4000
"""Gaps listed a sensor, the longest ones, and stretches of faults; more cannot be told apart."""
_LONGEST = timedelta(minutes=90)
"""Of the hours of any zone: one that shifts by half an hour has such a one."""

_BRIEF = np.dtype(
    [
        ("at", ">i8"), ("n", ">i4"), ("uncounted", ">i4"), ("total", ">f8"), ("least", ">f8"),
        ("most", ">f8"), ("covered_s", ">f8"),
    ]
)  # fmt: skip
_SOURCE = """
SELECT hour AS at, {columns} FROM reading_hour
WHERE sensor_id = $1 AND (hour >= $2 AND hour < $3 OR hour >= $4 AND hour < $5)
UNION ALL
SELECT day::timestamp AT TIME ZONE $6, {columns} FROM reading_day
WHERE sensor_id = $1 AND day >= $7 AND day < $8"""
_SPAN = Struct(">qq")
_GAPS = f"""
SELECT since, coalesce(until, 'infinity') AS until, count(*) OVER () AS found FROM gap
WHERE sensor_id = $1 AND since < $5 AND (until IS NULL OR until > $9)
  -- of the gaps before the range only the last one can reach into it
  AND since >= coalesce(
      (SELECT max(b.since) FROM gap b WHERE b.sensor_id = $1 AND b.since <= $9), $9)
ORDER BY least(coalesce(until, $5), $5) - greatest(since, $9) DESC LIMIT {MAX_SPANS}"""
_FAULTS = f"""
SELECT since, until FROM fault WHERE sensor_id = $1 AND since >= $2 AND since < $5
ORDER BY since DESC LIMIT {MAX_SPANS}"""
_PACKED_SPANS = (
    "string_agg(timestamptz_send(since) || timestamptz_send(until), ''::bytea ORDER BY since)"
)
_PACKED = f"""
SELECT (SELECT string_agg(
            timestamptz_send(at) || int4send(n) || int4send(uncounted) || float8send(total)
            || float8send(coalesce(least, 'NaN')) || float8send(coalesce(most, 'NaN'))
            || float8send(covered_s), ''::bytea ORDER BY at)
        FROM ({_SOURCE.format(columns="n, uncounted, total, least, most, covered_s")}) x) AS sums,
       gaps.packed AS gaps, gaps.found, faults.packed AS faults
FROM (SELECT {_PACKED_SPANS} AS packed, coalesce(max(found), 0) AS found FROM ({_GAPS}) g) gaps
CROSS JOIN (SELECT {_PACKED_SPANS} AS packed FROM ({_FAULTS}) f) faults"""
_WHOLE = f"{_SOURCE.format(columns=', '.join(NAMES))} ORDER BY at"

_MISSED = """
SELECT hour FROM reading_hour
WHERE sensor_id = $1 AND hour >= $2 AND hour < $3 AND uncounted > 0 ORDER BY hour DESC LIMIT $4"""
_AT_ONCE = 8
"""Hours a question: of all partitions each part of it meets one alone."""
_UNCOUNTED = f"""
SELECT {PACKED} FROM (
    SELECT measured_at, value, quality FROM {{source}}
    WHERE channel_id = $1 AND measured_at >= $2 AND measured_at < $3
      AND quality & {int(UNCOUNTED)} <> 0
    ORDER BY measured_at DESC LIMIT $4) one"""


@dataclass(frozen=True, slots=True)
class Brief:
    """What a series needs of each hour or day, by its beginning, and the spans among them."""

    at: Times
    n: Counts
    uncounted: Counts
    total: Numbers
    least: Numbers
    most: Numbers
    covered_s: Numbers
    gaps: list[Stretch]
    """The longest ones, clipped; one that goes on reaches to the end."""
    gaps_total: int
    faults: list[Stretch]


def _arguments(sensor: int, stretch: Stretch, zone: str, *, days: bool) -> list[Any]:
    """Of `_SOURCE`: days where they are wanted and whole, hours around them."""
    start, end = stretch
    here = ZoneInfo(zone)
    first, last = whole_days(stretch, zone)
    if not days or last <= first:
        last = first
        inner = (end, end)
    else:
        inner = (midnight(first, here), midnight(last, here))
    bounds = [to_datetime(each) for each in (start, inner[0], inner[1], end)]
    return [sensor, *bounds, zone, first, last]


def brief(sensor: int, stretch: Stretch, zone: str, since: int, *, days: bool) -> Question:
    """Asks for the hours of a stretch, or its days and the hours around them.

    And for gaps from `since`, at or before the stretch, until its end.
    """
    words = (*_arguments(sensor, stretch, zone, days=days), to_datetime(since))
    return Question(_PACKED, words, 4)


def unpacked(answer: Sequence[Any], stretch: Stretch, since: int) -> Brief:
    """The answer to `brief`, by time."""
    sums, gaps, many, faults = answer
    rows = np.frombuffer(sums or b"", _BRIEF)
    return Brief(
        from_postgres(rows["at"]),
        rows["n"].astype(np.int64),
        rows["uncounted"].astype(np.int64),
        rows["total"].astype(np.float64),
        rows["least"].astype(np.float64),
        rows["most"].astype(np.float64),
        rows["covered_s"].astype(np.float64),
        [(max(since, begin), min(stretch[1], end)) for begin, end in _spans(gaps)],
        many,
        merge(_spans(faults)),
    )


def _spans(packed: bytes | None) -> list[Stretch]:
    return [
        (from_postgres_one(since), from_postgres_one(until))
        for since, until in _SPAN.iter_unpack(packed or b"")
    ]


async def whole(connection: Connection, sensor: int, stretch: Stretch, zone: str) -> Sums | None:
    """All that the days and hours of a stretch add up to, by time; none where there are none."""
    rows = await connection.fetch(_WHOLE, *_arguments(sensor, stretch, zone, days=True))
    if not rows:
        return None
    columns = list(zip(*(tuple(row.values()) for row in rows), strict=True))[1:]
    return Sums(
        *(_column(name, values) for name, values in zip(NAMES, columns, strict=True))
    )  # fmt: skip


def _column(name: str, values: tuple[Any, ...]) -> Any:
    if name.endswith("_at"):
        return np.array([ALWAYS if each is None else to_micros(each) for each in values], np.int64)
    if name.startswith(("first_", "last_")) and name != "last_value":
        return np.array([-1 if each is None else each for each in values], np.int16)
    return np.array(values, np.int64 if isinstance(values[0], int) else np.float64)


async def uncounted(
    connection: Connection, frame: Frame, stretch: Stretch, most: int, known: Times | None = None
) -> Readings:
    """The newest readings of a stretch of full hours that do not count, by time.

    Read by those hours alone that have some, where they are not `known` already; what is before
    the raw horizon is gone.
    """
    start, end = (to_datetime(each) for each in stretch)
    if known is None:
        rows = await connection.fetch(_MISSED, frame.sensor.id, start, end, most)
        hours = [row["hour"] for row in rows]
    else:
        hours = [to_datetime(each) for each in known[::-1][:most].tolist()]
    pieces: list[tuple[int, datetime, datetime]] = []
    for hour in hours:
        finish = min(end, hour + _LONGEST)
        for each in reversed(frame.fed):
            begin, until = max(each.start, hour), min(each.end, finish)
            if begin < until:
                pieces.append((each.channel, begin, until))
        end = hour
    found: list[tuple[Readings, ...]] = []
    many = 0
    for first in range(0, len(pieces), _AT_ONCE):
        asked = [
            Question(_uncounted_text(frame.source(*each[1:])), (*each, most), 1)
            for each in pieces[first : first + _AT_ONCE]
        ]
        answers = await ask(connection, asked)
        parts = tuple(Readings.from_packed(packed) for [packed] in answers)
        found.append(parts)
        many += sum(map(len, parts))
        if many >= most:
            break
    by_time = [each for parts in found for each in parts][::-1]
    return Readings.joined(by_time).newest(most)


@lru_cache(maxsize=512)
def _uncounted_text(source: str) -> str:
    return _UNCOUNTED.format(source=source)
