"""Partitions are made ahead, each once."""

from datetime import UTC, datetime

import asyncpg
from fixed_clock import FixedClock

from isotherm.process import connections as databases
from isotherm_devstack.testing.database import Database
from isotherm_worker.days.ahead import make_days
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
