"""What was learned of a sensor is loaded in turn, and dated so that a person's setting stays."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from asyncpg import Range
from history_world import World

from isotherm.pattern import Pattern
from isotherm_worker.sensors import learned

AT = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PATTERN = Pattern(9.97, 3599.6, 59.8, 40, 1200.5)


async def _load(world: World, now: datetime = AT) -> asyncpg.Record:
    """Return what a turn loads of the first sensor."""
    async with world.pool.acquire() as connection:
        return (await learned.load_turn(connection, 0, 1, now))[0]


async def _update(
    world: World, sensor: int, begin: datetime | None, pattern: Pattern = PATTERN
) -> None:
    async with world.pool.acquire() as connection, connection.transaction():
        await learned.update_interval(connection, sensor, pattern, begin, AT)


async def test_sensors_are_loaded_in_turns(world: World) -> None:
    sensors = [(await world.sensor("Europe/Oslo"))[0] for _ in range(3)]
    async with world.pool.acquire() as connection:
        turns = [await learned.load_turn(connection, after, 2, AT) for after in (0, sensors[1])]
    assert [[row["id"] for row in rows] for rows in turns] == [sensors[:2], sensors[2:]]
    assert turns[0][0]["name"] == "europe-oslo/s1"


async def test_the_interval_in_force_is_the_last_one_that_has_begun(world: World) -> None:
    sensor, _ = await world.sensor(interval_s=None)
    assert (await _load(world))["in_force_s"] is None
    for since, interval_s in ((AT - HOUR, 10.0), (AT, 20.0), (AT + HOUR, 30.0)):
        await world.expect(sensor, since, interval_s)
    in_force = [(await _load(world, AT + n * HOUR))["in_force_s"] for n in (-2, -1, 0, 1)]
    assert in_force == [10.0, 10.0, 20.0, 30.0]


async def test_messages_of_several_readings_count_while_their_channel_is_installed(
    world: World,
) -> None:
    (bundled, channel), (single, _) = await world.sensor(), await world.sensor(fed=False)
    await world.sql.execute("UPDATE installation SET during = $1", Range(None, AT))
    later = await world.channel("later")
    await world.install(bundled, later, AT + 9 * HOUR)
    for channel_id, since, until in (
        (channel, AT - 3 * HOUR, AT - 2 * HOUR),
        (channel, AT - HOUR, AT + HOUR),
        (channel, AT + 2 * HOUR, AT + 3 * HOUR),
        (later, AT + 5 * HOUR, AT + 6 * HOUR),
    ):
        await world.sql.execute(
            "INSERT INTO bundle VALUES ($1, $2, $3, $3)", channel_id, since, until
        )
    async with world.pool.acquire() as connection:
        assert await learned.load_bundled(connection, [single, bundled]) == {bundled}
        assert await learned.load_bundled(connection, [single]) == set()
        # the channel was taken away while a message was on its way
        assert await learned.load_bundled_until(connection, bundled) == AT
        assert await learned.load_bundled_until(connection, single) is None


async def test_the_first_interval_holds_for_all_time_with_what_showed_it(world: World) -> None:
    sensor, _ = await world.sensor(interval_s=None)
    await _update(world, sensor, None)
    assert await world.intervals(sensor) == [(None, 60.0)]
    row = await _load(world)
    assert (row["set_s"], row["learned_s"], row["in_force_s"]) == (None, 60.0, 60.0)
    assert (row["learned_usual_s"], row["learned_heartbeat_s"]) == (10.0, 3600.0)
    stored = "SELECT learned_messages, learned_span_s, learned_at FROM sensor"
    assert tuple(await world.sql.fetchrow(stored)) == (40, 1200.5, AT)


async def test_another_interval_begins_where_messages_show_it_but_behind_the_last(
    world: World,
) -> None:
    sensor, _ = await world.sensor(interval_s=None)
    await _update(world, sensor, None)
    await _update(world, sensor, AT, Pattern(10.0, None, 10.0, 40, 400.0))
    assert await world.intervals(sensor) == [(None, 60.0), (AT, 10.0)]
    assert (await _load(world))["learned_heartbeat_s"] is None
    await _update(world, sensor, AT - HOUR, Pattern(30.0, None, 30.0, 40, 1200.0))
    assert await world.intervals(sensor) == [(None, 60.0), (AT, 30.0)]


async def test_an_interval_that_a_person_has_set_stays_in_force(world: World) -> None:
    sensor, _ = await world.sensor(interval_s=300.0)
    await _update(world, sensor, AT)
    assert await world.intervals(sensor) == [(None, 300.0)]
    async with world.pool.acquire() as connection:
        await learned.forget_interval(connection, sensor, AT, 60.0)
    assert await world.intervals(sensor) == [(None, 300.0)]
    row = await _load(world)
    assert (row["set_s"], row["learned_s"], row["in_force_s"]) == (300.0, None, 300.0)


async def test_behind_a_forgotten_interval_the_default_is_in_force(world: World) -> None:
    sensor, _ = await world.sensor(interval_s=None)
    await _update(world, sensor, None)
    async with world.pool.acquire() as connection:
        await learned.forget_interval(connection, sensor, AT, 77.0)
    assert await world.intervals(sensor) == [(None, 60.0), (AT, 77.0)]
    assert (await _load(world))["learned_s"] is None


async def test_no_interval_is_stored_from_a_cadence_that_is_not_believed(world: World) -> None:
    sensor, _ = await world.sensor(interval_s=None)
    with pytest.raises(ValueError, match="not believed"):
        await _update(world, sensor, AT, Pattern(0.2, None, None, 100, 20.0))
    assert await world.intervals(sensor) == []
