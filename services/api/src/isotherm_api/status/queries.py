"""What the status is made of, as rows; ages use the clock of the database."""

import json
from typing import Any

import asyncpg

from isotherm.database import Connection
from isotherm.marks import SQL_PROGRESS
from isotherm.partitions import DAYS_AHEAD, KEPT_DAYS
from isotherm.watch import ABSENT_S, SILENT_S

BACKUP_EXPECTED, BACKUP_HOURS = "backup_expected", "backup_max_age_hours"
"""Keys, in table `state`, of whether a backup is set up, and how old the newest may become."""

_INSTANCES = """
SELECT * FROM (
    SELECT 'ingest' AS part, instance, version, started_at, seen_at,
        CASE WHEN seen_at > now() - make_interval(secs => $1) THEN state ELSE 'gone' END
            AS state
    FROM ingest_instance WHERE state <> 'gone'
    UNION ALL
    SELECT part, instance, version, started_at, seen_at,
        CASE WHEN seen_at > now() - make_interval(secs => $2) THEN 'running'
            WHEN part = 'frontend' THEN 'quiet' ELSE 'gone' END AS state
    FROM part_instance WHERE seen_at > now() - interval '1 day') AS running
ORDER BY part, state = 'gone', instance LIMIT 500
"""
_DATABASE = """
SELECT now() AS now, (now() AT TIME ZONE 'UTC')::date AS today,
    current_setting('server_version') AS version,
    (SELECT version_num FROM alembic_version) AS revision,
    pg_database_size(current_database()) AS bytes,
    (SELECT count(*) FROM pg_stat_activity WHERE datname IS NOT NULL)::int AS connections,
    current_setting('max_connections')::int AS max_connections
"""
_SAID = "SELECT key, value FROM state WHERE key = ANY($1)"
_SIZES = """
SELECT n.at, n.reading_bytes, (
    SELECT (n.bytes - o.bytes) * 86400.0 / extract(epoch FROM n.at - o.at)
    FROM database_size o WHERE o.at BETWEEN n.at - interval '7 days' AND n.at - interval '1 day'
    ORDER BY o.at LIMIT 1)::float8 AS growth
FROM database_size n ORDER BY n.at DESC LIMIT 1
"""
_GOOD = "SELECT * FROM backup_run WHERE ok ORDER BY started_at DESC, id DESC LIMIT 1"
_LAST = "SELECT * FROM backup_run ORDER BY started_at DESC, id DESC LIMIT 1"
_CERTIFICATE = "SELECT * FROM broker_certificate WHERE checked_at IS NOT NULL"
_OPEN = """
SELECT kind, since, count, detail FROM alert WHERE until IS NULL
ORDER BY array_position(ARRAY['blind', 'lost', 'ledger', 'impaired', 'queued'], kind), since
LIMIT 100
"""


async def load_instances(connection: Connection) -> list[asyncpg.Record]:
    """Return every process that runs or was seen lately, by part and name."""
    return await connection.fetch(_INSTANCES, SILENT_S, ABSENT_S)


async def read_database(connection: Connection) -> asyncpg.Record:
    """Return the database's own facts, and its time."""
    [row] = await connection.fetch(_DATABASE)
    return row


async def read_said(connection: Connection) -> dict[str, Any]:
    """Return what worker said of its settings, by key; nothing before it ran."""
    keys = [KEPT_DAYS, DAYS_AHEAD, BACKUP_EXPECTED, BACKUP_HOURS]
    return {row["key"]: json.loads(row["value"]) for row in await connection.fetch(_SAID, keys)}


async def read_sizes(connection: Connection) -> asyncpg.Record | None:
    """Return the last sample of sizes with the `growth` a day, or None before the first."""
    return await connection.fetchrow(_SIZES)


async def read_progress(connection: Connection) -> asyncpg.Record:
    """Return how far readings are rolled up."""
    [row] = await connection.fetch(SQL_PROGRESS)
    return row


async def read_backups(
    connection: Connection,
) -> tuple[asyncpg.Record | None, asyncpg.Record | None]:
    """Return the newest good run of the backup, and the newest one of all."""
    return await connection.fetchrow(_GOOD), await connection.fetchrow(_LAST)


async def read_certificate(connection: Connection) -> asyncpg.Record | None:
    """Return what the broker shows, or None if worker looks at none."""
    return await connection.fetchrow(_CERTIFICATE)


async def load_alerts(connection: Connection) -> list[asyncpg.Record]:
    """Return the open alerts of worker, worst first."""
    return await connection.fetch(_OPEN)
