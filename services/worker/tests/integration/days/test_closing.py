"""The mark `closed_to` follows the clock, and never delays ingest for long."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import pytest_asyncio
from fixed_clock import FixedClock

from isotherm.instants import to_micros
from isotherm.marks import STORING, read_marks
from isotherm.process import connections as databases
from isotherm.process.background import Background
from isotherm_devstack.testing.database import Database
from isotherm_worker.days.closing import close
from isotherm_worker.jobs import Job, keep_running, run_once

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


def _lasts(job: Job) -> float:
    """Return how long a job has been hindered, in seconds."""
    assert job.hindrance is not None
    return job.hindrance.lasts_s


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
            assert _lasts(job) > 0
        assert "cannot close history" in caplog.text
        assert await run_once(pool, job) == 1
        assert _lasts(job) == 0
    finally:
        ingest.terminate()


async def test_nothing_hinders_a_worker_once_another_has_moved_the_mark(
    pool: asyncpg.Pool, database: Database
) -> None:
    job, other = (close(FixedClock(AT), lock_ms=50) for _ in range(2))
    ingest = await databases.connect(database.ingest)
    try:
        async with ingest.transaction():
            await ingest.execute(f"SELECT {STORING}")
            assert await run_once(pool, job) == 0
        assert await run_once(pool, other) == 1
        assert await run_once(pool, job) == 0
        assert _lasts(job) == 0
    finally:
        ingest.terminate()


async def test_history_that_is_not_closed_for_long_is_a_failure(
    pool: asyncpg.Pool, database: Database
) -> None:
    background = Background()
    job = replace(close(FixedClock(AT), lock_ms=1), every_s=0.01, patience_s=0.0)

    async def awaited(status: str) -> None:
        while background.document()["status"] != status:
            await ingest.execute("SELECT pg_sleep(0.01)")

    ingest = await databases.connect(database.ingest)
    try:
        async with asyncio.timeout(60), asyncio.TaskGroup() as group:
            async with ingest.transaction():
                await ingest.execute(f"SELECT {STORING}")
                task = group.create_task(keep_running(pool, job, background), name="closing")
                await awaited("degraded")
                assert background.document()["jobs"]["closing"]["why"] == "HinderedError"
            await awaited("ok")
            task.cancel()
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


async def test_what_is_shifted_back_from_the_closed_time_becomes_dirty(
    pool: asyncpg.Pool, database: Database
) -> None:
    superuser = await asyncpg.connect(database.superuser)
    try:
        sensor = await superuser.fetchval(
            "WITH made AS (INSERT INTO site (slug, name, time_zone) VALUES ('a', 'A', 'UTC')"
            " RETURNING id) INSERT INTO sensor (site_id, slug, name)"
            " SELECT id, 's', 'S' FROM made RETURNING id"
        )
        for first, last, shift_s in ((-20, 20, -7200), (30, 40, 7200), (60, 70, -7200)):
            await superuser.execute(
                "INSERT INTO correction (sensor_id, kind, during, shift_us, reason, made_by)"
                " VALUES ($1, 'time', tstzrange($2, $3), $4, 'r', 'm')",
                sensor, AT + first * MINUTE, AT + last * MINUTE, shift_s * 1_000_000,
            )  # fmt: skip
        job = close(FixedClock(AT + 2 * MINUTE))
        assert await run_once(pool, job) == 1
        await superuser.execute("DELETE FROM dirty")
        await run_once(pool, close(FixedClock(AT + 50 * MINUTE)))
        rows = await superuser.fetch("SELECT since, until FROM dirty")
        assert [tuple(row) for row in rows] == [(AT - 120 * MINUTE, AT - 100 * MINUTE)]
    finally:
        superuser.terminate()
