"""Hours of limits with grace: decided late, and computed again as far as a change has effect."""

from datetime import UTC, datetime, timedelta

from history_world import World, evenly
from prometheus_client import REGISTRY

from isotherm_worker.rollups.roller import Roller

AT = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def _above(world: World, sensor: int) -> list[int]:
    hours = await world.rows("reading_hour", sensor, "hour")
    return [round(row["above_s"]) for row in hours.values()]


async def test_a_late_reading_begins_an_excursion_that_goes_on_for_hours(world: World) -> None:
    """All later values are within the limit, but not by the hysteresis."""
    sensor, channel = await world.sensor()
    await world.limit(sensor, AT, None, 8.0, (0, 0.5))
    await world.store(channel, evenly(AT, 600, value=7.9))
    await world.store(channel, evenly(AT + 10 * HOUR, 120, value=7.0))
    await world.close(AT + 12 * HOUR)
    await world.roll()
    assert await _above(world, sensor) == [0] * 11
    await world.store(channel, [(AT + 90.5 * MINUTE, 8.2, 0)])
    await world.roll()
    assert await _above(world, sensor) == [0, 1770, *[3600] * 8, 0]
    await world.check_all()


async def test_limits_in_the_past_reach_as_far_as_what_began_under_them(world: World) -> None:
    sensor, channel = await world.sensor()
    await world.limit(sensor, AT, None, 8.0)
    await world.limit(sensor, AT + 2 * HOUR, None, 8.0)
    await world.store(channel, evenly(AT, 110, value=7.0))
    await world.store(channel, evenly(AT + 110 * MINUTE, 40, value=9.0))
    await world.store(channel, evenly(AT + 150 * MINUTE, 300, value=7.0))
    await world.close(AT + 7 * HOUR)
    await world.roll()
    assert await _above(world, sensor) == [0, 600, 1800, 0, 0, 0]
    await world.limit(sensor, AT, None, 8.0, (3600, 0))
    await world.roll()
    assert await _above(world, sensor) == [0] * 6
    await world.sql.execute("DELETE FROM limits WHERE since = $1", AT)
    await world.limit(sensor, AT + MINUTE, None, 8.0)
    await world.roll()
    assert await _above(world, sensor) == [0, 600, 1800, 0, 0, 0]
    await world.check_all()


async def test_an_hour_is_rolled_up_once_it_is_known_whether_its_excursion_counts(
    world: World,
) -> None:
    sensor, channel = await world.sensor()
    await world.limit(sensor, AT, None, 8.0, (2 * 3600, 0))
    await world.store(channel, evenly(AT, 90, value=7.0))
    await world.store(channel, evenly(AT + 90 * MINUTE, 60, value=9.0))
    await world.close(AT + 150 * MINUTE)
    await world.roll()
    assert await world.rolled_to(sensor) == AT + HOUR
    await world.store(channel, evenly(AT + 150 * MINUTE, 65, value=9.0))
    await world.close(AT + 215 * MINUTE)
    await world.roll()
    assert await world.rolled_to(sensor) == AT + 3 * HOUR
    assert await _above(world, sensor) == [0, 1800, 3600]
    await world.check_all()


async def test_the_mark_goes_back_to_what_may_yet_count(world: World) -> None:
    sensor, channel = await world.sensor()
    await world.limit(sensor, AT, None, 8.0)
    await world.store(channel, evenly(AT, 90, value=7.0))
    await world.store(channel, evenly(AT + 90 * MINUTE, 160, value=9.0))
    await world.close(AT + 250 * MINUTE)
    await world.roll()
    assert await world.rolled_to(sensor) == AT + 4 * HOUR
    await world.limit(sensor, AT, None, 8.0, (4 * 3600, 0))
    await world.roll()
    assert await world.rolled_to(sensor) == AT + HOUR
    assert await _above(world, sensor) == [0]
    await world.check_all()


async def test_a_long_change_is_computed_step_by_step(world: World) -> None:
    """The least duration is longer than what one step computes."""
    sensor, channel = await world.sensor()
    await world.store(channel, evenly(AT, 5 * 24 * 60, value=9.0))
    await world.close(AT + timedelta(days=5))
    await world.roll()
    await world.limit(sensor, AT + 30 * HOUR, None, 8.0, (86_400, 1.0))
    steps = 0
    while await world.again(400):
        steps += 1
        assert steps < 60
    await world.roll()
    assert await _above(world, sensor) == [*[0] * 30, *[3600] * 89]
    await world.check_all()


async def test_a_sensor_whose_hour_waits_is_not_behind(world: World) -> None:
    waiting, _ = await world.sensor()
    rare, _ = await world.sensor()
    await world.sensor()
    await world.limit(waiting, AT, None, 8.0, (2 * 3600, 0))
    await world.expect(rare, AT, 3600)
    await world.sql.execute("UPDATE rollup SET rolled_to = now() - interval '3 hours'")
    await Roller(world.pool).forward()
    assert REGISTRY.get_sample_value("isotherm_worker_sensors_behind") == 1
