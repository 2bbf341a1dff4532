"""What the database tells of itself, its backups and its devices, as metrics of each worker.

Every worker reads it by itself, without a lock: a gauge that only one of them sets would stay as
it was last, once another one has its turn.
"""

import logging
from math import nan
from typing import NoReturn

import asyncpg

from isotherm.cadence import DEFAULT_INTERVAL_S, SILENCE_INTERVALS
from isotherm.database import Connection
from isotherm.process.background import Background
from isotherm.process.outage import Outage
from isotherm.process.retry import Recovery, keep
from isotherm_worker import metrics
from isotherm_worker.settings import WorkerSettings

log = logging.getLogger(__name__)

EVERY_S = 30.0
CLOCK_OFF_MS = 30_000
"""From this on ingest shows the error of a device's clock."""

_DATABASE = """
SELECT pg_database_size(current_database()) AS bytes, n.reading_bytes, (
    SELECT (n.bytes - o.bytes) * 86400.0 / extract(epoch FROM n.at - o.at)
    FROM database_size o WHERE o.at BETWEEN n.at - interval '7 days' AND n.at - interval '1 day'
    ORDER BY o.at LIMIT 1)::float8 AS growth
FROM (SELECT) AS always LEFT JOIN (
    SELECT * FROM database_size ORDER BY at DESC LIMIT 1) AS n ON true
"""
_EXPECTED = """
INSERT INTO state (key, value) VALUES ('backup_expected', to_jsonb($1::boolean)),
    ('backup_max_age_hours', to_jsonb($2::int))
ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = now()
WHERE state.value <> excluded.value
"""
_BACKUPS = """
WITH good AS (SELECT * FROM backup_run WHERE ok ORDER BY started_at DESC LIMIT 1)
SELECT extract(epoch FROM good.started_at)::float8 AS last_at, good.bytes,
    extract(epoch FROM coalesce(good.started_at, (SELECT min(started_at) FROM backup_run),
        (SELECT changed_at FROM state WHERE key = 'backup_expected' AND value = 'true'))
    )::float8 AS due_from,
    (SELECT count(*) FROM backup_run WHERE NOT ok
        AND started_at > coalesce(good.started_at, '-infinity')) AS failed
FROM (SELECT) AS always LEFT JOIN good ON true
"""
_DEVICES = """
SELECT count(*) AS heard,
    count(*) FILTER (WHERE abs(clock_skew_ms) >= $1) AS clock_off
FROM device d WHERE disabled_at IS NULL AND removed_at IS NULL AND (
    EXISTS (SELECT FROM channel c JOIN latest l ON l.channel_id = c.id
        WHERE c.device_id = d.id AND l.received_at > now() - interval '1 hour')
    OR EXISTS (SELECT FROM device_link k WHERE k.name = d.name AND k.connected))
"""
"""The newest reading of a device whose clock was put back is an old one until it catches up."""
_SENSORS = """
SELECT count(*) AS expected, count(*) FILTER (WHERE silent_s <= $1 * interval_s)
    AS reporting
FROM (
    SELECT coalesce(s.expected_interval_s, s.learned_interval_s, $2)
            AS interval_s, extract(epoch FROM now() - max(l.received_at)) AS silent_s
    FROM installation i
    JOIN sensor s ON s.id = i.sensor_id AND s.archived_at IS NULL
    JOIN site ON site.id = s.site_id AND site.archived_at IS NULL
    JOIN channel c ON c.id = i.channel_id
    JOIN device d ON d.id = c.device_id AND d.disabled_at IS NULL AND d.removed_at IS NULL
    JOIN latest l ON l.channel_id = c.id
    WHERE i.during @> now() GROUP BY s.id) AS sensors
"""
"""By when readings arrive: a device whose clock is wrong reports as well."""

_WITHIN_S = 600.0


class Facts:
    """Reads until cancelled."""

    def __init__(
        self, settings: WorkerSettings, pool: asyncpg.Pool, background: Background | None = None
    ) -> None:
        self._settings, self._pool = settings, pool
        metrics.DATABASE_VOLUME.set(settings.database_volume_bytes or nan)
        self._recovery = Recovery(
            Outage(log, "cannot read the state of the upkeep, retrying", "reading it again"),
            (background or Background()).job("upkeep"),
        )

    async def run(self) -> NoReturn:
        """Read at intervals; retry after any error."""
        await keep(self.read, self._recovery, rest_s=EVERY_S, within_s=_WITHIN_S)

    async def read(self) -> None:
        """Read everything once, and set the metrics."""
        async with self._pool.acquire(timeout=10) as connection:
            await self._read_database(connection)
            await self._read_backups(connection)
            await _read_devices(connection)

    async def _read_database(self, connection: Connection) -> None:
        [row] = await connection.fetch(_DATABASE)
        metrics.DATABASE_BYTES.set(row["bytes"])
        metrics.READINGS_BYTES.set(_known(row["reading_bytes"]))
        metrics.DATABASE_GROWTH.set(_known(row["growth"]))

    async def _read_backups(self, connection: Connection) -> None:
        settings = self._settings
        await connection.execute(_EXPECTED, settings.backup_expected, settings.backup_max_age_hours)
        [row] = await connection.fetch(_BACKUPS)
        metrics.LAST_BACKUP.set(_known(row["last_at"]))
        metrics.LAST_BACKUP_BYTES.set(_known(row["bytes"]))
        metrics.FAILED_BACKUPS.set(row["failed"])
        oldest_s = self._settings.backup_max_age_hours * 3600
        metrics.BACKUP_DUE.set(_known(row["due_from"]) + oldest_s if oldest_s else nan)


async def _read_devices(connection: Connection) -> None:
    [devices] = await connection.fetch(_DEVICES, CLOCK_OFF_MS)
    metrics.HEARD.set(devices["heard"])
    metrics.CLOCK_OFF.set(devices["clock_off"])
    [sensors] = await connection.fetch(_SENSORS, SILENCE_INTERVALS, DEFAULT_INTERVAL_S)
    metrics.EXPECTED.set(sensors["expected"])
    metrics.REPORTING.set(sensors["reporting"])


def _known(value: float | None) -> float:
    return nan if value is None else value
