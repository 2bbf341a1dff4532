"""Replay jobs: processed by one instance at a time, continued by another, and never done twice."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
import pytest
from ingest_process import process
from ingest_replays import BEGIN, ask, books_balance, cure, ended, untimed_reject, wall
from ingest_world import World, until

from isotherm.process.background import Background
from isotherm.process.connections import Link
from isotherm_ingest.batch.rows import Row
from isotherm_ingest.latest.latest import Latest
from isotherm_ingest.replay.jobs import AT_ONCE
from isotherm_ingest.replay.replays import Replays

TRANSIENT = ["25006", "40P01", "53100", "55P03", "57014", "58030", "XX000"]
"""An SQLSTATE of each class of errors that are the server's and may pass."""


async def test_an_impossible_job_fails_and_holds_up_no_other(world: World) -> None:
    async with world.ingest():
        await world.send(json.dumps({"value": 1, "time": wall(BEGIN)}))
        await world.refused(1)
        await cure(world)
        bad, good = await ask(world, device=[1]), await ask(world)
        failed, done = await ended(world, bad), await ended(world, good)
    assert failed["state"] == "failed"
    assert "DataError" in failed["error"]
    assert (done["state"], done["replayed"]) == ("done", 1)


async def test_a_job_locked_by_another_instance_is_skipped(world: World) -> None:
    held, other = await ask(world), await ask(world)
    holder = await asyncpg.connect(world.database.ingest)
    transaction = holder.transaction()
    await transaction.start()
    await holder.execute("SELECT 1 FROM replay_job WHERE id = $1 FOR UPDATE", held)
    async with world.ingest():
        await ended(world, other)
        states = await world.sql.fetch("SELECT state FROM replay_job ORDER BY id")
        assert [row["state"] for row in states] == ["waiting", "done"]
        holder.terminate()  # as the connection of a killed instance ends
        assert (await ended(world, held))["state"] == "done"


@pytest.mark.parametrize("heir", ["the same", "another"])
async def test_a_killed_instances_job_is_finished_once(world: World, heir: str) -> None:
    number = 12 * AT_ONCE
    times = [BEGIN + timedelta(seconds=n) for n in range(number)]
    arrays = [
        [{"value": n, "time": wall(times[n])} for n in range(first, first + 250)]
        for first in range(0, number, 250)
    ]
    async with world.ingest(instance="first"):
        pass  # so that the broker keeps for it what comes before it is there
    async with process(world, instance="first") as first:
        await world.send(*map(json.dumps, arrays))
        await world.refused(number)
        await cure(world)
        job = await ask(world)
        begun = "SELECT done_to > 0 FROM replay_job WHERE id = $1"
        await until(lambda: world.sql.fetchval(begun, job), "the first batch")
        first.send_signal(signal.SIGKILL)
        await first.wait()
    before = await world.count()
    assert 0 < before < number, "killed in the middle"
    async with process(world, instance="first" if heir == "the same" else "second"):
        done = await ended(world, job)
        newest = "SELECT measured_at = $1 FROM latest"
        await until(lambda: world.sql.fetchval(newest, times[-1]), "the newest one in latest")
    assert (done["state"], done["replayed"], done["duplicate"]) == ("done", number, 0)
    rows = await world.readings()
    assert [(row["value"], row["measured_at"]) for row in rows] == list(enumerate(times))
    await books_balance(world)


async def test_two_instances_and_two_jobs_for_the_same_rejects(world: World) -> None:
    number = 4 * AT_ONCE
    array = [{"value": n, "time": wall(BEGIN + timedelta(seconds=n))} for n in range(number // 4)]
    async with world.ingest(instance="one"), world.ingest(instance="two"):
        for hour in range(4):
            shifted = [
                element | {"time": wall(BEGIN + timedelta(hours=hour, seconds=n))}
                for n, element in enumerate(array)
            ]
            await world.send(json.dumps(shifted))
        await world.refused(number)
        await cure(world)
        jobs = [await ask(world) for _ in range(2)]
        both = [await ended(world, job) for job in jobs]
    assert sum(job["replayed"] for job in both) == number == await world.count()
    assert sum(job["duplicate"] + job["refused_again"] for job in both) == 0
    await books_balance(world)


@asynccontextmanager
async def stepping(
    world: World, latest: Latest | None = None, background: Background | None = None
) -> AsyncIterator[tuple[Replays, Link]]:
    """Yield replays to be stepped or run by a test, and their connection."""
    link, aside = (Link(world.database.ingest, "test") for _ in range(2))
    job = (background or Background()).job("replays")
    try:
        yield Replays(link, aside, "test", latest or Latest(), job), link
    finally:
        link.drop()
        aside.drop()


class LosingLatest(Latest):
    """Fails the first time, like a step whose answer to COMMIT got lost."""

    lost = False

    def remember(self, stored: Iterable[Row]) -> None:
        """Remember rows, at the second try."""
        if not self.lost:
            self.lost = True
            raise ConnectionResetError
        super().remember(stored)


async def test_latest_learns_of_a_batch_whose_commit_was_not_answered(world: World) -> None:
    await untimed_reject(world)
    job, latest = await ask(world), LosingLatest()
    async with stepping(world, latest) as (replays, link):
        with pytest.raises(ConnectionResetError):
            await replays.step()
        assert not latest.waiting
        link.drop()
        assert await replays.step()
        assert latest.waiting
        assert not await replays.step()
    assert (await ended(world, job))["replayed"] == 1
    assert await world.count() == 1


@asynccontextmanager
async def unreadable(world: World, table: str, state: str) -> AsyncIterator[None]:
    """Let each reading of a row of a table by ingest fail with an SQLSTATE during the block."""
    await world.sql.execute(
        "CREATE FUNCTION fails() RETURNS boolean LANGUAGE plpgsql AS"
        f" $$BEGIN RAISE EXCEPTION 'injected' USING ERRCODE = '{state}'; END$$;"
        f" CREATE POLICY fails ON {table} USING (fails());"
        f" ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    )
    yield
    await world.sql.execute(
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY; DROP POLICY fails ON {table};"
        " DROP FUNCTION fails"
    )


@pytest.mark.parametrize("state", ["57014", "42501"])
async def test_an_error_while_looking_for_jobs_fails_none(world: World, state: str) -> None:
    await untimed_reject(world)
    job = await ask(world)
    async with stepping(world) as (replays, _):
        assert await replays.step(), "the job is between two batches now"
        async with unreadable(world, "replay_job", state):
            for _ in range(2):
                with pytest.raises(asyncpg.PostgresError, match="injected"):
                    await replays.step()
        assert await replays.step()
    assert (await ended(world, job))["state"] == "done"


@pytest.mark.parametrize("state", TRANSIENT)
async def test_an_error_of_the_server_fails_no_job(world: World, state: str) -> None:
    await untimed_reject(world)
    job = await ask(world)
    async with stepping(world) as (replays, _):
        async with unreadable(world, "reject", state):
            with pytest.raises(asyncpg.PostgresError, match="injected"):
                await replays.step()
        assert await replays.step()
        assert await replays.step()
    done = await ended(world, job)
    assert (done["state"], done["replayed"]) == ("done", 1)


@pytest.mark.parametrize("state", ["58030", "XX001"])
async def test_an_internal_error_that_stays_fails_the_job_after_all(
    world: World, state: str
) -> None:
    """A damaged row would hold up all jobs after it."""
    await untimed_reject(world)
    job = await ask(world)
    async with stepping(world) as (replays, _):
        async with unreadable(world, "reject", state):
            for _ in range(9):
                with pytest.raises(asyncpg.PostgresError, match="injected"):
                    await replays.step()
            assert await replays.step()
            assert not await replays.step()
        failed = await ended(world, job)
        assert failed["state"] == "failed"
        assert "injected" in failed["error"]
        later = await ask(world)
        assert await replays.step()
        assert await replays.step()
    assert (await ended(world, later))["state"] == "done"


async def test_health_shows_that_jobs_cannot_be_looked_for(world: World) -> None:
    await untimed_reject(world)
    job, background = await ask(world), Background()
    async with stepping(world, background=background) as (replays, _), asyncio.TaskGroup() as group:
        async with unreadable(world, "replay_job", "57014"):
            task = group.create_task(replays.run(), name="replays")
            await until(lambda: background.document()["status"] == "degraded", "the failure")
        assert (await ended(world, job))["state"] == "done"
        await until(lambda: background.document()["status"] == "ok", "the recovery")
        task.cancel()
