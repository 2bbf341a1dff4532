"""Sensors are rolled up to the last closed full hour that is decided."""

from datetime import UTC, datetime, timedelta

from history_world import World, evenly

AT = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def test_every_closed_hour_is_rolled_up(world: World) -> None:
    sensor, channel = await world.sensor()
    await world.store(channel, evenly(AT + 5 * MINUTE, 60 * 30))
    await world.close(AT + 30 * HOUR)
    await world.roll()
    await world.check_all()
    assert await world.rolled_to(sensor) == AT + 29 * HOUR
    day = (await world.rows("reading_day", sensor, "day"))[AT.date()]
    assert (day["n"], day["covered_s"], day["first_at"]) == (
        24 * 60 - 5, 24 * 3600 - 300, AT + 5 * MINUTE,
    )  # fmt: skip


async def test_the_last_readings_hour_waits_until_its_hold_is_decided(
    world: World,
) -> None:
    sensor, channel = await world.sensor(interval_s=900.0)
    await world.store(channel, evenly(AT, 8, 900.0))  # the last one at 01:45, holding until 02:30
    await world.close(AT + 2 * HOUR + 3 * MINUTE)
    await world.roll()
    assert await world.rolled_to(sensor) == AT + HOUR
    await world.close(AT + 2 * HOUR + 35 * MINUTE)  # to 02:30: a reading before it would be noted
    await world.roll()
    assert await world.rolled_to(sensor) == AT + HOUR
    await world.close(AT + 2 * HOUR + 50 * MINUTE)
    await world.roll()
    assert await world.rolled_to(sensor) == AT + 2 * HOUR
    assert await world.rows("gap", sensor) == {
        AT + 105 * MINUTE: {"sensor_id": sensor, "since": AT + 105 * MINUTE, "until": None}
    }
    await world.check_all()
    await world.close(AT + 30 * HOUR)
    await world.roll()
    assert await world.rolled_to(sensor) == AT + 29 * HOUR
    await world.store(channel, evenly(AT + 30 * HOUR, 60, 900.0))
    await world.close(AT + 40 * HOUR)
    await world.roll()
    [gap] = (await world.rows("gap", sensor)).values()
    assert gap["until"] == AT + 30 * HOUR
    await world.check_all()
