"""Sums of one channel over one stretch of time, exact at both edges."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from isotherm.quality import UNCOUNTED
from isotherm_api.database import Connection
from isotherm_api.history.limits import LimitsFrom
from isotherm_api.history.segments import Segment
from isotherm_api.history.silence import Window

_COUNTS = f"quality & {int(UNCOUNTED)} = 0"

_SUMS = f"""
WITH own AS (
    SELECT measured_at, value, {_COUNTS} AS counts,
           coalesce(lead(measured_at) OVER (ORDER BY measured_at), $4) AS following
    FROM reading WHERE channel_id = $1 AND measured_at >= $2 AND measured_at < $3
), held AS (
    -- a reading holds until the next one, and not into a gap; only within the window
    SELECT measured_at, value, following - measured_at > $5 AS silent,
           CASE WHEN following - measured_at > $5 THEN measured_at
                ELSE following END AS until
    FROM own WHERE counts
), judged AS (
    SELECT h.measured_at, h.value, p.since,
           date_part('epoch', greatest(interval '0', least(h.until, p.till, $7)
                     - greatest(h.measured_at, p.since, $6))) AS seconds,
           h.value > p.high AS above, h.value < p.low AS below
    FROM held h
    JOIN unnest($8::timestamptz[], $9::timestamptz[], $10::float8[], $11::float8[])
         AS p (since, till, low, high)
      ON (p.since <= h.measured_at AND h.measured_at < p.till)
      OR (h.measured_at < p.since AND p.since < h.until)
    WHERE (h.measured_at >= $6 OR h.until > $6) AND (h.measured_at >= $6 OR p.till > $6)
), followed AS (
    SELECT *, lag(above) OVER w AS was_above, lag(below) OVER w AS was_below,
           lag(measured_at) OVER w IS NULL AS first, lead(measured_at) OVER w IS NULL AS last
    FROM judged WINDOW w AS (ORDER BY measured_at, since)
)
SELECT coalesce(sum(seconds), 0) AS known_s,
       coalesce(sum(value * seconds), 0) AS integral,
       coalesce(sum(seconds) FILTER (WHERE above), 0) AS above_s,
       coalesce(sum(seconds) FILTER (WHERE below), 0) AS below_s,
       count(*) FILTER (WHERE above AND was_above IS NOT TRUE) AS above_times,
       count(*) FILTER (WHERE below AND was_below IS NOT TRUE) AS below_times,
       bool_or(above) FILTER (WHERE first) IS TRUE AS first_above,
       bool_or(below) FILTER (WHERE first) IS TRUE AS first_below,
       bool_or(above) FILTER (WHERE last) IS TRUE AS last_above,
       bool_or(below) FILTER (WHERE last) IS TRUE AS last_below,
       count(*) AS pieces
FROM followed"""  # noqa: S608  made of constants

_EXTREMES = f"""
SELECT count(*) FILTER (WHERE {_COUNTS}) AS n,
       count(*) FILTER (WHERE NOT {_COUNTS}) AS uncounted,
       min(value) FILTER (WHERE {_COUNTS}) AS least,
       max(value) FILTER (WHERE {_COUNTS}) AS most,
       sum(value) FILTER (WHERE {_COUNTS}) AS total
FROM reading WHERE channel_id = $1 AND measured_at >= $2 AND measured_at < $3"""  # noqa: S608

_WHEN = f"""
SELECT measured_at FROM reading
WHERE channel_id = $1 AND measured_at >= $2 AND measured_at < $3 AND value = $4 AND {_COUNTS}
ORDER BY measured_at LIMIT 1"""  # noqa: S608


async def sums(
    connection: Connection,
    segment: Segment,
    following: datetime,
    window: Window,
    periods: Sequence[tuple[datetime, datetime, LimitsFrom]],
) -> asyncpg.Record:
    """Seconds known and beyond limits, the value integrated, and how often it went beyond.

    The segment may begin before the window with the reading that reaches into it; `following` is
    the next reading after the segment, or now. `periods` cover the window and what reaches into it.
    """
    row = await connection.fetchrow(
        _SUMS,
        segment.channel,
        segment.start,
        segment.end,
        following,
        window.limit,
        window.start,
        window.end,
        [since for since, _, _ in periods],
        [till for _, till, _ in periods],
        [each.low for _, _, each in periods],
        [each.high for _, _, each in periods],
    )
    return _row(row)


async def extremes(connection: Connection, segment: Segment) -> asyncpg.Record:
    """Counts, least, greatest and total of what counts."""
    return _row(await connection.fetchrow(_EXTREMES, segment.channel, segment.start, segment.end))


async def first_with(connection: Connection, segment: Segment, value: float) -> datetime:
    """When a value that is there was first measured."""
    found = await connection.fetchval(_WHEN, segment.channel, segment.start, segment.end, value)
    if not isinstance(found, datetime):
        raise RuntimeError("the snapshot has lost a reading")
    return found


def _row(row: asyncpg.Record | None) -> asyncpg.Record:
    if row is None:
        raise RuntimeError("an aggregate has to give a row")
    return row
