"""What is watched, as the database has it; ages by the database's own clock, which wrote them."""

from datetime import datetime

import asyncpg

from isotherm.watch import SILENT_S
from isotherm_api.database import Connection

SHOWN = 100
"""At most so many differences and alerts."""

_AGE = "extract(epoch FROM now() - {})::float8"
_FRESH = f"seen_at > now() - make_interval(secs => {SILENT_S})"
_INSTANCES = f"""
SELECT instance, started_at, seen_at, waiting, {_AGE.format("tick_at")} AS tick_age_s,
    CASE WHEN {_FRESH} THEN state ELSE 'gone' END AS state,
    connected AND {_FRESH} AS connected, subscribed AND {_FRESH} AS subscribed
FROM ingest_instance WHERE state <> 'gone' ORDER BY instance
"""
_BROKER = f"""
SELECT *, watcher IS NOT NULL AND {_FRESH} AS fresh, {_AGE.format("tick_at")} AS tick_age_s
FROM broker_watch
"""
_DROPPED = """
SELECT coalesce(sum(count) FILTER (WHERE until > now() - interval '1 hour'), 0)::bigint AS hour,
    coalesce(sum(count), 0)::bigint AS day
FROM broker_drop WHERE until > now() - interval '1 day'
"""
_LAST_DROP = "SELECT since, until, count FROM broker_drop ORDER BY id DESC LIMIT 1"
_DIFFERENCES = """
SELECT kind, hour, day, expected, found FROM ledger_difference WHERE until IS NULL
ORDER BY hour DESC, kind, day LIMIT $1
"""
_ALERTS = """
SELECT kind, since, until, count, detail FROM alert
WHERE until IS NULL OR until > now() - interval '1 day'
ORDER BY until IS NOT NULL, array_position(ARRAY['blind', 'lost', 'ledger', 'impaired', 'queued'],
    kind),
    since DESC LIMIT $1
"""


async def instances(connection: Connection) -> list[asyncpg.Record]:
    """Every ingest by name, but those that left for good: they keep nothing that could wait."""
    return await connection.fetch(_INSTANCES)


async def broker(connection: Connection) -> asyncpg.Record:
    """The broker as last seen; `fresh` where that was just now."""
    [row] = await connection.fetch(_BROKER)
    return row


async def dropped(connection: Connection) -> tuple[asyncpg.Record, asyncpg.Record | None]:
    """What was dropped in the last hour and day, and the last rise."""
    [sums] = await connection.fetch(_DROPPED)
    return sums, await connection.fetchrow(_LAST_DROP)


async def checked(connection: Connection) -> datetime | None:
    """When rows were last counted."""
    found: datetime | None = await connection.fetchval("SELECT max(checked_at) FROM day_check")
    return found


async def differences(connection: Connection) -> list[asyncpg.Record]:
    """What does not balance now, newest first."""
    return await connection.fetch(_DIFFERENCES, SHOWN)


async def alerts(connection: Connection) -> list[asyncpg.Record]:
    """Open alerts, worst first; then those that ended within a day."""
    return await connection.fetch(_ALERTS, SHOWN)
