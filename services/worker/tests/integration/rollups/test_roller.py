"""While many write and read and several workers roll up and are killed, no row is ever wrong."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from fixed_clock import FixedClock
from history_world import World, evenly

from isotherm.process import connections as databases
from isotherm_devstack.testing.database import Database
from isotherm_worker.rollups.roller import Pace, Roller

AT = datetime(2026, 3, 28, 0, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
QUARTERS = 60
"""How many quarters of an hour the clock moves while all are running."""
_DIRTY = """
SELECT count(*) FROM dirty d WHERE d.sensor_id = $1 OR d.channel_id IN
    (SELECT channel_id FROM installation WHERE sensor_id = $1)
"""
_KILL = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE application_name = $1 AND datname = current_database() AND xact_start IS NOT NULL LIMIT 1
"""


@dataclass(slots=True)
class Progress:
    """What has happened so far."""

    enough: asyncio.Event
    checked: int = 0
    killed: int = 0

    def add(self, checked: int = 0, killed: int = 0) -> None:
        """Add to the counts, and set `enough` once both are high enough."""
        self.checked += checked
        self.killed += killed
        if self.checked >= 50 and self.killed >= 5:
            self.enough.set()


@asynccontextmanager
async def _connection(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        connection.terminate()


async def _write(world: World, dsn: str, channels: list[int], drawn: random.Random) -> None:
    """Store batches on time, late and very late."""
    async with _connection(dsn) as sql:
        while True:
            late = HOUR * drawn.choice([0.05, 0.05, 0.05, 5, 30]) * drawn.random()
            step = drawn.choice([10.0, 60.0, 300.0])
            batch = evenly(world.clock.at - late, drawn.randint(1, 10), step, drawn.uniform(0, 9))
            with suppress(asyncpg.DeadlockDetectedError):
                await world.store(drawn.choice(channels), batch, sql)
            await asyncio.sleep(0.2 * drawn.random())


async def _read(world: World, dsn: str, progress: Progress) -> None:
    """Check in snapshots that a sensor without dirty ranges is exactly rolled up.

    A sensor that was never rolled up has nothing to compare yet.
    """
    async with _connection(dsn) as sql:
        reader = World(world.pool, sql, world.clock, world.zones)
        while True:
            for sensor in world.zones:
                async with sql.transaction(isolation="repeatable_read", readonly=True):
                    dirty = await sql.fetchval(_DIRTY, sensor)
                    if not dirty and await reader.rolled_to(sensor) is not None:
                        await reader.check(sensor)
                        progress.add(checked=1)
            await asyncio.sleep(0.02)


async def _kill(world: World, dsn: str, drawn: random.Random, progress: Progress) -> None:
    async with _connection(dsn) as sql:
        while True:
            if await sql.fetchval(_KILL, drawn.choice(["first", "second"])):
                progress.add(killed=1)
            await asyncio.sleep(drawn.random())


async def test_no_row_is_wrong_while_writers_readers_and_workers_compete(
    database: Database,
) -> None:
    drawn = random.Random(11)  # noqa: S311  no secret
    progress = Progress(asyncio.Event())
    pace = Pace(forward_s=0.01, again_s=0.01, undecided_s=0.0)
    async with (
        _connection(database.superuser) as sql,
        databases.pool(database.worker) as pool,
        databases.pool(database.worker, application="first") as first,
        databases.pool(database.worker, application="second") as second,
    ):
        world = World(pool, sql, FixedClock(AT))
        zones = ["UTC", "Asia/Kathmandu", "Europe/Berlin", "UTC"]
        channels = [(await world.sensor(zone, 60.0 * 5))[1] for zone in zones]
        for day in range(-3, 3):
            await sql.execute("SELECT make_day($1)", (AT + timedelta(days=day)).date())
        async with asyncio.timeout(240), asyncio.TaskGroup() as group:
            running = [
                group.create_task(Roller(first, pace).run()),
                group.create_task(Roller(second, pace).run()),
                *(
                    group.create_task(_write(world, database.superuser, channels, drawn))
                    for _ in range(4)
                ),
                group.create_task(_read(world, database.superuser, progress)),
                group.create_task(_kill(world, database.superuser, drawn, progress)),
            ]
            for _ in range(QUARTERS):
                await world.close(world.clock.at + 15 * MINUTE)
                if drawn.random() < 0.2:
                    sensor = drawn.choice(list(world.zones))
                    await world.limit(sensor, AT + HOUR * drawn.randint(-5, 14), 1.0, 5.0)
                await asyncio.sleep(0.15)
            await progress.enough.wait()
            for task in running:
                task.cancel()
        await world.roll()
        await world.check_all()
        assert await sql.fetchval("SELECT count(*) FROM dirty") == 0


async def test_an_unexpected_error_does_not_end_the_rollups(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sensor, channel = await world.sensor()
    await world.store(channel, evenly(AT, 60 * 6))
    await world.close(AT + 6 * HOUR)
    forward, faults = Roller.forward, ["injected"]

    async def fail_once(roller: Roller) -> int:
        if faults:
            raise ZeroDivisionError(faults.pop())
        return await forward(roller)

    monkeypatch.setattr(Roller, "forward", fail_once)
    roller = Roller(world.pool)
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        task = group.create_task(roller.run(), name="roller")
        while not await world.rolled_to(sensor):  # noqa: ASYNC110  a COMMIT sets no event
            await asyncio.sleep(0.05)
        task.cancel()
    assert not faults
    await world.check(sensor)
