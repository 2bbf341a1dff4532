"""Proposed channels and what they said: as many statements for a page as for one proposal."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

import asyncpg

from isotherm_api.database import Connection

COUNTED = 1000
LOOKED_AT = 50
_BACK = timedelta(days=31)
"""How far before its newest reading a channel's samples are looked for."""
_REJECTS_WITHIN = timedelta(hours=24)

_PAGE = """
SELECT c.id, c.name AS channel, c.created_at, c.unit, d.name AS device, d.label, d.site_id,
       site.slug AS site, a.measured_at, a.received_at, a.value, a.quality
FROM channel c JOIN device d ON d.id = c.device_id
LEFT JOIN site ON site.id = d.site_id LEFT JOIN latest a ON a.channel_id = c.id
WHERE c.state = 'proposed' AND ($1::int[] IS NULL OR d.site_id = ANY($1::int[]))
  AND ($2::bigint IS NULL OR c.id < $2)
ORDER BY c.id DESC LIMIT $3"""

# the outer bounds say once more for all channels where to look, so that the planner leaves out
# other days; the inner ones leave out more of them while it runs
_NEWEST = f"""
SELECT a.channel, r.measured_at, r.received_at, r.value, r.quality
FROM unnest($1::int[], $2::timestamptz[]) AS a (channel, newest)
CROSS JOIN LATERAL (
    SELECT * FROM reading
    WHERE channel_id = a.channel AND measured_at >= $3 AND measured_at <= $4
      AND measured_at >= a.newest - $5::interval AND measured_at <= a.newest
    ORDER BY measured_at DESC LIMIT {LOOKED_AT}) r
ORDER BY a.channel, r.measured_at DESC"""

_COUNTS = f"""
SELECT a.channel, n.first, n.count
FROM unnest($1::int[], $2::timestamptz[]) AS a (channel, newest)
CROSS JOIN LATERAL (
    SELECT min(measured_at) AS first, count(*) AS count FROM (
        SELECT measured_at FROM reading
        WHERE channel_id = a.channel AND measured_at <= $3 AND measured_at <= a.newest
        ORDER BY measured_at LIMIT {COUNTED + 1}) x) n"""

_REJECTS = """
SELECT r.device_name AS device, r.channel_name AS channel, count(*) AS count FROM reject r
JOIN unnest($1::text[], $2::text[]) AS a (device, channel)
  ON r.device_name = a.device AND r.channel_name = a.channel
WHERE r.received_at >= $3 AND r.replayed_at IS NULL GROUP BY 1, 2"""

Rows = list[asyncpg.Record]


async def page(
    connection: Connection, sites: Sequence[int] | None, before: int | None, limit: int
) -> Rows:
    """Up to `limit` proposals of devices of some home sites (None: of all), newest first.

    Each with its newest reading as `latest` has it.
    """
    return await connection.fetch(_PAGE, None if sites is None else list(sites), before, limit)


async def newest(connection: Connection, proposals: Sequence[asyncpg.Record]) -> dict[int, Rows]:
    """The newest readings of each channel, newest first; those that never spoke lack."""
    spoke = [row for row in proposals if row["measured_at"] is not None]
    if not spoke:
        return {}
    times = [row["measured_at"] for row in spoke]
    rows = await connection.fetch(
        _NEWEST, [row["id"] for row in spoke], times, min(times) - _BACK, max(times), _BACK
    )
    return {key: list(group) for key, group in groupby(rows, key=lambda row: row["channel"])}


async def counts(
    connection: Connection, proposals: Sequence[asyncpg.Record]
) -> dict[int, tuple[int, datetime]]:
    """How many readings a channel has, up to one more than are counted, and its first one."""
    spoke = [row for row in proposals if row["measured_at"] is not None]
    if not spoke:
        return {}
    times = [row["measured_at"] for row in spoke]
    rows = await connection.fetch(_COUNTS, [row["id"] for row in spoke], times, max(times))
    return {row["channel"]: (row["count"], row["first"]) for row in rows if row["count"]}


async def rejects(
    connection: Connection, proposals: Sequence[asyncpg.Record], now: datetime
) -> dict[tuple[str, str], int]:
    """How many rejects of a device and channel are listed of the last 24 h and not yet cured."""
    rows = await connection.fetch(
        _REJECTS,
        [row["device"] for row in proposals],
        [row["channel"] for row in proposals],
        now - _REJECTS_WITHIN,
    )
    return {(row["device"], row["channel"]): row["count"] for row in rows}


async def first(connection: Connection, channel: int) -> datetime | None:
    """When a channel's first reading was measured."""
    found: datetime | None = await connection.fetchval(
        "SELECT measured_at FROM reading WHERE channel_id = $1 ORDER BY measured_at LIMIT 1",
        channel,
    )
    return found


async def newest_since(connection: Connection, channel: int, since: datetime) -> datetime | None:
    """When the newest reading from an instant on was measured, where there is one."""
    found: datetime | None = await connection.fetchval(
        "SELECT max(measured_at) FROM reading WHERE channel_id = $1 AND measured_at >= $2",
        channel,
        since,
    )
    return found
