"""The mark `closed_to` follows the clock, and never delays ingest for long."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import pytest_asyncio
from fixed_clock import FixedClock

from isotherm.instants import to_micros
from isotherm.marks import STORING, read_marks
from isotherm.process import connections as databases
from isotherm_devstack.testing.database import Database
from isotherm_worker.days.closing import close
from isotherm_worker.jobs import run_once

AT = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest_asyncio.fixture(loop_scope="session")
async def pool(database: Database) -> AsyncIterator[asyncpg.Pool]:
    """Return worker's pool."""
    async with databases.pool(database.worker) as connections:
        yield connections


async def _mark(pool: asyncpg.Pool) -> int | None:
    async with pool.acquire() as connection:
        return (await read_marks(connection)).closed_to


async def test_the_mark_moves_by_quarters_two_minutes_late(pool: asyncpg.Pool) -> None:
    clock = FixedClock(AT + 1.9 * MINUTE)
    job = close(clock)
    assert await run_once(pool, job) == 1
    assert await _mark(pool) == to_micros(AT - 15 * MINUTE)
    assert await run_once(pool, job) == 0
    clock.at = AT + 2 * MINUTE
    assert await run_once(pool, job) == 1
    assert await _mark(pool) == to_micros(AT)
    clock.at = AT - 60 * MINUTE
    assert await run_once(pool, job) == 0
    assert await _mark(pool) == to_micros(AT)


async def test_closing_gives_up_soon_while_a_batch_is_stored(
    pool: asyncpg.Pool, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    job = close(FixedClock(AT), lock_ms=50)
    ingest = await databases.connect(database.ingest)
    try:
        async with ingest.transaction():
            await ingest.execute(f"SELECT {STORING}")
            assert await run_once(pool, job) == 0
            assert await _mark(pool) is None
        assert "cannot close history" in caplog.text
        assert await run_once(pool, job) == 1
    finally:
        ingest.terminate()


async def test_a_batch_begun_before_the_mark_moves_is_committed_first(
    pool: asyncpg.Pool, database: Database
) -> None:
    ingest = await databases.connect(database.ingest)
    superuser = await asyncpg.connect(database.superuser)
    try:
        async with asyncio.timeout(60), asyncio.TaskGroup() as group:
            batch = ingest.transaction()
            await batch.start()
            await ingest.execute(f"SELECT {STORING}")
            await ingest.execute("INSERT INTO ledger_entry (hour, instance) VALUES ($1, 'me')", AT)
            moving = group.create_task(run_once(pool, close(FixedClock(AT), lock_ms=60_000)))
            while not await superuser.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
                assert not moving.done()
            assert await _mark(pool) is None
            await batch.commit()
        assert moving.result() == 1
        assert await pool.fetchval("SELECT count(*) FROM ledger_entry") == 1
    finally:
        ingest.terminate()
        superuser.terminate()
