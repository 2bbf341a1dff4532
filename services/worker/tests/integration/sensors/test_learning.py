"""Intervals are learned, and learned again if another cadence is regular; no gap is hidden."""

from datetime import UTC, datetime, timedelta
from typing import Any

from fixed_clock import FixedClock
from history_world import World, evenly

from isotherm_worker.jobs import run_once
from isotherm_worker.sensors.learning import learn_intervals

AT = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def _learn(world: World, now: datetime) -> int | None:
    return await run_once(world.pool, learn_intervals(FixedClock(now)))


async def _intervals(world: World, sensor: int) -> list[tuple[Any, ...]]:
    rows = await world.sql.fetch(
        "SELECT CASE WHEN isfinite(since) THEN since END, interval_s FROM sensor_interval"
        " WHERE sensor_id = $1 ORDER BY since", sensor,
    )  # fmt: skip
    return [tuple(row) for row in rows]


async def _learned(world: World, sensor: int) -> float | None:
    interval_s: float | None = await world.sql.fetchval(
        "SELECT learned_interval_s FROM sensor WHERE id = $1", sensor
    )
    return interval_s


async def test_three_readings_are_enough_for_an_interval_for_all_time(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=None)
    await world.store(channel, evenly(AT, 2, 9.97))
    assert await _learn(world, AT + MINUTE) == 0
    await world.store(channel, evenly(AT, 3, 9.97))
    assert await _learn(world, AT + MINUTE) == 1
    assert await _learned(world, sensor) == 10.0
    assert await _intervals(world, sensor) == [(None, 10.0)]
    assert await _learn(world, AT + MINUTE) == 0


async def test_a_pause_between_the_first_readings_is_not_learned(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=None)
    await world.store(channel, [*evenly(AT, 2, 61.2), *evenly(AT + 5 * HOUR, 1)])
    await _learn(world, AT + 6 * HOUR)
    assert await _learned(world, sensor) == 61.0


async def test_an_interval_of_a_day_is_learned(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=None)
    await world.store(channel, evenly(AT, 4, 86_400.0))
    await _learn(world, AT + timedelta(days=3, hours=1))
    assert await _learned(world, sensor) == 86_400.0


async def test_an_interval_that_someone_set_is_left_alone(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=300.0)
    await world.store(channel, evenly(AT, 30, 10.0))
    assert await _learn(world, AT + HOUR) == 0
    assert await _learned(world, sensor) is None


async def test_another_cadence_is_in_force_from_its_first_reading(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=None)
    await world.store(channel, evenly(AT, 60))
    await _learn(world, AT + HOUR)
    since = AT + 59 * MINUTE
    await world.store(channel, evenly(since, 20, 600.0))
    assert await _learn(world, AT + 4 * HOUR) == 0  # nineteen spacings
    await world.store(channel, evenly(since, 21, 600.0))
    assert await _learn(world, AT + 5 * HOUR) == 1
    assert await _intervals(world, sensor) == [(None, 60.0), (since, 600.0)]
    assert await _learned(world, sensor) == 600.0
    await world.close(AT + 7 * HOUR)
    await world.roll()
    assert [gap["since"] for gap in (await world.rows("gap", sensor)).values()] == [
        AT + 259 * MINUTE
    ]
    await world.check_all()


async def test_a_device_with_occasional_pauses_keeps_its_gaps(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=None)
    await world.store(channel, evenly(AT, 60))
    await _learn(world, AT + HOUR)
    readings = [evenly(AT + HOUR * n, 2)[k] for n in range(1, 30) for k in (0, 1)]
    await world.store(channel, readings)
    assert await _learn(world, AT + 30 * HOUR) == 0
    assert await _intervals(world, sensor) == [(None, 60.0)]


async def test_sensors_take_turns(world: World) -> None:
    for _ in range(5):
        _, channel = await world.sensor(interval_s=None)
        await world.store(channel, evenly(AT, 5, 30.0))
    job = learn_intervals(FixedClock(AT + HOUR), at_once=2)
    assert [await run_once(world.pool, job) for _ in range(4)] == [2, 2, 1, 0]
