"""Replay jobs: processed by one instance at a time, continued by another, and never done twice."""

import json
import signal
from collections.abc import Iterable
from datetime import timedelta

import asyncpg
import pytest
from ingest_process import process
from ingest_replays import BEGIN, ask, books_balance, cure, ended, untimed_reject, wall
from ingest_world import World, until

from isotherm.process.connections import Link
from isotherm_ingest.batch.rows import Row
from isotherm_ingest.latest.latest import Latest
from isotherm_ingest.replay.jobs import AT_ONCE
from isotherm_ingest.replay.replays import Replays


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
    links = [Link(world.database.ingest, "test") for _ in range(2)]
    replays = Replays(links[0], links[1], "test", latest)
    try:
        with pytest.raises(ConnectionResetError):
            await replays.step()
        assert not latest.waiting
        links[0].drop()
        assert await replays.step()
        assert latest.waiting
        assert not await replays.step()
    finally:
        for link in links:
            link.drop()
    assert (await ended(world, job))["replayed"] == 1
    assert await world.count() == 1
