"""Untimed messages that waited at the broker are dated by the ticks around them."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

from ingest_world import World, balanced

from isotherm.names import TICK_TOPIC, WORKER_ACCOUNT
from isotherm.quality import Quality

SECOND = timedelta(seconds=1)


async def tick(world: World, at: datetime) -> None:
    """Publish a tick, as worker does."""
    async with world.broker.service(WORKER_ACCOUNT) as worker:
        await worker.publish(TICK_TOPIC, str(round(at.timestamp() * 1000)), qos=1)


async def test_messages_that_waited_get_the_tick_before_them(world: World) -> None:
    past = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    async with world.ingest():
        pass
    for n in range(5):
        await tick(world, past + n * SECOND)
        await world.send(str(n), str(n + 0.5))
    await tick(world, past + 5 * SECOND)
    async with world.ingest():
        await world.counted(10)
    rows = await world.readings()
    assert [row["value"] for row in rows] == [n / 2 for n in range(10)]
    assert {row["quality"] for row in rows} == {0}
    micro = timedelta(microseconds=1)
    times = [past + n * SECOND + half for n in range(5) for half in (timedelta(), micro)]
    assert [row["measured_at"] for row in rows] == times
    assert all(row["received_at"] > past + timedelta(minutes=59) for row in rows)


class Jumping:
    """A clock that can be moved ahead, like that of a machine that was suspended."""

    ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


async def test_messages_that_waited_during_a_stall_are_dated_by_ticks(world: World) -> None:
    clock, at = Jumping(), datetime.now(UTC).replace(microsecond=0)
    async with world.ingest(clock=clock):
        await tick(world, at)
        await world.counted(1, "untimed")
        clock.ahead = timedelta(minutes=1)
        await world.send("1")
        await tick(world, at + SECOND)
        await world.counted(1)
    (row,) = await world.readings()
    assert (row["measured_at"], row["quality"]) == (at, 0)
    assert row["received_at"] > at + timedelta(seconds=30)


async def test_the_tick_before_the_crash_is_remembered(world: World) -> None:
    past = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    async with world.ingest():
        await tick(world, past)
        await world.counted(1, "untimed")
    await world.send("1")
    await tick(world, past + SECOND)
    async with world.ingest():
        await world.counted(1)
    (row,) = await world.readings()
    assert (row["measured_at"], row["quality"]) == (past, 0)


async def test_unsure_where_ticks_are_missing(world: World) -> None:
    past = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    async with world.ingest():
        pass
    await world.send("1")  # no tick is known before it
    await tick(world, past)
    await world.send("2")
    await tick(world, past + 60 * SECOND)  # worker was away for a minute
    await world.send("3", json.dumps({"value": 4, "time": past.isoformat()}), channel="b")
    async with world.ingest():
        await world.counted(4)
    qualities = {row["value"]: row["quality"] for row in await world.readings()}
    unsure = Quality.TIME_UNSURE
    assert qualities == {1: unsure, 2: unsure, 3: unsure, 4: 0}
    assert balanced(await world.ledger())


async def test_live_again_with_a_fresh_tick(world: World) -> None:
    async with world.ingest():
        pass
    async with world.ingest() as service:
        await tick(world, datetime.now(UTC))
        async with asyncio.timeout(60):
            while not service.pipeline.dating.clock.live:  # noqa: ASYNC110  sets no event
                await asyncio.sleep(0.01)
        await world.send("1")
        await world.counted(1)
    (row,) = await world.readings()
    assert row["quality"] == 0
    assert row["measured_at"] == row["received_at"]


async def test_a_buffer_of_untimed_readings_is_unsure(world: World) -> None:
    """A device that had lost its connection sends an hour of readings at once."""
    past = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    async with world.ingest():
        pass
    await tick(world, past)
    await world.send("19")
    await tick(world, past + SECOND)
    await world.send(*(str(n) for n in range(60)), channel="buffered")
    await tick(world, past + 2 * SECOND)
    async with world.ingest():
        await world.counted(61)
    rows = await world.readings()
    assert {row["quality"] for row in rows if row["channel"] == "buffered"} == {Quality.TIME_UNSURE}
    assert [row["quality"] for row in rows if row["channel"] == "temperature"] == [0]
    assert balanced(await world.ledger())
