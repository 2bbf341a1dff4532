"""What is watched, as rows; ages use the clock of the database, which also wrote the times."""

from datetime import datetime

import asyncpg

from isotherm.database import Connection
from isotherm.watch import SILENT_S

SHOWN = 100
"""The largest number of differences and of alerts."""

_AGE = "extract(epoch FROM now() - {})::float8"
_FRESH = f"seen_at > now() - make_interval(secs => {SILENT_S})"
_INSTANCES = f"""
SELECT instance, started_at, seen_at, waiting, {_AGE.format("tick_at")} AS tick_age_s,
    CASE WHEN {_FRESH} THEN state ELSE 'gone' END AS state,
    connected AND {_FRESH} AS connected, subscribed AND {_FRESH} AS subscribed
FROM ingest_instance WHERE state <> 'gone' ORDER BY instance
"""
_BROKER = f"""
SELECT *, watcher IS NOT NULL AND {_FRESH} AS fresh, {_AGE.format("tick_at")} AS tick_age_s,
    {_AGE.format("seen_at")} AS seen_age_s
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


async def load_instances(connection: Connection) -> list[asyncpg.Record]:
    """Return every ingest by name, without those that left for good and can hold no messages."""
    return await connection.fetch(_INSTANCES)


async def read_broker(connection: Connection) -> asyncpg.Record:
    """Return the broker as worker last saw it; `fresh` if that was just now."""
    [row] = await connection.fetch(_BROKER)
    return row


async def read_drop_sums(connection: Connection) -> asyncpg.Record:
    """Return the number of dropped messages of the last `hour` and `day`."""
    [row] = await connection.fetch(_DROPPED)
    return row


async def read_last_drop(connection: Connection) -> asyncpg.Record | None:
    """Return the last rise of the broker's counter of drops, or None if it never rose."""
    return await connection.fetchrow(_LAST_DROP)


async def read_checked_at(connection: Connection) -> datetime | None:
    """Return when rows were last counted, or None if they never were."""
    checked_at: datetime | None = await connection.fetchval("SELECT max(checked_at) FROM day_check")
    return checked_at


async def load_differences(connection: Connection) -> list[asyncpg.Record]:
    """Return the differences that are open, newest first."""
    return await connection.fetch(_DIFFERENCES, SHOWN)


async def load_alerts(connection: Connection) -> list[asyncpg.Record]:
    """Return open alerts, worst first, then those that ended in the last day."""
    return await connection.fetch(_ALERTS, SHOWN)
