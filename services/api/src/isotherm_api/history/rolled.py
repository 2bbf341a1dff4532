"""Rollups of one sensor over full hours, its gaps and its faults, out of the database."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from isotherm.history.readings import Readings, Segment, instant, micros
from isotherm.history.rules import ALWAYS, Numbers, Times
from isotherm.history.spans import touching
from isotherm.history.sums import NAMES, Counts, Sums
from isotherm.quality import UNCOUNTED
from isotherm_api.database import Connection
from isotherm_api.history.split import Stretch, midnight, whole_days

MAX_SPANS = 4000
"""Gaps listed a sensor, the longest ones, and stretches of faults; more cannot be told apart."""
_POSTGRES_EPOCH_US = 946_684_800_000_000

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
_PACKED = f"""
SELECT string_agg(
    timestamptz_send(at) || int4send(n) || int4send(uncounted) || float8send(total)
    || float8send(coalesce(least, 'NaN')) || float8send(coalesce(most, 'NaN'))
    || float8send(covered_s), ''::bytea ORDER BY at)
FROM ({_SOURCE.format(columns="n, uncounted, total, least, most, covered_s")}) x"""  # noqa: S608  names of ours
_WHOLE = f"{_SOURCE.format(columns=', '.join(NAMES))} ORDER BY at"

_GAPS = f"""
SELECT since, until, count(*) OVER () AS found FROM gap
WHERE sensor_id = $1 AND since < $3 AND (until IS NULL OR until > $2)
  -- of the gaps before the range only the last one can reach into it
  AND since >= coalesce(
      (SELECT max(b.since) FROM gap b WHERE b.sensor_id = $1 AND b.since <= $2), $2)
ORDER BY least(coalesce(until, $3), $3) - greatest(since, $2) DESC LIMIT {MAX_SPANS}"""  # noqa: S608  a number of ours
_FAULTS = f"""
SELECT since, until FROM fault WHERE sensor_id = $1 AND since >= $2 AND since < $3
ORDER BY since DESC LIMIT {MAX_SPANS}"""  # noqa: S608  a number of ours
_MISSED = """
SELECT hour FROM reading_hour
WHERE sensor_id = $1 AND hour >= $2 AND hour < $3 AND uncounted > 0 ORDER BY hour DESC LIMIT $4"""
_UNCOUNTED = f"""
SELECT r.measured_at, r.value, r.quality
FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[]) AS p (channel, start, ending)
CROSS JOIN LATERAL (
    SELECT measured_at, value, quality FROM reading
    WHERE channel_id = p.channel AND measured_at >= p.start AND measured_at < p.ending
      AND measured_at >= $4 AND measured_at < $5 AND quality & {int(UNCOUNTED)} <> 0) r
ORDER BY r.measured_at DESC LIMIT $6"""  # noqa: S608  a number of ours


@dataclass(frozen=True, slots=True)
class Brief:
    """What a series needs of each hour or day, by its beginning."""

    at: Times
    n: Counts
    uncounted: Counts
    total: Numbers
    least: Numbers
    most: Numbers
    covered_s: Numbers


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
    bounds = [instant(each) for each in (start, inner[0], inner[1], end)]
    return [sensor, *bounds, zone, first, last]


async def brief(
    connection: Connection, sensor: int, stretch: Stretch, zone: str, *, days: bool
) -> Brief:
    """The hours of a stretch, or its days and the hours around them, by time."""
    packed = await connection.fetchval(_PACKED, *_arguments(sensor, stretch, zone, days=days))
    rows = np.frombuffer(packed or b"", _BRIEF)
    return Brief(
        rows["at"].astype(np.int64) + _POSTGRES_EPOCH_US,
        rows["n"].astype(np.int64),
        rows["uncounted"].astype(np.int64),
        *(rows[name].astype(np.float64) for name in ("total", "least", "most", "covered_s")),
    )


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
        return np.array([ALWAYS if each is None else micros(each) for each in values], np.int64)
    if name.startswith(("first_", "last_")) and name != "last_value":
        return np.array([-1 if each is None else each for each in values], np.int16)
    return np.array(values, np.int64 if isinstance(values[0], int) else np.float64)


async def gaps(connection: Connection, sensor: int, stretch: Stretch) -> tuple[list[Stretch], int]:
    """The longest gaps of a stretch, by time and clipped to it, and how many there are in all.

    One that goes on reaches to the end of the stretch.
    """
    start, end = stretch
    rows = await connection.fetch(_GAPS, sensor, instant(start), instant(end))
    found = sorted(
        (max(start, micros(row["since"])),
         end if row["until"] is None else min(end, micros(row["until"])))
        for row in rows
    )  # fmt: skip
    return found, rows[0]["found"] if rows else 0


async def faults(connection: Connection, sensor: int, stretch: Stretch) -> list[Stretch]:
    """The runs of faults in a stretch of full hours, by time."""
    rows = await connection.fetch(_FAULTS, sensor, *(instant(each) for each in stretch))
    return touching([(micros(row["since"]), micros(row["until"])) for row in reversed(rows)])


async def uncounted(
    connection: Connection, sensor: int, fed: tuple[Segment, ...], stretch: Stretch, most: int
) -> Readings:
    """The newest readings of a stretch of full hours that do not count, by time.

    Read by those hours alone that have some; what is before the raw horizon is gone.
    """
    start, end = (instant(each) for each in stretch)
    rows = await connection.fetch(_MISSED, sensor, start, end, most)
    pieces = []
    for row in rows:
        # an hour may be half an hour longer where a zone shifts by that; none begins in another
        begin, finish = micros(row["hour"]), micros(row["hour"]) + 3_600_000_000
        pieces += [
            (each.channel, max(each.start, instant(begin)), min(each.end, instant(finish)))
            for each in fed
            if each.start < instant(finish) and each.end > instant(begin)
        ]
    if not pieces:
        return Readings.of([])
    channels, starts, ends = zip(*pieces, strict=True)
    found = await connection.fetch(_UNCOUNTED, channels, starts, ends, min(starts), max(ends), most)
    return Readings.of([(micros(row[0]), row[1], row[2]) for row in reversed(found)])
