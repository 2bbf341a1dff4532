"""Dirty ranges are taken by sensor, each by one transaction, and what is left is inserted again."""

from datetime import UTC, datetime, timedelta

from history_world import World

from isotherm.instants import to_micros
from isotherm_worker.rollups.dirty import delete_dirty, insert_dirty

AT = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
_OF_CHANNEL = "INSERT INTO dirty (channel_id, since, until) VALUES ($1, $2, $3)"


async def test_a_channels_range_is_one_of_the_sensors_it_supplied_then(world: World) -> None:
    first, channel = await world.sensor(fed=False)
    second, _ = await world.sensor(fed=False)
    await world.sql.execute("DELETE FROM dirty")
    await world.install(first, channel, None, AT + HOUR)
    await world.install(second, channel, AT + HOUR)
    await world.sql.execute("DELETE FROM dirty")
    await world.sql.execute(_OF_CHANNEL, channel, AT, AT + 3 * HOUR)
    async with world.pool.acquire() as connection, connection.transaction():
        ranges = await delete_dirty(connection, 10)
    assert ranges == {
        first: [(to_micros(AT), to_micros(AT + HOUR))],
        second: [(to_micros(AT + HOUR), to_micros(AT + 3 * HOUR))],
    }


async def test_a_range_that_is_locked_or_of_a_sensor_left_out_stays(world: World) -> None:
    sensors = [(await world.sensor(fed=False))[0] for _ in range(3)]
    await world.sql.execute("DELETE FROM dirty")
    span = to_micros(AT), to_micros(AT + HOUR)
    await insert_dirty(world.sql, {sensor: [span] for sensor in sensors})
    async with (
        world.pool.acquire() as connection,
        world.pool.acquire() as other,
        connection.transaction(),
        other.transaction(),
    ):
        assert await delete_dirty(connection, 1) == {sensors[0]: [span]}
        assert await delete_dirty(other, 10, without=[sensors[1]]) == {sensors[2]: [span]}
    left = await world.sql.fetch("SELECT sensor_id FROM dirty")
    assert [row["sensor_id"] for row in left] == [sensors[1]]


async def test_where_a_correction_shifts_a_channels_readings_is_dirty_too(world: World) -> None:
    sensor, channel = await world.sensor()
    undone = await world.correct(sensor, "time", AT, AT + HOUR, shift=5 * HOUR)
    await world.undo(undone)
    await world.correct(sensor, "time", AT + HOUR, AT + 2 * HOUR, shift=-9 * HOUR)
    await world.correct(sensor, "set_aside", AT, AT + 2 * HOUR)
    await world.sql.execute("DELETE FROM dirty")
    await world.sql.execute(_OF_CHANNEL, channel, AT + HOUR / 2, AT + 1.5 * HOUR)
    async with world.pool.acquire() as connection, connection.transaction():
        ranges = await delete_dirty(connection, 10)
    assert ranges == {
        sensor: [
            (to_micros(AT + HOUR / 2), to_micros(AT + 1.5 * HOUR)),
            (to_micros(AT - 8 * HOUR), to_micros(AT - 7.5 * HOUR)),
        ]
    }
