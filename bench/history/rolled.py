"""Rollups: awaited from the real worker, and generated for ten years."""

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
    dsn: str, told: Callable[[str], None], patience_s: float = _PATIENCE_S
) -> float:
    """Waits until worker has rolled up every filled sensor that ever spoke; gives the seconds.

    Raises BenchError where that has no end.
    """
    connection = await asyncpg.connect(dsn, timeout=60)
    began = said = time.monotonic()
    try:
        while True:
            behind, dirty, hours = await connection.fetchrow(_BEHIND) or (1, 0, 0)
            now = time.monotonic()
            if not behind and not dirty:
                return now - began
            if now - began > patience_s:
                raise BenchError(f"{behind} sensors are not rolled up, {dirty} notes are left")
            if now - said > 15:
                said = now
                told(f"{hours:,} hours are rolled up, {behind} sensors are behind")
            await asyncio.sleep(0.2)
    finally:
        await connection.close()


async def decade(dsn: str, year: Year) -> Year:
    """A further sensor with ten years of rollups: the first one's hours and days, again and again.

    Gaps and faults are repeated too. It has no readings.
    """
    connection = await asyncpg.connect(dsn, timeout=60)
    try:
        source = next(iter(year.sensors.values()))
        interval = 10.0
        made = await connection.fetchval(_NEW, SITE, DECADE, interval)
        # a new sensor's interval is something to do for worker, which would find it has no readings
        await until_rolled(dsn, lambda _: None)
        span = max(7, (year.end - year.start).days // 7 * 7)  # whole weeks
        times = YEARS * 365 // span + 1
        for table, column in _TABLES.items():
            await _repeat(connection, table, column, source, made, (span, times))
        await connection.execute(_ROLLED, made, source)
        for table in _TABLES:
            await connection.execute(f"ANALYZE {table}")
        return replace(year, sensors=year.sensors | {DECADE: made})
    finally:
        await connection.close()


async def _repeat(
    connection: asyncpg.Connection,
    table: str,
    column: str,
    source: int,
    made: int,
    spans: tuple[int, int],
) -> None:
    """Copies a sensor's rows, moved back by so many days so many times; the last ones stay."""
    columns = await connection.fetch(_COLUMNS, table)
    words = {"date": f"{{}} - k * {spans[0]}", "timestamptz": f"{{}} - k * interval '{spans[0]} d'"}
    moved = [words.get(kind, "{}").format(name) for name, kind in columns]
    moved[0] = "$2::int"
    await connection.execute(
        f"INSERT INTO {table} ({', '.join(name for name, _ in columns)})"  # noqa: S608  the schema's
        f" SELECT {', '.join(moved)} FROM {table} CROSS JOIN generate_series(0, {spans[1]}) AS k"
        f" WHERE sensor_id = $1 AND {column} >="
        f" (SELECT max({column}) FROM {table} WHERE sensor_id = $1) - interval '{spans[0] - 1} d'",
        source, made, timeout=300,
    )  # fmt: skip
