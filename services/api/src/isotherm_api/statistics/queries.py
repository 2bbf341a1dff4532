"""Sums of pieces of a range, in one pass over their readings."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from isotherm.quality import UNCOUNTED
from isotherm_api.database import Connection
from isotherm_api.history.segments import Segment
from isotherm_api.history.silence import Window
from isotherm_api.statistics.pieces import Around, Piece

_COUNTS = f"quality & {int(UNCOUNTED)} = 0"

_SUMS = f"""
SELECT x.* FROM unnest(
    $1::int[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[],
    $6::timestamptz[], $7::float8[], $8::float8[]) WITH ORDINALITY
    AS p (channel, start, ending, following, since, until, low, high, number)
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE counts AND inside) AS n,
           count(*) FILTER (WHERE NOT counts AND inside) AS uncounted,
           min(value) FILTER (WHERE counts AND inside) AS least,
           max(value) FILTER (WHERE counts AND inside) AS most,
           coalesce(sum(value) FILTER (WHERE counts AND inside), 0) AS total,
           coalesce(sum(least(following, $12) - measured_at) FILTER (
               WHERE silent AND measured_at < $12), interval '0') AS silent,
           coalesce(sum(seconds) FILTER (WHERE counts), 0) AS known_s,
           coalesce(sum(value * seconds) FILTER (WHERE counts), 0) AS integral,
           coalesce(sum(seconds) FILTER (WHERE above), 0) AS above_s,
           coalesce(sum(seconds) FILTER (WHERE below), 0) AS below_s,
           count(*) FILTER (WHERE above AND coalesce(before_above < before, true)) AS above_times,
           count(*) FILTER (WHERE below AND coalesce(before_below < before, true)) AS below_times,
           min(measured_at) FILTER (WHERE counts) AS first,
           max(measured_at) FILTER (WHERE counts) AS last,
           min(measured_at) FILTER (WHERE above) AS first_above,
           max(measured_at) FILTER (WHERE above) AS last_above,
           min(measured_at) FILTER (WHERE below) AS first_below,
           max(measured_at) FILTER (WHERE below) AS last_below
    FROM (
        SELECT *, following - measured_at > $9 AS silent, measured_at >= p.since AS inside,
               -- a reading holds until the next one, and not into a gap; only within its piece
               CASE WHEN following - measured_at > $9 THEN 0 ELSE greatest(0, date_part('epoch',
                   least(following, p.until) - greatest(measured_at, p.since))) END AS seconds
        FROM (
            SELECT measured_at, value, {_COUNTS} AS counts,
                   {_COUNTS} AND value > p.high AS above, {_COUNTS} AND value < p.low AS below,
                   lead(measured_at, 1, p.following) OVER w AS following,
                   max(measured_at) FILTER (WHERE {_COUNTS}) OVER w AS before,
                   max(measured_at) FILTER (WHERE {_COUNTS} AND value > p.high) OVER w
                   AS before_above,
                   max(measured_at) FILTER (WHERE {_COUNTS} AND value < p.low) OVER w
                   AS before_below
            FROM reading
            WHERE channel_id = p.channel AND measured_at >= p.start AND measured_at < p.ending
              -- said once more for all pieces, so that the planner leaves out other days
              AND measured_at >= $10 AND measured_at < $11
            WINDOW w AS (ORDER BY measured_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        ) own
        OFFSET 0  -- keeps the planner from computing seconds once for each sum
    ) held
) x
ORDER BY p.number"""  # noqa: S608  made of constants

_AROUND = """
SELECT (SELECT max(measured_at) FROM reading
        WHERE channel_id = $1 AND measured_at >= $2 AND measured_at < $3) AS before,
       (SELECT min(measured_at) FROM reading
        WHERE channel_id = $1 AND measured_at >= $3 AND measured_at < $4) AS after"""

_WHEN = f"""
SELECT measured_at FROM reading
WHERE channel_id = $1 AND measured_at >= $2 AND measured_at < $3 AND value = $4 AND {_COUNTS}
ORDER BY measured_at LIMIT 1"""  # noqa: S608


async def sums(
    connection: Connection, pieces: Sequence[Piece], window: Window
) -> list[asyncpg.Record]:
    """Counts, extremes, seconds known, beyond limits and silent, and the value integrated.

    One row a piece, in their order; each reading is looked at once.
    """
    if not pieces:
        return []
    return await connection.fetch(
        _SUMS,
        [each.channel for each in pieces],
        [each.start for each in pieces],
        [each.end for each in pieces],
        [each.following for each in pieces],
        [each.since for each in pieces],
        [each.until for each in pieces],
        [each.low for each in pieces],
        [each.high for each in pieces],
        window.limit,
        min(each.start for each in pieces),
        max(each.end for each in pieces),
        window.end,
    )


async def around(connection: Connection, segment: Segment, at: datetime) -> Around:
    """The readings of a segment on both sides of an instant, where it has some on both."""
    row = await connection.fetchrow(_AROUND, segment.channel, segment.start, at, segment.end)
    if row is None or row["before"] is None or row["after"] is None:
        raise RuntimeError("the snapshot has lost a reading")
    return row["before"], row["after"]


async def first_with(connection: Connection, piece: Piece, value: float) -> datetime:
    """When a value that is there was first measured."""
    found = await connection.fetchval(
        _WHEN, piece.channel, max(piece.start, piece.since), piece.end, value
    )
    if not isinstance(found, datetime):
        raise RuntimeError("the snapshot has lost a reading")
    return found
