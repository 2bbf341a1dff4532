"""Sensors are loaded with their zone, rules and channels, whatever the zone."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from history_world import World, evenly

from isotherm.instants import to_micros
from isotherm_worker.rollups.sensor import load_sensors, lock_marks
from isotherm_worker.rollups.skipped import Skipped

AT = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def test_there_are_no_marks_before_history_is_closed(world: World) -> None:
    async with world.pool.acquire() as connection, connection.transaction():
        assert await lock_marks(connection) is None
    await world.close(AT)
    async with world.pool.acquire() as connection, connection.transaction():
        marks = await lock_marks(connection)
    assert marks is not None
    assert (marks.closed_to, marks.horizon) == (to_micros(AT - 15 * MINUTE), 0)


async def test_a_sensor_is_loaded_with_its_channels_and_rules(world: World) -> None:
    sensor, old = await world.sensor("Asia/Kathmandu", fed=False)
    new = await world.channel("spare")
    await world.install(sensor, new, AT + HOUR)
    await world.install(sensor, old, None, AT)
    await world.limit(sensor, AT, 2.0, 8.0)
    await world.close(AT)
    async with world.pool.acquire() as connection, connection.transaction():
        marks = await lock_marks(connection)
        assert marks is not None
        [loaded] = await load_sensors(connection, [sensor], marks, Skipped())
    assert loaded.zone.key == "Asia/Kathmandu"
    assert loaded.rolled_to is None
    assert [segment.channel for segment in loaded.segments] == [old, new]
    assert loaded.rules.high.tolist() == [8.0]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Africa/Monrovia"])
async def test_a_zone_with_odd_offsets_in_1970_is_rolled_up(world: World, zone: str) -> None:
    sensor, channel = await world.sensor(zone)
    await world.store(channel, evenly(AT + 5 * MINUTE, 60 * 30))
    await world.close(AT + 30 * HOUR)
    async with asyncio.timeout(20):
        await world.roll()
    await world.check_all()
    assert await world.rolled_to(sensor) == AT + 29 * HOUR
