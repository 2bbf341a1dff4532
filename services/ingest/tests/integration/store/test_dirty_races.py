"""While `closed_to` moves: readings before it are visible to worker, or have a dirty range."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

import asyncpg
from ingest_parts import NOW, SECOND, row
from ingest_store import batch, close, marks, readings
from ingest_world import until

from isotherm.instants import to_datetime, to_micros
from isotherm.marks import CLOSING
from isotherm.process.connections import Link
from isotherm_devstack.testing.database import Database
from isotherm_ingest.store.store import Store

Reading = tuple[int, int]
"""Channel and instant (µs)."""
MOVES = 300
STEP = SECOND // 100
"""How far each move goes; readings come from up to two steps on either side of the mark."""
WRITERS = 6
_WAITS = """
SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
    AND application_name = $1 AND wait_event_type = 'Lock'
"""


@asynccontextmanager
async def _store(database: Database) -> AsyncIterator[Store]:
    link = Link(database.ingest, "batch")
    try:
        yield Store(link, "test")
    finally:
        link.drop()


@asynccontextmanager
async def _connection(dsn: str, application: str = "looks") -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn, server_settings={"application_name": application})
    try:
        yield connection
    finally:
        connection.terminate()


async def _move(worker: asyncpg.Connection, at: int) -> set[Reading]:
    """Move the mark as worker does; return the readings that are visible before it."""
    async with worker.transaction():
        await worker.execute(f"SELECT {CLOSING}")
        await close(worker, at)
        seen = await worker.fetch(
            "SELECT channel_id, measured_at FROM reading WHERE measured_at < $1", to_datetime(at)
        )
    return {(channel, to_micros(when)) for channel, when in seen}


async def test_moving_the_mark_waits_for_an_open_batch(database: Database) -> None:
    async with (
        _store(database) as store,
        _connection(database.superuser) as sql,
        _connection(database.ingest) as other,
        _connection(database.worker, "worker") as worker,
        asyncio.TaskGroup() as group,
    ):
        first, *rest = readings([(1, -SECOND), (1, -2 * SECOND), (2, -SECOND)])
        await store.commit(await batch(sql, [row(NOW - SECOND, 1.0, 3)]), None)
        holding = other.transaction()
        await holding.start()
        await other.execute(
            "INSERT INTO reading VALUES ($1, $1, 5, 1, 0)", to_datetime(first.measured_at)
        )
        placed = await batch(sql, [first, *rest])
        group.create_task(store.commit(placed, None), name="batch")
        await until(lambda: sql.fetchval(_WAITS, "batch"), "the batch at a key that is taken")
        move = group.create_task(_move(worker, NOW), name="move")
        await until(lambda: sql.fetchval(_WAITS, "worker"), "worker at the lock")
        await holding.rollback()
        keys = {(reading.channel_id, reading.measured_at) for reading in (first, *rest)}
        assert await move == keys | {(3, NOW - SECOND)}
        assert await marks(sql) == []


async def test_a_batch_that_waits_for_the_mark_uses_the_moved_mark(database: Database) -> None:
    async with (
        _store(database) as store,
        _connection(database.superuser) as sql,
        _connection(database.worker) as worker,
        asyncio.TaskGroup() as group,
    ):
        moving = worker.transaction()
        await moving.start()
        await worker.execute(f"SELECT {CLOSING}")
        await close(worker, NOW)
        placed = await batch(sql, readings([(1, -SECOND), (1, SECOND)]))
        commit = group.create_task(store.commit(placed, None), name="batch")
        await until(lambda: sql.fetchval(_WAITS, "batch"), "the batch at the lock")
        await moving.commit()
        await commit
        assert await marks(sql) == [(1, NOW - SECOND, NOW - SECOND)]


async def test_no_late_reading_is_missed_while_the_mark_moves(database: Database) -> None:
    """Many batches run against a mark that moves all the time."""
    at, moves = NOW, 0
    seen: list[tuple[int, set[Reading]]] = []

    async def write(channel: int, *, collides: bool) -> None:
        random, used = Random(channel), set[int]()  # noqa: S311  no secret
        async with _store(database) as store, _connection(database.superuser) as sql:
            while moves < MOVES:
                instants = {at + random.randint(-2 * STEP, 2 * STEP) for _ in range(4)} - used
                if collides and used:  # so that it is inserted
                    instants.add(max(used))
                used |= instants
                plain = [row(instant, 1.0, channel) for instant in instants]
                await store.commit(await batch(sql, plain), None)

    async with asyncio.TaskGroup() as group, _connection(database.worker) as worker:
        await worker.fetchval("SELECT make_day($1)", to_datetime(NOW).date())
        for channel in range(1, WRITERS + 1):
            group.create_task(write(channel, collides=channel % 2 == 0), name=f"writer {channel}")
        while moves < MOVES:
            at += STEP
            seen.append((at, await _move(worker, at)))
            moves += 1

    async with _connection(database.superuser) as sql:
        stored = await sql.fetch("SELECT channel_id, measured_at FROM reading")
        noted = await marks(sql)
    missed, late = [], 0
    for channel, instant in ((record[0], to_micros(record[1])) for record in stored):
        closed = next((there for mark, there in seen if instant < mark), None)
        if closed is None or (channel, instant) in closed:
            continue
        late += 1
        if not any(marked == channel and a <= instant <= b for marked, a, b in noted):
            missed.append((channel, instant))
    assert missed == []
    assert late, "some came after the mark"
    assert sum(len(keys) for _, keys in seen), "some were seen"
