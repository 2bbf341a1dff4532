"""The last day of some sensors: hours before `rolled_to`, readings after it, in one snapshot."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from isotherm.clock import to_ms
from isotherm.quality import UNCOUNTED, Quality
from isotherm_api.access import Visible
from isotherm_api.database import Connection
from isotherm_api.history import interval, silence
from isotherm_api.history.silence import Seen, Span, Window

DAY = timedelta(hours=24)
_FAULT, _BAD = int(Quality.FAULT), int(UNCOUNTED)

_ROLLED = """
SELECT u.sensor_id, u.rolled_to, f.first_at, l.last_at, l.last_quality FROM rollup u
LEFT JOIN LATERAL (
    SELECT first_at FROM reading_hour h WHERE h.sensor_id = u.sensor_id
      AND h.hour < u.rolled_to ORDER BY h.hour LIMIT 1) f ON true
LEFT JOIN LATERAL (
    SELECT last_at, last_quality FROM reading_hour h WHERE h.sensor_id = u.sensor_id
      AND h.hour < u.rolled_to AND h.last_at IS NOT NULL ORDER BY h.hour DESC LIMIT 1) l ON true
WHERE u.sensor_id = ANY($1::int[]) AND u.rolled_to > $2"""

_HOURS = """
SELECT h.sensor_id, h.least, h.least_at, h.most, h.most_at
FROM rollup u JOIN reading_hour h ON h.sensor_id = u.sensor_id AND h.hour < u.rolled_to
WHERE u.sensor_id = ANY($1::int[]) AND u.rolled_to > $2
  AND h.hour > $2::timestamptz - interval '1 hour' AND h.n > 0"""

_GAPS = """
SELECT sensor_id, since, until FROM gap
WHERE sensor_id = ANY($1::int[]) AND (until IS NULL OR until > $2)"""

_FAULTS = """
SELECT sensor_id, since, until FROM fault
WHERE sensor_id = ANY($1::int[]) AND since > $2::timestamptz - interval '1 hour' AND until >= $2"""

_RAW = """
FROM unnest($1::int[], $2::timestamptz[], $4::interval[]) AS a (sensor_id, start, silence)
JOIN installation i ON i.sensor_id = a.sensor_id AND i.during && tstzrange(a.start, $3)
JOIN reading r ON r.channel_id = i.channel_id AND i.during @> r.measured_at
WHERE r.measured_at >= a.start AND r.measured_at < $3"""

_EXTREMES = f"""
SELECT sensor_id, min(value) AS least, min(at) FILTER (WHERE value = low) AS least_at,
       max(value) AS most, min(at) FILTER (WHERE value = high) AS most_at
FROM (SELECT a.sensor_id, r.measured_at AS at, r.value, date_trunc('hour', r.measured_at) AS hour,
             min(r.value) OVER w AS low, max(r.value) OVER w AS high
      {_RAW} AND r.quality & {_BAD} = 0
      WINDOW w AS (PARTITION BY a.sensor_id, date_trunc('hour', r.measured_at))) x
GROUP BY sensor_id, hour"""  # noqa: S608  words of ours

_STEPS = f"""
SELECT sensor_id, before, before_quality, at, quality FROM (
    SELECT a.sensor_id, a.silence, r.measured_at AS at, r.quality,
           lag(r.measured_at) OVER w AS before, lag(r.quality) OVER w AS before_quality,
           lead(r.measured_at) OVER w AS after
    {_RAW} WINDOW w AS (PARTITION BY a.sensor_id ORDER BY r.measured_at)) x
WHERE before IS NULL OR after IS NULL OR at - before > silence
   OR quality & {_FAULT} <> before_quality & {_FAULT}
ORDER BY sensor_id, at"""  # noqa: S608  words of ours


async def build(
    connection: Connection, sensors: Sequence[Visible], now: datetime
) -> dict[str, Any]:
    """The document of `schemas.Sparks`, ready to be encoded."""
    ids, start = [each.id for each in sensors], now - DAY
    seconds = {each.id: each.interval_s for each in sensors if each.interval_s is not None}
    unset = [each for each in ids if each not in seconds]
    seconds |= await interval.seen(connection, unset, now)
    limits = {each: interval.gap_limit(seconds.get(each)) for each in ids}
    rolled = {row["sensor_id"]: row for row in await connection.fetch(_ROLLED, ids, start)}
    begins = [rolled[each]["rolled_to"] if each in rolled else start for each in ids]
    # where nothing is rolled up, a reading before the day may hold into it
    reaches = [
        begin if each in rolled else begin - limits[each]
        for each, begin in zip(ids, begins, strict=True)
    ]
    raw = (ids, reaches, now, [limits[each] for each in ids])
    extremes = [
        *await connection.fetch(_HOURS, ids, start),
        *await connection.fetch(_EXTREMES, *raw),
    ]
    points = _by_sensor(extremes)
    steps = _by_sensor(await connection.fetch(_STEPS, *raw))
    gaps = _by_sensor(await connection.fetch(_GAPS, ids, start))
    faults = _by_sensor(await connection.fetch(_FAULTS, ids, start))
    documents = []
    for each, begin in zip(sensors, begins, strict=True):
        key, known = each.id, rolled.get(each.id)
        silent, faulty = _after(Window(min(begin, now), now, now, limits[key]), known, steps[key])
        if known is not None:
            before = Window(start, min(begin, now), now, limits[key])
            silent += _clipped(before, _gaps_before(before, known, gaps[key]))
            faulty += _clipped(before, [(row["since"], row["until"]) for row in faults[key]])
        silent, faulty = _united(silent), _united(faulty)
        times = _extremes(points[key], start)
        whole = Window(start, now, now, limits[key])
        documents.append(
            {
                "id": str(each.reference),
                "time": [to_ms(at) for at, _ in times],
                "value": [value for _, value in times],
                "gaps": [[to_ms(since), to_ms(until)] for since, until in silent],
                "faults": [[to_ms(since), to_ms(until)] for since, until in faulty],
                "coverage": silence.coverage(whole, silence.length(silent)),
            }
        )
    return {"from": to_ms(start), "to": to_ms(now), "sensors": documents}


def _by_sensor(rows: Iterable[asyncpg.Record]) -> defaultdict[int, list[asyncpg.Record]]:
    found = defaultdict(list)
    for row in rows:
        found[row["sensor_id"]].append(row)
    return found


def _extremes(rows: Iterable[asyncpg.Record], start: datetime) -> list[tuple[datetime, float]]:
    found = {(row["least_at"], row["least"]) for row in rows}
    found |= {(row["most_at"], row["most"]) for row in rows}
    return sorted(each for each in found if each[0] >= start)


def _clipped(window: Window, spans: Iterable[Span]) -> list[Span]:
    return [span for since, until in spans if (span := window.clip(since, until))]


def _gaps_before(
    window: Window, rolled: asyncpg.Record, rows: Iterable[asyncpg.Record]
) -> list[Span]:
    """The gaps that rollups know, what came before the first reading included."""
    found = [(row["since"], row["until"] or window.end) for row in rows]
    return [(window.start, rolled["first_at"] or window.end), *found]


def _after(
    window: Window, rolled: asyncpg.Record | None, rows: Sequence[asyncpg.Record]
) -> tuple[list[Span], list[Span]]:
    """Gaps and faults of what is not rolled up yet."""
    seen = [Seen(row["at"], row["quality"]) for row in rows]
    steps = [
        (Seen(row["before"], row["before_quality"]), after)
        for row, after in zip(rows, seen, strict=True)
        if row["before"] is not None
    ]
    if rolled is not None and rolled["last_at"] is not None:
        lead = Seen(rolled["last_at"], rolled["last_quality"])
        steps = [(lead, seen[0]), *steps] if seen else []
        seen = [lead, *seen]
    known = (seen[0], seen[-1]) if seen else None
    return silence.gaps(window, known, steps, None), silence.faults(window, known, steps, None)


def _united(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for since, until in sorted(spans):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(until, found[-1][1]))
        else:
            found.append((since, until))
    return found
