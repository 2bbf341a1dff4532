"""The readings next to an instant are found, however far away, by raw rows and stored hours."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from history_world import World, evenly

from isotherm.database import Connection
from isotherm.history.readings import Readings
from isotherm.instants import to_micros
from isotherm_worker.rollups import neighbours
from isotherm_worker.rollups.sensor import Sensor, load_sensors, lock_marks
from isotherm_worker.rollups.skipped import Skipped

AT = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@asynccontextmanager
async def _loaded(world: World, sensor_id: int) -> AsyncIterator[tuple[Connection, Sensor]]:
    """Open a transaction with the sensor as rollups see it."""
    async with world.pool.acquire() as connection, connection.transaction():
        marks = await lock_marks(connection)
        assert marks is not None
        [sensor] = await load_sensors(connection, [sensor_id], marks, Skipped())
        yield connection, sensor


async def test_the_readings_before_and_after_an_instant(world: World) -> None:
    sensor_id, channel = await world.sensor()
    await world.store(channel, [*evenly(AT, 3), *evenly(AT + 3 * DAY, 2)])
    await world.close(AT + 4 * DAY)
    for rolled in (False, True):
        if rolled:
            await world.roll()
        async with _loaded(world, sensor_id) as (connection, sensor):
            middle, end = to_micros(AT + DAY), to_micros(AT + 9 * DAY)
            before = await neighbours.read_before(connection, sensor, middle)
            assert before.at.tolist() == [to_micros(AT + 2 * MINUTE)]
            assert not len(await neighbours.read_before(connection, sensor, to_micros(AT)))
            after = await neighbours.read_following(connection, sensor, middle, end)
            assert after == to_micros(AT + 3 * DAY)
            assert await neighbours.read_following(connection, sensor, end, end + 1) is None
            assert await neighbours.read_first_ever(connection, sensor) == to_micros(AT)
            first_hour = await neighbours.read_first_hour(connection, sensor)
            assert first_hour == (to_micros(AT) if rolled else None)


async def test_how_long_the_last_reading_holds_is_decided_by_a_reading_or_by_silence(
    world: World,
) -> None:
    sensor_id, channel = await world.sensor(interval_s=600.0)
    await world.store(channel, [(AT + 55 * MINUTE, 4.5, 0)])
    hour = to_micros(AT + HOUR)
    last = Readings.of([(to_micros(AT + 55 * MINUTE), 4.5, 0)])
    await world.close(AT + 80 * MINUTE)
    async with _loaded(world, sensor_id) as (connection, sensor):
        assert await neighbours.read_next(connection, sensor, last, hour) == (None, False)
        none = Readings.of([])
        assert await neighbours.read_next(connection, sensor, none, hour) == (None, True)
    await world.close(AT + 110 * MINUTE)
    async with _loaded(world, sensor_id) as (connection, sensor):
        assert await neighbours.read_next(connection, sensor, last, hour) == (None, True)
    await world.store(channel, [(AT + 85 * MINUTE, 4.5, 0)])
    async with _loaded(world, sensor_id) as (connection, sensor):
        after = to_micros(AT + 85 * MINUTE)
        assert await neighbours.read_next(connection, sensor, last, hour) == (after, True)
