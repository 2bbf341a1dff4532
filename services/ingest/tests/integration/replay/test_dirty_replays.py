"""Replayed readings leave dirty ranges like readings from the broker."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable

import asyncpg
import pytest_asyncio
from ingest_parts import NOW, SECOND
from ingest_replays import ask, untimed_reject
from ingest_store import close, marks
from ingest_world import World, until

from isotherm.instants import DAY, to_datetime
from isotherm.marks import CLOSING
from isotherm.process.connections import Link
from isotherm_ingest.latest.latest import Latest
from isotherm_ingest.replay.replays import Replays

LATE = (-DAY, -DAY + SECOND, -3 * SECOND, -SECOND)
STRETCHES = [(NOW - DAY, NOW - DAY + SECOND), (NOW - 3 * SECOND, NOW - SECOND)]
_WAITS = """
SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
    AND application_name = 'replays' AND wait_event = 'advisory'
"""


@pytest_asyncio.fixture(loop_scope="session")
async def replays(world: World) -> AsyncIterator[Replays]:
    """Replays, to be stepped by the test."""
    links = [Link(world.database.ingest, "replays") for _ in range(2)]
    try:
        yield Replays(links[0], links[1], "test", Latest())
    finally:
        for link in links:
            link.drop()


async def _reject(world: World, offsets: Iterable[int]) -> None:
    """Insert rejects of instants around NOW, and a job to replay them."""
    for offset in offsets:
        payload = json.dumps({"value": 21, "time": (NOW + offset) // 1000}).encode()
        fields = {
            "payload": payload,
            "payload_bytes": len(payload),
            "received_at": to_datetime(NOW),
        }
        await untimed_reject(world, **fields)
    await ask(world)


async def _stretches(world: World) -> list[tuple[int, int]]:
    return [(since, until) for _, since, until in await marks(world.sql)]


async def test_late_replayed_readings_leave_dirty_ranges(world: World, replays: Replays) -> None:
    await close(world.sql, NOW)
    await _reject(world, (*LATE, 0, SECOND))
    assert await replays.step()
    assert await world.count() == len(LATE) + 2
    assert await _stretches(world) == STRETCHES


async def test_duplicates_leave_no_dirty_range(world: World, replays: Replays) -> None:
    await _reject(world, LATE)
    assert await replays.step()
    assert not await _stretches(world), "nothing is closed yet"
    assert await replays.step(), "the first job ends"
    await close(world.sql, NOW)
    await _reject(world, (*LATE, -5 * SECOND))
    assert await replays.step()
    assert await _stretches(world) == [(NOW - 5 * SECOND, NOW - 5 * SECOND)]


async def test_a_replay_waits_for_a_moving_mark(world: World, replays: Replays) -> None:
    """Readings before the moved mark leave dirty ranges."""
    await _reject(world, LATE)
    worker = await asyncpg.connect(world.database.worker)
    moving = worker.transaction()
    await moving.start()
    await worker.execute(f"SELECT {CLOSING}")
    await close(worker, NOW)
    async with asyncio.TaskGroup() as group:
        group.create_task(replays.step(), name="replay")
        await until(lambda: world.sql.fetchval(_WAITS), "the replay at the lock")
        assert await world.count() == 0
        await moving.commit()
    worker.terminate()
    assert await world.count() == len(LATE)
    assert await _stretches(world) == STRETCHES
