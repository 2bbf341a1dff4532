"""Entries of the ledger are folded into hours without changing a sum."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
from books_world import Books

from bench.thousands import Fill, clear, fill
from isotherm.process import connections as databases
from isotherm_devstack.testing.database import Database
from isotherm_worker.books.count_rows import check_rows
from isotherm_worker.books.ledger import fold_ledger
from isotherm_worker.jobs import run_once

HOUR = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
_WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"


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


async def test_benchmarks_take_out_of_the_books_what_is_being_folded(
    books: Books, database: Database
) -> None:
    owner = await databases.connect(database.owner)
    try:
        await fill(owner, Fill(sensors=10, sites=1, interval_s=1800.0))
        async with books.pool.acquire() as worker, asyncio.TaskGroup() as group:
            async with worker.transaction():
                assert await fold_ledger().run(worker)
                clearing = group.create_task(clear(owner))
                while not await books.sql.fetchval(_WAITS):
                    await books.sql.fetchval("SELECT pg_sleep(0.01)")
            await clearing
        assert await books.check(check_rows()) == []
        assert await owner.fetchval("SELECT sum(stored) FROM ledger_day") == 0
    finally:
        await owner.close()
