"""The facts of a diagnosis as rows."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import asyncpg

from isotherm.database import Connection
from isotherm.links import REFUSALS_WITHIN
from isotherm.watch import SILENT_S

MOST_ADDRESSES = 10
REJECTS_WITHIN = timedelta(hours=1)
TAKEOVERS_WITHIN = timedelta(hours=24)

# one that was registered could not connect earlier: that was a deleted device of its name
_LINK = """
SELECT l.* FROM device_link l JOIN device d ON d.name = l.name WHERE l.name = $1
    AND (d.credential_version = 0 OR coalesce(l.connected_at, l.changed_at) >= d.created_at)
"""
_WATCH = """
SELECT CASE WHEN seen_at > now() - make_interval(secs => $1) THEN watched_since END
    AS watched_since,
    EXISTS (SELECT FROM ingest_instance WHERE connected AND subscribed
        AND seen_at > now() - make_interval(secs => $1)) AS collecting
FROM link_watch
"""
_TAKEOVERS = """
SELECT coalesce(sum(count), 0)::int8 AS count, max(last_at) AS last_at,
    coalesce(sum(count) FILTER (WHERE last_at > $3), 0)::int8 AS recent
FROM device_takeover WHERE name = $1 AND last_at > $2
"""
_ATTEMPTS = """
SELECT kind, address, sum(count)::int8 AS count, max(last_at) AS last_at
FROM login_attempt WHERE minute >= date_trunc('minute', $1::timestamptz) AND last_at > $1
GROUP BY kind, address ORDER BY last_at DESC, address
"""
_OWN = """
SELECT DISTINCT l.address FROM device_link l JOIN device d ON d.name = l.name
WHERE l.address = ANY($1::text[]) AND (d.site_id = ANY($2::int[]) OR d.id = $3)
"""
# only the first rejects of an hour are kept; of the others no more than the hour is known
_REJECTS = """
SELECT c.reason, c.count, coalesce(k.last_at, c.hour) AS last_at,
    CASE WHEN c.unkept THEN least($3, c.hour + interval '1 hour')
        ELSE coalesce(k.last_at, c.hour) END AS may_be_at
FROM (SELECT reason, sum(count)::int8 AS count, newest AS hour,
        bool_or(count > kept AND hour = newest) AS unkept
    FROM (SELECT reason, hour, count, kept, max(hour) OVER (PARTITION BY reason) AS newest
        FROM reject_counted WHERE device_name = $1
            AND hour >= date_trunc('hour', $2::timestamptz, 'UTC')) counted
    GROUP BY reason, newest) c
LEFT JOIN (SELECT reason, max(received_at) AS last_at FROM reject
    WHERE device_name = $1 AND received_at >= date_trunc('hour', $2::timestamptz, 'UTC')
    GROUP BY reason) k USING (reason)
ORDER BY last_at DESC, reason
"""
_IGNORED = "SELECT count(*) FROM channel WHERE device_id = $1 AND state = 'ignored'"


async def read_link(connection: Connection, name: str) -> asyncpg.Record | None:
    """Return the last known connection of a device, or None if none is known."""
    return await connection.fetchrow(_LINK, name)


async def read_watch(connection: Connection) -> asyncpg.Record:
    """Return since when worker reads notices, and whether an ingest takes readings."""
    [row] = await connection.fetch(_WATCH, SILENT_S)
    return row


async def read_takeovers(connection: Connection, name: str, now: datetime) -> asyncpg.Record:
    """Return the take-overs of the last day, and how many are from the last hour."""
    hour = now - timedelta(hours=1)
    [row] = await connection.fetch(_TAKEOVERS, name, now - TAKEOVERS_WITHIN, hour)
    return row


async def load_attempts(connection: Connection, now: datetime) -> list[asyncpg.Record]:
    """Return how many connections ended without a login, by kind and address, newest first."""
    return await connection.fetch(_ATTEMPTS, now - REFUSALS_WITHIN)


async def load_own_addresses(
    connection: Connection, addresses: Sequence[str], site_ids: Sequence[int], device_id: int
) -> set[str]:
    """Return which addresses devices of these sites, or this device, have connected from."""
    rows = await connection.fetch(_OWN, list(addresses), list(site_ids), device_id)
    return {row["address"] for row in rows}


async def load_rejects(connection: Connection, name: str, now: datetime) -> list[asyncpg.Record]:
    """Return the rejects of a device since the UTC hour before this one, by reason."""
    return await connection.fetch(_REJECTS, name, now - REJECTS_WITHIN, now)


async def count_ignored(connection: Connection, device_id: int) -> int:
    """Return how many channels of a device are ignored."""
    count: int = await connection.fetchval(_IGNORED, device_id)
    return count
