"""Partitions are made ahead, each once."""

from datetime import UTC, datetime

import asyncpg
from fixed_clock import FixedClock
from prometheus_client import REGISTRY

from isotherm.process import connections as databases
from isotherm_devstack.testing.database import Database
from isotherm_worker.days.ahead import make_days
from isotherm_worker.days.retention import drop_days
from isotherm_worker.jobs import run_once

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


async def _partitions(connection: asyncpg.Connection) -> list[str]:
    rows = await connection.fetch(
        "SELECT relname FROM pg_class WHERE relname ~ '^reading_[0-9]{8}$' ORDER BY relname"
    )
    return [row["relname"] for row in rows]


async def test_days_are_made_ahead_once(database: Database) -> None:
    async with databases.pool(database.worker) as pool:
        job = make_days(FixedClock(NOW), 2)
        assert await run_once(pool, job) == 4
        assert await run_once(pool, job) == 0
        async with pool.acquire() as connection:
            assert await _partitions(connection) == [
                "reading_20261122", "reading_20261123", "reading_20261124", "reading_20261125",
            ]  # fmt: skip


async def test_it_says_how_many_days_ahead_it_makes_and_how_many_it_keeps(
    database: Database,
) -> None:
    said = "SELECT key, value::int FROM state WHERE key IN ('days_ahead', 'raw_days') ORDER BY key"
    async with databases.pool(database.worker) as pool:
        for ahead, kept in ((2, 400), (7, 30)):
            await run_once(pool, make_days(FixedClock(NOW), ahead))
            await run_once(pool, drop_days(FixedClock(NOW), kept))
            async with databases.pool(database.api) as readers:
                assert [tuple(row) for row in await readers.fetch(said)] == [
                    ("days_ahead", ahead),
                    ("raw_days", kept),
                ]


async def test_days_ahead_are_exported_up_to_the_first_that_is_missing(database: Database) -> None:
    superuser = await asyncpg.connect(database.superuser)
    async with databases.pool(database.worker) as pool:
        await run_once(pool, make_days(FixedClock(NOW), 5))
        assert REGISTRY.get_sample_value("isotherm_worker_partitions_ahead") == 5
        await run_once(pool, make_days(FixedClock(NOW), 1))
        assert REGISTRY.get_sample_value("isotherm_worker_partitions_ahead") == 5
        await superuser.execute("DROP TABLE reading_20261126")
        await run_once(pool, make_days(FixedClock(NOW), 1))
        assert REGISTRY.get_sample_value("isotherm_worker_partitions_ahead") == 2
    await superuser.close()
