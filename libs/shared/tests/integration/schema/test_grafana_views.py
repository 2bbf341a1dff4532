"""Grafana's states, gaps and limits are those of the pages."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import pytest_asyncio

from isotherm.sensors.current import load_by_id
from isotherm.sensors.state import judge
from isotherm_devstack.testing.database import Database

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
Reading = tuple[float, float | None, int]
"""Minutes ago, value and quality."""
LIMITS = (2.0, 8.0)


@pytest_asyncio.fixture(loop_scope="session")
async def sql(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A sensor with a device, and partitions around now."""
    connection = await asyncpg.connect(database.superuser)
    await connection.execute(
        """
        INSERT INTO site (slug, name, time_zone) VALUES ('a', 'A', 'UTC');
        INSERT INTO sensor (site_id, slug, name) SELECT id, 'fridge', 'F' FROM site;
        INSERT INTO device (name) VALUES ('probe');
        INSERT INTO channel (device_id, name) SELECT id, 't' FROM device;
        INSERT INTO installation (channel_id, sensor_id, during)
        SELECT c.id, s.id, '(,)' FROM channel c, sensor s;
        SELECT make_day(day::date) FROM generate_series(
            now() - interval '3 days', now() + interval '1 day', '1 day') AS day;
        """
    )
    yield connection
    await connection.close()


@pytest_asyncio.fixture(loop_scope="session")
async def grafana(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A connection with Grafana's rights."""
    connection = await asyncpg.connect(database.grafana)
    yield connection
    await connection.close()


async def insert(sql: asyncpg.Connection, now: datetime, readings: Sequence[Reading]) -> None:
    """Insert readings, and what `latest` holds after them."""
    rows = [(now - ago * MINUTE, value, quality) for ago, value, quality in readings]
    await sql.executemany(
        "INSERT INTO reading (measured_at, received_at, value, channel_id, quality)"
        " SELECT $1, $1, $2, id, $3 FROM channel",
        rows,
    )
    if rows:
        newest = max(rows)
        good = max((row for row in rows if not row[2] & 39), default=(None, None, 0))
        await sql.execute(
            "INSERT INTO latest (channel_id, measured_at, received_at, value, quality, good_at,"
            " good_value) SELECT id, $1, $1, $2, $3, $4, $5 FROM channel",
            *newest, *good[:2],
        )  # fmt: skip


STATES: list[tuple[str, list[Reading], tuple[float | None, float | None]]] = [
    ("never", [], LIMITS),
    ("in_range", [(1, 5, 0)], LIMITS),
    ("in_range", [(1, 8, 0)], LIMITS),
    ("in_range", [(1, 8.00004, 0)], LIMITS),
    ("above", [(1, 8.0001, 0)], LIMITS),
    ("below", [(1, 1.9999, 0)], LIMITS),
    ("above", [(1, 9, 8)], (None, 8)),
    ("no_limits", [(1, 9, 0)], (None, None)),
    ("silent", [(4, 5, 0)], LIMITS),
    ("in_range", [(2.9, 5, 0)], LIMITS),
    ("fault", [(2, 5, 0), (1, None, 1)], LIMITS),
    ("fault", [(2, 5, 0), (1, None, 3)], LIMITS),
    ("silent", [(5, 5, 0), (4, None, 1)], LIMITS),
    ("above", [(2, 9, 0), (1, 85, 2)], LIMITS),
    ("suspect", [(5, 9, 0), (1, 85, 2)], LIMITS),
    ("suspect", [(1, 85, 2)], LIMITS),
    ("suspect", [(1, 85, 6)], LIMITS),
    ("below", [(2, 1, 0), (1, 9, 4)], LIMITS),
    ("above", [(5, 1, 0), (1, 9, 4)], LIMITS),
    ("above", [(1, 9, 4)], LIMITS),
]


@pytest.mark.parametrize(("state", "readings", "limits"), STATES)
async def test_a_state_is_that_of_the_pages(
    sql: asyncpg.Connection,
    grafana: asyncpg.Connection,
    state: str,
    readings: Sequence[Reading],
    limits: tuple[float | None, float | None],
) -> None:
    now = await sql.fetchval("SELECT now()")
    if limits != (None, None):
        await sql.execute(
            "INSERT INTO limits (sensor_id, since, low, high, set_by)"
            " SELECT id, $1, $2, $3, 'm' FROM sensor",
            now - HOUR, *limits,
        )  # fmt: skip
    await insert(sql, now, readings)

    (shown,) = await grafana.fetch("SELECT * FROM grafana.sensor")
    (row,) = await load_by_id(sql, now, [await sql.fetchval("SELECT id FROM sensor")])
    assert shown["state"] == judge(row, now).state == state
    assert (shown["low"], shown["high"]) == limits


async def test_a_clock_that_lags_delays_silence(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    await insert(sql, await sql.fetchval("SELECT now()"), [(5, 5, 0)])
    states = []
    for skew_ms in (None, 600_000, -60_000, -180_000):
        await sql.execute("UPDATE device SET clock_skew_ms = $1", skew_ms)
        states.append(await grafana.fetchval("SELECT state FROM grafana.sensor"))
    assert states == ["silent", "silent", "silent", "no_limits"]


async def test_what_is_set_aside_is_not_the_state(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    now = await sql.fetchval("SELECT now()")
    await insert(sql, now, [(2, 5, 0), (1, 99, 0)])
    await sql.execute(
        "INSERT INTO correction (sensor_id, kind, during, reason, made_by)"
        " SELECT id, 'set_aside', tstzrange($1, $2), 'r', 'm' FROM sensor",
        now - 1.5 * MINUTE, now,
    )  # fmt: skip
    (row,) = await load_by_id(sql, now, [await sql.fetchval("SELECT id FROM sensor")])
    assert judge(row, now).state == "no_limits"
    assert await grafana.fetchval("SELECT state FROM grafana.sensor") == "no_limits"


async def test_a_sensor_without_a_device_says_so(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    now = await sql.fetchval("SELECT now()")
    await insert(sql, now, [(1, 5, 0)])
    await sql.execute("UPDATE installation SET during = tstzrange(NULL, $1)", now)
    (row,) = await grafana.fetch("SELECT state, value, interval_s FROM grafana.sensor")
    assert tuple(row) == ("no_device", None, None)


async def gaps(grafana: asyncpg.Connection, now: datetime) -> list[tuple[float, float | None]]:
    """Return the gaps that Grafana sees, in minutes before now."""
    rows = await grafana.fetch(
        "SELECT since, until FROM grafana.gap WHERE site = 'a' AND sensor = 'fridge' ORDER BY since"
    )
    return [
        ((now - row["since"]) / MINUTE, row["until"] and (now - row["until"]) / MINUTE)
        for row in rows
    ]


@pytest.mark.parametrize("rolled", [None, 300, 200, 150, 90, 30])
async def test_gaps_are_seen_before_and_after_they_are_rolled_up(
    sql: asyncpg.Connection, grafana: asyncpg.Connection, rolled: int | None
) -> None:
    """From 240 minutes ago, with a reading a minute; silent for two times, and since 5 min ago."""
    now = (await sql.fetchval("SELECT now()")).astimezone(UTC)
    silent = [(200, 180), (100, 96)]
    times = [
        ago for ago in range(240, 4, -1) if not any(until < ago < since for since, until in silent)
    ]
    await insert(sql, now, [(ago, 5, ago % 2) for ago in times])
    if rolled:
        rolled_to = now - rolled * MINUTE
        await sql.execute("UPDATE rollup SET rolled_to = $1", rolled_to)
        await sql.executemany(
            "INSERT INTO gap (sensor_id, since, until) SELECT id, $1, $2 FROM sensor",
            [
                (now - since * MINUTE, None if until <= rolled else now - until * MINUTE)
                for since, until in silent
                if since > rolled
            ],
        )

    assert await gaps(grafana, now) == [(200, 180), (100, 96), (5, None)]


async def test_gaps_follow_the_interval_of_their_time(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    now = (await sql.fetchval("SELECT now()")).astimezone(UTC)
    await sql.execute("DELETE FROM sensor_interval")
    await sql.executemany(
        "INSERT INTO sensor_interval SELECT id, $1, $2 FROM sensor",
        [(now - 200 * MINUTE, 600.0), (now - 50 * MINUTE, 60.0)],
    )
    await insert(sql, now, [(ago, 5, 0) for ago in (150, 121, 60, 40, 30, 1)])

    assert await gaps(grafana, now) == [(121, 60), (40, 30), (30, 1)]


async def test_limits_end_where_the_next_ones_begin(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    first = datetime(2026, 11, 1, tzinfo=UTC)
    await sql.executemany(
        "INSERT INTO limits (sensor_id, since, low, high, min_duration_s, hysteresis, set_by)"
        " SELECT id, $1, $2, $3, 60, 0.5, 'm' FROM sensor",
        [(first, 2.0, 8.0), (first + HOUR, None, 7.0)],
    )
    rows = await grafana.fetch("SELECT * FROM grafana.limits ORDER BY since")
    assert [tuple(row) for row in rows] == [
        ("a", "fridge", first, first + HOUR, 2, 8, 60, 0.5),
        ("a", "fridge", first + HOUR, None, None, 7, 60, 0.5),
    ]
