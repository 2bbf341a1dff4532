"""What Grafana sees of readings agrees with the history that the pages show."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from math import isnan

import asyncpg
import pytest
import pytest_asyncio

from isotherm.history.load import load_readings, load_segments
from isotherm.instants import to_datetime
from isotherm.quality import UNCOUNTED
from isotherm_devstack.testing.database import Database

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
EVER = NOON - timedelta(days=30), NOON + timedelta(days=30)
Row = tuple[datetime, float | None, int]


@pytest_asyncio.fixture(loop_scope="session")
async def sql(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """Two sensors, fed all the time; the first one with readings for three hours."""
    connection = await asyncpg.connect(database.superuser)
    await connection.execute(
        """
        INSERT INTO site (slug, name, time_zone) VALUES ('a', 'A', 'UTC');
        INSERT INTO sensor (site_id, slug, name)
        SELECT id, s, s FROM site, unnest('{fridge,room}'::text[]) s;
        INSERT INTO device (name) VALUES ('probe');
        INSERT INTO channel (device_id, name) SELECT id, s FROM device, unnest('{t,u}'::text[]) s;
        INSERT INTO installation (channel_id, sensor_id, during)
        SELECT c.id, s.id, '(,)' FROM channel c JOIN sensor s ON (s.slug = 'room') = (c.name = 'u');
        SELECT make_day(day::date) FROM generate_series(
            timestamptz '2026-11-22', '2026-11-24', '1 day') AS day;
        """
    )
    await connection.execute(
        "INSERT INTO reading (measured_at, received_at, value, channel_id, quality)"
        " SELECT at, at, CASE WHEN extract(minute FROM at) = 30 THEN NULL"
        "   ELSE extract(epoch FROM at)::bigint % 977 / 7.0 - 60 END, c.id,"
        "   CASE extract(minute FROM at) WHEN 30 THEN 1 WHEN 40 THEN 2 ELSE 0 END"
        " FROM channel c, generate_series($1::timestamptz, $2, '5 minutes') at",
        NOON, NOON + 3 * HOUR,
    )  # fmt: skip
    yield connection
    await connection.close()


@pytest_asyncio.fixture(loop_scope="session")
async def grafana(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A connection with Grafana's rights."""
    connection = await asyncpg.connect(database.grafana)
    yield connection
    await connection.close()


async def correct(
    sql: asyncpg.Connection, kind: str, first: int, last: int, units: str = "", shift_min: int = 0
) -> None:
    """Correct the fridge between two minutes after noon."""
    await sql.execute(
        "INSERT INTO correction (sensor_id, kind, during, read_as, sent_as, shift_us, reason,"
        " made_by) SELECT id, $1, tstzrange($2, $3), $4, $5, $6, 'r', 'm' FROM sensor"
        " WHERE slug = 'fridge'",
        kind, NOON + first * MINUTE, NOON + last * MINUTE, *(units or (None, None)),
        shift_min * 60_000_000 or None,
    )  # fmt: skip


async def shown(grafana: asyncpg.Connection, sensor: str = "fridge") -> list[Row]:
    """Return what Grafana sees of a sensor; whether it counts must agree with its quality."""
    rows = await grafana.fetch(
        "SELECT * FROM grafana.reading WHERE site = 'a' AND sensor = $1 ORDER BY measured_at",
        sensor,
    )
    assert all(row["counts"] == (not row["quality"] & UNCOUNTED) for row in rows)
    return [(row["measured_at"], row["value"], row["quality"]) for row in rows]


async def history(sql: asyncpg.Connection, sensor: str = "fridge") -> list[Row]:
    """Return the readings of a sensor as history has them."""
    sensor_id = await sql.fetchval("SELECT id FROM sensor WHERE slug = $1", sensor)
    segments = (await load_segments(sql, [sensor_id], *EVER))[sensor_id]
    readings = await load_readings(sql, segments, *EVER)
    columns = (readings.at.tolist(), readings.value.tolist(), readings.quality.tolist())
    return [
        (to_datetime(at), None if isnan(value) else value, quality)
        for at, value, quality in zip(*columns, strict=True)
    ]


async def test_corrections_show_as_in_the_history(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    stored = await shown(grafana)
    assert len(stored) == 37
    assert stored == await history(sql)
    await correct(sql, "unit", 0, 60, "CF")
    await correct(sql, "unit", 60, 90, "FK")
    await correct(sql, "unit", 90, 120, "KC")
    await correct(sql, "set_aside", 50, 70)
    await correct(sql, "time", 20, 40, shift_min=-24 * 60 - 3)
    await correct(sql, "time", 100, 130, shift_min=47)
    expected = await history(sql)
    assert await shown(grafana) == expected != stored
    assert {quality & 32 for _, _, quality in expected} == {0, 32}
    assert {quality for _, _, quality in expected} >= {0, 1, 2, 32, 34}
    assert await shown(grafana, "room") == stored
    await sql.execute("UPDATE correction SET undone_by = 'm', undone_at = now()")
    assert await shown(grafana) == stored


async def test_numbers_that_were_sent_come_back(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    """4 °C that were read as °F were rounded to -15.5556 °C, which is 3.99992 °F."""
    await sql.execute("UPDATE reading SET value = -15.5556 WHERE value IS NOT NULL")
    await correct(sql, "unit", 0, 120, "FC")
    expected = await history(sql)
    assert await shown(grafana) == expected
    assert {value for _, value, _ in expected} == {None, 4.0, -15.5556}


async def test_doubt_ends_with_the_value_that_was_doubted(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    await sql.execute("UPDATE reading SET value = 75, quality = 6 WHERE value IS NOT NULL")
    await correct(sql, "unit", 0, 60, "CF")
    await correct(sql, "unit", 60, 120, "CK")
    expected = await history(sql)
    assert await shown(grafana) == expected
    assert {(value, quality) for _, value, quality in expected} == {
        (None, 1), (23.8889, 4), (-198.15, 6), (75.0, 6)
    }  # fmt: skip


async def test_readings_of_one_instant_all_show(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    """History parts them by a microsecond; the view leaves them together."""
    await correct(sql, "time", 20, 40, shift_min=60)
    assert len(await shown(grafana)) == len(await history(sql)) == 37


@pytest.mark.parametrize("hours", [0, 1])
async def test_a_range_is_that_of_the_corrected_instants(
    sql: asyncpg.Connection, grafana: asyncpg.Connection, hours: int
) -> None:
    await correct(sql, "time", 0, 60, shift_min=-24 * 60)
    start = NOON - timedelta(days=1) + hours * HOUR
    rows = await grafana.fetch(
        "SELECT FROM grafana.reading WHERE measured_at >= $1 AND measured_at < $2"
        " AND site = 'a' AND sensor = 'fridge'",
        start, start + HOUR,
    )  # fmt: skip
    assert len(rows) == (12, 0)[hours]


async def test_the_newest_value_of_a_sensor_is_corrected(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    read = "SELECT measured_at, value, quality, counts FROM grafana.sensor WHERE sensor = 'fridge'"
    assert tuple(*await grafana.fetch(read)) == (None, None, None, None)
    await sql.execute(
        "INSERT INTO latest (channel_id, measured_at, received_at, value, quality)"
        " SELECT id, $1, $1, 41, 0 FROM channel WHERE name = 't'",
        NOON,
    )
    assert tuple(*await grafana.fetch(read)) == (NOON, 41, 0, True)
    await correct(sql, "time", 0, 1, shift_min=-10)
    await correct(sql, "unit", -10, 0, "CF")
    await correct(sql, "set_aside", -10, 0)
    assert tuple(*await grafana.fetch(read)) == (NOON - 10 * MINUTE, 5, 32, False)
