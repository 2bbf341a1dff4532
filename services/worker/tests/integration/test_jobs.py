"""A job is run by one worker at a time, in one transaction, and again after a failure."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import asyncpg
import pytest
from prometheus_client import REGISTRY
from wire import Wire

from isotherm.database import Connection
from isotherm.process import connections as databases
from isotherm.process.background import Background
from isotherm.process.outage import Outage
from isotherm.process.tracing.collected import collected
from isotherm_devstack.testing.database import Database
from isotherm_worker import jobs
from isotherm_worker.jobs import Job, keep_running, run_once


async def test_one_worker_runs_a_job_at_a_time_and_a_dead_one_frees_it(database: Database) -> None:
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


async def test_a_failed_job_is_rolled_back(database: Database) -> None:
    async def fails(connection: Connection) -> int:
        await connection.execute("INSERT INTO state (key, value) VALUES ('half', '1')")
        raise asyncpg.DataError("on purpose")

    async with databases.pool(database.worker) as pool:
        with pytest.raises(asyncpg.DataError):
            await run_once(pool, Job("fails", 1.0, fails))
        assert await pool.fetchval("SELECT count(*) FROM state WHERE key = 'half'") == 0


async def test_a_failed_job_is_retried_before_its_interval(database: Database) -> None:
    attempts = 0
    done = asyncio.Event()

    async def fail_once(connection: Connection) -> int:
        nonlocal attempts
        attempts += 1
        if attempts == 1:
            raise asyncpg.CannotConnectNowError("starting up")
        done.set()
        return 1

    async with databases.pool(database.worker) as pool, asyncio.TaskGroup() as group:
        work = keep_running(pool, Job("days", 86_400.0, fail_once), retry_s=0.01)
        task = group.create_task(work, name="work")
        async with asyncio.timeout(60):
            await done.wait()
        task.cancel()
    assert attempts == 2


LOCK = "SELECT pg_advisory_lock(hashtext('isotherm.worker'), hashtext('locked'))"
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"


async def test_a_run_that_its_own_lost_session_prevents_is_no_success(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server keeps the lock of a connection that was given up until it notices."""
    runs, tries, done = 0, 0, asyncio.Event()
    background = Background()
    lost, sql = [await asyncpg.connect(database.superuser) for _ in range(2)]

    async def fail_once(_: Connection) -> int:
        nonlocal runs
        runs += 1
        if runs == 2:
            done.set()
            return 1
        group.create_task(lost.execute(LOCK), name="lost")
        while not await sql.fetchval(WAITING):
            await sql.execute("SELECT pg_sleep(0.01)")
        raise TimeoutError

    async def counted(pool: asyncpg.Pool, job: Job) -> int | None:
        nonlocal tries
        tries += 1
        return await run_once(pool, job)

    monkeypatch.setattr(jobs, "run_once", counted)
    async with (
        databases.pool(database.worker) as pool,
        asyncio.timeout(60),
        asyncio.TaskGroup() as group,
    ):
        work = keep_running(pool, Job("locked", 86_400.0, fail_once), background, retry_s=0.01)
        task = group.create_task(work, name="work")
        while tries < 4:
            await sql.execute("SELECT pg_sleep(0.01)")
        assert background.document()["status"] == "degraded"
        await lost.close()
        await done.wait()
        task.cancel()
    assert runs == 2
    await sql.close()


async def test_an_unexpected_error_is_retried_counted_and_shown_in_health(
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
            REGISTRY.get_sample_value("isotherm_process_background_failures_total", {"name": "odd"})
            or 0.0
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
    [failed, back] = [record for record in caplog.records if "odd" in record.message]
    assert failed.exc_info
    assert back.message == "job odd succeeds again"


async def test_a_job_that_is_hindered_fails_once_that_has_lasted(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    now, runs = 0.0, asyncio.Condition()
    outage = Outage(logging.getLogger("test"), "hindered", "no longer", clock=lambda: now)
    free = False

    async def work(_: Connection) -> int:
        if free:
            outage.ended()
        else:
            outage.began("a lock")
        async with runs:
            runs.notify_all()
        return int(free)

    async def tried() -> None:
        """Wait until a run that begins now has ended, and the next one has begun."""
        async with runs:
            for _ in range(3):
                await runs.wait()

    background = Background()
    job = Job("hindered", 0.01, work, hindrance=outage, patience_s=60.0)
    async with (
        databases.pool(database.worker) as pool, asyncio.timeout(60), asyncio.TaskGroup() as group,
    ):  # fmt: skip
        task = group.create_task(keep_running(pool, job, background), name="work")
        await tried()
        now = 60.0
        await tried()
        assert background.document()["status"] == "ok"
        now = 61.0
        await tried()
        failing = background.document()["jobs"]["hindered"]
        assert (failing["ok"], failing["why"]) == (False, "HinderedError")
        free = True
        await tried()
        assert background.document()["status"] == "ok"
        task.cancel()
    assert not [record for record in caplog.records if record.exc_info]


def test_a_job_that_holds_others_up_is_not_tried_more_often_after_a_failure() -> None:
    async def work(_: Connection) -> int:
        return 0

    hindrance = Outage(logging.getLogger("test"), "hindered", "no longer")
    assert Job("patient", 60.0, work, hindrance=hindrance).backoff(5.0).next_s() >= 30.0
    assert Job("eager", 60.0, work).backoff(5.0).next_s() <= 1.0


async def test_a_run_that_did_something_is_a_span_with_its_commit(database: Database) -> None:
    amounts = iter((0, 3))

    async def work(_: Connection) -> int:
        return next(amounts)

    job = Job("work", 1.0, work)
    with collected() as spans:
        async with databases.pool(database.worker) as pool:
            assert [await run_once(pool, job) for _ in range(2)] == [0, 3]
    commit, run = spans.spans
    assert (run["span"], run["attributes"]) == ("job work", {"isotherm.job.amount": 3})
    assert (run["parent_span_id"], commit["span"]) == (None, "COMMIT")
    assert spans.children(run) == [commit]


async def test_a_run_that_failed_is_a_span_without_the_errors_text(database: Database) -> None:
    async def fails(_: Connection) -> int:
        raise asyncpg.DataError("a value")

    with collected() as spans:
        async with databases.pool(database.worker) as pool:
            with pytest.raises(asyncpg.DataError):
                await run_once(pool, Job("fails", 1.0, fails))
            quiet = Job("quiet", 1.0, fails, traced=False)
            with pytest.raises(asyncpg.DataError):
                await run_once(pool, quiet)
    [run] = spans.spans
    assert (run["span"], run["status"]) == ("job fails", "error")
    assert run["attributes"] == {"error.type": "DataError"}


async def test_a_job_whose_database_falls_silent_fails_and_is_run_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "STATEMENT_S", 0.5)
    background, done = Background(), asyncio.Event()
    health: list[Mapping[str, Any]] = []

    async def falls_silent_once(connection: Connection) -> int:
        health.append(background.document())
        if len(health) == 1:
            wire.silence()
        amount: int = await connection.fetchval("SELECT 1")
        done.set()
        return amount

    async with (
        Wire.to_database(database.worker) as (wire, dsn),
        databases.pool(dsn) as pool,
        asyncio.timeout(60),
        asyncio.TaskGroup() as group,
    ):
        job = Job("silent", 86_400.0, falls_silent_once)
        task = group.create_task(keep_running(pool, job, background, retry_s=0.01), name="work")
        await done.wait()
        task.cancel()
    assert [document["status"] for document in health] == ["ok", "degraded"]
    assert health[1]["jobs"]["silent"]["why"] == "TimeoutError"


async def test_a_run_that_lasts_longer_than_its_job_says_shows_in_health(
    database: Database,
) -> None:
    background, documents = Background(), asyncio.Queue[Mapping[str, Any]]()

    async def run(_: Connection) -> int:
        documents.put_nowait(background.document())
        return 1

    async with databases.pool(database.worker) as pool, asyncio.TaskGroup() as group:
        job = Job("lasting", 86_400.0, run, within_s=0.0)
        task = group.create_task(keep_running(pool, job, background), name="work")
        async with asyncio.timeout(60):
            document = await documents.get()
        task.cancel()
    assert document["jobs"]["lasting"]["why"].startswith("has not ended for")
