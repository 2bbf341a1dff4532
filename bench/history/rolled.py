"""Wait for the real worker's rollups, and generate rollups of ten years."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

import asyncpg

from bench.errors import BenchError
from bench.history.year import DECADE, SITE, Year

YEARS = 10
_PATIENCE_S = 900.0

_BEHIND = """
SELECT count(*) FILTER (WHERE r.rolled_to IS NULL OR r.rolled_to < now() - interval '2 hours'),
    (SELECT count(*) FROM dirty), (SELECT count(*) FROM reading_hour)
FROM rollup r JOIN sensor s ON s.id = r.sensor_id JOIN installation i ON i.sensor_id = s.id
JOIN latest l ON l.channel_id = i.channel_id JOIN site ON site.id = s.site_id
WHERE site.slug LIKE 'bench%'
"""
_NEW = """
INSERT INTO sensor (site_id, slug, name, expected_interval_s)
SELECT id, $2, 'Decade', $3 FROM site WHERE slug = $1 RETURNING id
"""
_COLUMNS = """
SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = $1::text::regclass AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attname <> 'sensor_id', a.attnum
"""
_TABLES = {"reading_hour": "hour", "reading_day": "day", "gap": "since", "fault": "since"}
_ROLLED = """
INSERT INTO rollup (sensor_id, rolled_to, revision)
SELECT $1, rolled_to, 1 FROM rollup WHERE sensor_id = $2
ON CONFLICT (sensor_id) DO UPDATE SET rolled_to = excluded.rolled_to
"""


async def until_rolled(
    dsn: str, log: Callable[[str], None], patience_s: float = _PATIENCE_S
) -> float:
    """Wait until worker has rolled up every filled sensor with readings; return the seconds.

    Raise BenchError after `patience_s` seconds.
    """
    connection = await asyncpg.connect(dsn, timeout=60)
    began = logged = time.monotonic()
    try:
        while True:
            behind, dirty, hours = await connection.fetchrow(_BEHIND) or (1, 0, 0)
            now = time.monotonic()
            if not behind and not dirty:
                return now - began
            if now - began > patience_s:
                raise BenchError(f"{behind} sensors are not rolled up, {dirty} dirty ranges remain")
            if now - logged > 15:
                logged = now
                log(f"{hours:,} hours are rolled up, {behind} sensors are behind")
            await asyncio.sleep(0.2)
    finally:
        await connection.close()


async def decade(dsn: str, year: Year) -> Year:
    """Add a sensor with ten years of rollups, by repeating the first sensor's rows.

    Hours, days, gaps and faults are repeated. The sensor has no readings.
    """
    connection = await asyncpg.connect(dsn, timeout=60)
    try:
        source = next(iter(year.sensors.values()))
        interval = 10.0
        sensor_id = await connection.fetchval(_NEW, SITE, DECADE, interval)
        # let worker finish with the new sensor first: it would find that it has no readings
        await until_rolled(dsn, lambda _: None)
        span = max(7, (year.end - year.start).days // 7 * 7)  # whole weeks
        times = YEARS * 365 // span + 1
        for table, column in _TABLES.items():
            await _repeat(connection, table, column, source, sensor_id, (span, times))
        await connection.execute(_ROLLED, sensor_id, source)
        for table in _TABLES:
            await connection.execute(f"ANALYZE {table}")
        return replace(year, sensors=year.sensors | {DECADE: sensor_id})
    finally:
        await connection.close()


async def _repeat(
    connection: asyncpg.Connection,
    table: str,
    column: str,
    source: int,
    sensor_id: int,
    spans: tuple[int, int],
) -> None:
    """Copy the rows of the last `spans[0]` days of a sensor, moved back 0 to `spans[1]` times."""
    columns = await connection.fetch(_COLUMNS, table)
    expressions = {
        "date": f"{{}} - k * {spans[0]}",
        "timestamptz": f"{{}} - k * interval '{spans[0]} d'",
    }
    moved = [expressions.get(kind, "{}").format(name) for name, kind in columns]
    moved[0] = "$2::int"
    await connection.execute(
        f"INSERT INTO {table} ({', '.join(name for name, _ in columns)})"
        f" SELECT {', '.join(moved)} FROM {table} CROSS JOIN generate_series(0, {spans[1]}) AS k"
        f" WHERE sensor_id = $1 AND {column} >="
        f" (SELECT max({column}) FROM {table} WHERE sensor_id = $1) - interval '{spans[0] - 1} d'",
        source, sensor_id, timeout=300,
    )  # fmt: skip
