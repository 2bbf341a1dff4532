"""The worker's jobs on a real database: days, ledger, one worker at a time."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from prometheus_client import REGISTRY

from isotherm.database import Connection
from isotherm.process import connections as databases
from isotherm.process.background import Background
from isotherm_devstack.testing.database import Database
from isotherm_worker.books.ledger import fold_ledger
from isotherm_worker.days.ahead import make_days
from isotherm_worker.jobs import Job, keep_running, run_once

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


class Standing:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW


async def _days(connection: asyncpg.Connection) -> list[str]:
    rows = await connection.fetch(
        "SELECT relname FROM pg_class WHERE relname ~ '^reading_[0-9]{8}$' ORDER BY relname"
    )
    return [row["relname"] for row in rows]


async def test_days_are_made_ahead_once(database: Database) -> None:
    async with databases.pool(database.worker) as pool:
        job = make_days(Standing(), 2)
        assert await run_once(pool, job) == 4
        assert await run_once(pool, job) == 0
        async with pool.acquire() as connection:
            assert await _days(connection) == [
                "reading_20261122", "reading_20261123", "reading_20261124", "reading_20261125",
            ]  # fmt: skip


async def _enter(connection: asyncpg.Connection, hour: datetime, stored: int) -> None:
    await connection.execute(
        "INSERT INTO ledger_entry (hour, instance, received, decoded, offered, stored)"
        " VALUES ($1, 'ingest-0', $2, $2, $2, $2)",
        hour,
        stored,
    )


async def test_folding_changes_no_sum(database: Database) -> None:
    hour = NOW.replace(minute=0)
    ingest = await databases.connect(database.ingest)
    try:
        async with databases.pool(database.worker) as pool:
            for stored in (3, 4):
                await _enter(ingest, hour, stored)
            await _enter(ingest, hour - timedelta(hours=1), 5)
            assert await run_once(pool, fold_ledger()) == 3
            await _enter(ingest, hour, 10)
            assert await pool.fetchval("SELECT stored FROM ledger_hour WHERE hour = $1", hour) == 17
            assert await run_once(pool, fold_ledger()) == 1
            assert await run_once(pool, fold_ledger()) == 0
            rows = await pool.fetch("SELECT stored FROM ledger ORDER BY hour")
            assert [row["stored"] for row in rows] == [5, 17]
            assert await pool.fetchval("SELECT count(*) FROM ledger_entry") == 0
    finally:
        await ingest.close()


async def test_one_worker_at_a_time_and_a_dead_one_frees_its_work(database: Database) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_: Connection) -> int:
        begun.set()
        await go_on.wait()
        return 1

    job = Job("slow", 1.0, slow)
    async with (
        databases.pool(database.worker, application="first") as first,
        databases.pool(database.worker) as second,
        asyncio.timeout(60),
    ):
        async with asyncio.TaskGroup() as group:
            at_work = group.create_task(run_once(first, job), name="first")
            await begun.wait()
            assert await run_once(second, job) is None
            at_work.cancel()
        go_on.set()
        assert await run_once(second, job) == 1


async def test_a_failure_leaves_nothing_half_done(database: Database) -> None:
    async def fails(connection: Connection) -> int:
        await connection.execute("INSERT INTO state (key, value) VALUES ('half', '1')")
        raise asyncpg.DataError("on purpose")

    async with databases.pool(database.worker) as pool:
        with pytest.raises(asyncpg.DataError):
            await run_once(pool, Job("fails", 1.0, fails))
        assert await pool.fetchval("SELECT count(*) FROM state WHERE key = 'half'") == 0


async def test_what_failed_is_tried_again_before_its_interval(database: Database) -> None:
    tried: list[int] = []
    done = asyncio.Event()

    async def fail_once(connection: Connection) -> int:
        tried.append(1)
        if len(tried) == 1:
            raise asyncpg.CannotConnectNowError("starting up")
        done.set()
        return 1

    async with databases.pool(database.worker) as pool, asyncio.TaskGroup() as group:
        work = keep_running(pool, Job("days", 86_400.0, fail_once), retry_s=0.01)
        task = group.create_task(work, name="work")
        async with asyncio.timeout(60):
            await done.wait()
        task.cancel()
    assert len(tried) == 2


async def test_an_error_that_is_not_postgresqls_is_retried_counted_and_shown(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    background = Background()
    failing: list[dict[str, object]] = []
    done = asyncio.Event()

    async def fail_once(_: Connection) -> int:
        if not failing:
            failing.append({})
            raise ZeroDivisionError("injected")
        failing.append(dict(background.document()))
        done.set()
        return 1

    def failures() -> float:
        return (
            REGISTRY.get_sample_value("isotherm_background_failures_total", {"job": "odd"}) or 0.0
        )

    before = failures()
    caplog.set_level(logging.INFO)
    async with databases.pool(database.worker) as pool, asyncio.TaskGroup() as group:
        work = keep_running(pool, Job("odd", 86_400.0, fail_once), background, retry_s=0.01)
        task = group.create_task(work, name="work")
        async with asyncio.timeout(60):
            await done.wait()
            while background.document()["status"] != "ok":  # noqa: ASYNC110  health sets no event
                await asyncio.sleep(0.01)
        task.cancel()
    assert failing[1]["status"] == "degraded"
    assert failures() == before + 1
    [record, back] = [each for each in caplog.records if "odd" in each.message]
    assert record.exc_info
    assert back.message == "job odd succeeds again"
