"""What every worker tells of the database, its backups and its devices."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from math import isnan
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from prometheus_client import REGISTRY

from isotherm.process import connections as databases
from isotherm_devstack.testing.database import Database
from isotherm_worker.settings import WorkerSettings
from isotherm_worker.upkeep.facts import Facts

HOUR = timedelta(hours=1)
Make = Callable[..., Facts]


@pytest_asyncio.fixture(loop_scope="session")
async def sql(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A superuser's connection."""
    connection = await asyncpg.connect(database.superuser)
    yield connection
    await connection.close()


@pytest_asyncio.fixture(loop_scope="session")
async def pool(database: Database) -> AsyncIterator[asyncpg.Pool]:
    """Worker's own connections."""
    async with databases.pool(database.worker) as opened:
        yield opened


@pytest.fixture
def facts(database: Database, pool: asyncpg.Pool) -> Make:
    """What makes a reader with further settings."""

    def make(**other: Any) -> Facts:
        required = {"database_url": database.worker, "mqtt_username": "w", "mqtt_password": "p"}
        return Facts(WorkerSettings(**(required | other)), pool)

    return make


def metric(name: str) -> float:
    value = REGISTRY.get_sample_value(f"isotherm_worker_{name}")
    assert value is not None
    return value


async def insert_run(sql: asyncpg.Connection, ago: timedelta, *, ok: bool | None) -> float:
    """Insert a run of the backup; return when it began, in Unix time."""
    started = datetime.now(UTC) - ago
    await sql.execute(
        "INSERT INTO backup_run (name, started_at, finished_at, ok, bytes, revision)"
        " VALUES ('x', $1, CASE WHEN $2::bool IS NULL THEN NULL ELSE now() END, $2, $3, '0032')",
        started, ok, 1000 if ok else None,
    )  # fmt: skip
    return started.timestamp()


async def test_size_and_growth_are_those_of_the_last_days(
    facts: Make, sql: asyncpg.Connection
) -> None:
    await facts(database_volume_bytes=20 << 30).read()
    assert metric("database_bytes") > 1_000_000
    assert metric("database_volume_bytes") == 20 << 30
    assert isnan(metric("database_growth_bytes"))
    assert isnan(metric("database_readings_bytes"))

    await sql.execute(
        "INSERT INTO database_size SELECT now() - interval '1 hour' * n, 9e9 - 100 * n, 700"
        " FROM generate_series(0, 23) n"
    )
    await facts().read()
    assert isnan(metric("database_growth_bytes"))
    assert isnan(metric("database_volume_bytes"))
    await sql.execute(
        "INSERT INTO database_size SELECT now() - interval '1 hour' * n, 9e9 - 100 * n, 700"
        " FROM generate_series(24, 300) n"
    )
    await facts().read()
    assert metric("database_growth_bytes") == pytest.approx(2400)
    assert metric("database_readings_bytes") == 700


async def test_it_says_what_is_expected_of_backups(facts: Make, sql: asyncpg.Connection) -> None:
    said = "SELECT key, value FROM state WHERE key LIKE 'backup_%' ORDER BY key"
    for expected, hours in ((False, 50), (True, 200)):
        await facts(backup_expected=expected, backup_max_age_hours=hours).read()
        assert [tuple(row) for row in await sql.fetch(said)] == [
            ("backup_expected", str(expected).lower()),
            ("backup_max_age_hours", str(hours)),
        ]


async def test_without_a_backup_none_is_due(facts: Make) -> None:
    await facts().read()
    assert isnan(metric("last_backup_timestamp_seconds"))
    assert isnan(metric("last_backup_bytes"))
    assert isnan(metric("backup_due_timestamp_seconds"))
    assert metric("failed_backups") == 0


async def test_a_backup_that_is_set_up_is_due_although_none_ever_ran(
    facts: Make, sql: asyncpg.Connection
) -> None:
    # an upgrade that sets up the first backup leaves time for it
    await facts().read()
    await sql.execute("UPDATE state SET changed_at = now() - interval '90 days'")
    await facts(backup_expected=True).read()
    due = metric("backup_due_timestamp_seconds")
    assert due == pytest.approx((datetime.now(UTC) + 50 * HOUR).timestamp(), abs=600)

    await sql.execute("UPDATE state SET changed_at = now() - interval '3 days'")
    await facts(backup_expected=True).read()
    assert metric("backup_due_timestamp_seconds") < datetime.now(UTC).timestamp()


async def test_the_newest_good_backup_counts(facts: Make, sql: asyncpg.Connection) -> None:
    first = await insert_run(sql, 70 * HOUR, ok=False)
    await facts(backup_max_age_hours=10).read()
    assert metric("backup_due_timestamp_seconds") == pytest.approx(first + 36_000)
    assert isnan(metric("last_backup_timestamp_seconds"))

    await insert_run(sql, 60 * HOUR, ok=True)
    good = await insert_run(sql, 50 * HOUR, ok=True)
    await insert_run(sql, 40 * HOUR, ok=False)
    await insert_run(sql, 30 * HOUR, ok=False)
    await insert_run(sql, 1 * HOUR, ok=None)
    await facts(backup_max_age_hours=10).read()
    assert metric("last_backup_timestamp_seconds") == pytest.approx(good)
    assert metric("last_backup_bytes") == 1000
    assert metric("failed_backups") == 2
    assert metric("backup_due_timestamp_seconds") == pytest.approx(good + 36_000)

    await facts(backup_max_age_hours=0).read()
    assert isnan(metric("backup_due_timestamp_seconds"))


DEVICES = """
DO $$ BEGIN
INSERT INTO site (slug, name, time_zone) VALUES ('oslo', 'Oslo', 'Europe/Oslo');
INSERT INTO sensor (site_id, slug, name, learned_interval_s)
SELECT site.id, 's' || n, 's' || n, CASE WHEN n = 2 THEN 3600 END
FROM site, generate_series(1, 9) n;
INSERT INTO device (name, clock_skew_ms)
SELECT 'd' || n, CASE n WHEN 1 THEN -3600000 WHEN 2 THEN 29999 WHEN 3 THEN 30000 END
FROM generate_series(1, 9) n;
INSERT INTO channel (device_id, name) SELECT id, 't' FROM device;
INSERT INTO installation (channel_id, sensor_id, during)
SELECT c.id, s.id, '[2026-01-01,)' FROM sensor s
JOIN device d ON right(d.name, 1) = right(s.slug, 1) JOIN channel c ON c.device_id = d.id;
INSERT INTO latest (channel_id, measured_at, received_at, value, quality)
SELECT c.id, now(), now() - CASE right(d.name, 1)
    WHEN '1' THEN interval '179 s' WHEN '2' THEN interval '179 min' WHEN '3' THEN interval '185 s'
    ELSE interval '0 s' END, 4, 0
FROM channel c JOIN device d ON d.id = c.device_id WHERE d.name <> 'd9';
UPDATE device SET disabled_at = now() WHERE name = 'd5';
UPDATE device SET removed_at = now() WHERE name = 'd6';
UPDATE sensor SET archived_at = now() WHERE slug = 's7';
UPDATE installation SET during = '[2026-01-01,2026-01-02)'
WHERE sensor_id = (SELECT id FROM sensor WHERE slug = 's8');
END $$
"""
"""Sensors 1, 2, 3 and 4 are expected to report; 3 is silent. 9 has never reported."""


async def test_sensors_are_silent_by_their_own_intervals(
    facts: Make, sql: asyncpg.Connection
) -> None:
    await facts().read()
    assert (metric("expected_sensors"), metric("reporting_sensors")) == (0, 0)
    await sql.execute(DEVICES)
    await facts().read()
    assert (metric("expected_sensors"), metric("reporting_sensors")) == (4, 3)


async def test_clocks_are_those_of_devices_that_are_heard(
    facts: Make, sql: asyncpg.Connection
) -> None:
    await sql.execute(DEVICES)
    await facts().read()
    # 1, 3, 4, 7 and 8 have sent within an hour; 5 and 6 may not connect
    assert (metric("heard_devices"), metric("clock_off_devices")) == (5, 2)
    await sql.execute(
        "INSERT INTO device_link (name, connected, changed_at) VALUES"
        " ('d2', true, now()), ('d9', false, now())"
    )
    await facts().read()
    assert (metric("heard_devices"), metric("clock_off_devices")) == (6, 2)
