"""Entries of the ledger are folded into hours without changing a sum."""

from datetime import UTC, datetime, timedelta

import asyncpg

from isotherm.process import connections as databases
from isotherm_devstack.testing.database import Database
from isotherm_worker.books.ledger import fold_ledger
from isotherm_worker.jobs import run_once

HOUR = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


async def _insert(connection: asyncpg.Connection, hour: datetime, stored: int) -> None:
    await connection.execute(
        "INSERT INTO ledger_entry (hour, instance, received, decoded, offered, stored)"
        " VALUES ($1, 'ingest-0', $2, $2, $2, $2)",
        hour,
        stored,
    )


async def test_folding_changes_no_sum(database: Database) -> None:
    ingest = await databases.connect(database.ingest)
    try:
        async with databases.pool(database.worker) as pool:
            for stored in (3, 4):
                await _insert(ingest, HOUR, stored)
            await _insert(ingest, HOUR - timedelta(hours=1), 5)
            assert await run_once(pool, fold_ledger()) == 3
            await _insert(ingest, HOUR, 10)
            assert await pool.fetchval("SELECT stored FROM ledger_hour WHERE hour = $1", HOUR) == 17
            assert await run_once(pool, fold_ledger()) == 1
            assert await run_once(pool, fold_ledger()) == 0
            rows = await pool.fetch("SELECT stored FROM ledger ORDER BY hour")
            assert [row["stored"] for row in rows] == [5, 17]
            assert await pool.fetchval("SELECT count(*) FROM ledger_entry") == 0
    finally:
        await ingest.close()
