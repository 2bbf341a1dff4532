"""Intervals are learned, and learned again if messages show another one; no gap is hidden."""

from datetime import UTC, datetime, timedelta
from typing import Any

from fixed_clock import FixedClock
from history_world import World, evenly

from isotherm.quality import Quality
from isotherm_worker.jobs import run_once
from isotherm_worker.sensors.learning import learn_intervals

AT = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


async def _learn(world: World, now: datetime) -> int | None:
    return await run_once(world.pool, learn_intervals(FixedClock(now)))


async def _learned(world: World, sensor: int) -> float | None:
    interval_s: float | None = await world.sql.fetchval(
        "SELECT learned_interval_s FROM sensor WHERE id = $1", sensor
    )
    return interval_s


async def _facts(world: World, sensor: int) -> tuple[Any, ...]:
    """Return cadence, heartbeat, number of messages, their span (s), and when it was learned."""
    row = await world.sql.fetchrow(
        "SELECT learned_usual_s, learned_heartbeat_s, learned_messages, learned_span_s, learned_at"
        " FROM sensor WHERE id = $1", sensor,
    )  # fmt: skip
    return tuple(row or ())


async def test_three_readings_are_enough_for_an_interval_for_all_time(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=None)
    await world.store(channel, evenly(AT, 2, 9.97))
    assert await _learn(world, AT + MINUTE) == 0
    await world.store(channel, evenly(AT, 3, 9.97))
    assert await _learn(world, AT + MINUTE) == 1
    assert await _learned(world, sensor) == 10.0
    assert await world.intervals(sensor) == [(None, 10.0)]
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


async def test_an_interval_that_someone_set_stays_in_force(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=300.0)
    await world.store(channel, evenly(AT, 30, 10.0))
    assert await _learn(world, AT + HOUR) == 1
    assert await _learned(world, sensor) == 10.0
    await world.store(channel, evenly(AT + 290 * SECOND, 20))
    assert await _learn(world, AT + HOUR) == 1
    assert await _learned(world, sensor) == 60.0
    assert await world.intervals(sensor) == [(None, 300.0)]


async def test_what_was_learned_from_is_kept(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=None)
    for count in (3, 40):
        await world.store(channel, evenly(AT, count))
        await _learn(world, AT + HOUR)
        assert await _facts(world, sensor) == (60.0, None, count, 60.0 * (count - 1), AT + HOUR)


async def test_another_cadence_is_in_force_from_its_first_message(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=None)
    await world.store(channel, evenly(AT, 60))
    await _learn(world, AT + HOUR)
    since = AT + 59 * MINUTE
    await world.store(channel, evenly(since, 3, 600.0))
    assert await _learn(world, AT + 2 * HOUR) == 0
    await world.store(channel, evenly(since, 21, 600.0))
    assert await _learn(world, AT + 5 * HOUR) == 1
    assert await world.intervals(sensor) == [(None, 60.0), (since, 600.0)]
    assert await _learned(world, sensor) == 600.0
    await world.close(AT + 7 * HOUR)
    await world.roll()
    assert [gap["since"] for gap in (await world.rows("gap", sensor)).values()] == [
        AT + 259 * MINUTE
    ]
    await world.check_all()


async def test_a_wrong_interval_mends_itself_although_a_message_is_missing(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=None)
    await world.sql.execute("UPDATE sensor SET learned_interval_s = 0.1")
    readings = evenly(AT, 27, 2.0)
    del readings[20]
    await world.store(channel, readings)
    assert await _learn(world, AT + HOUR) == 1
    assert await world.intervals(sensor) == [(None, 0.1), (AT, 2.0)]
    assert await _facts(world, sensor) == (2.0, None, 26, 52.0, AT + HOUR)


async def test_a_device_with_occasional_pauses_keeps_its_gaps(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=None)
    await world.store(channel, evenly(AT, 60))
    await _learn(world, AT + HOUR)
    job, at = learn_intervals(FixedClock(AT + 30 * HOUR)), AT + HOUR
    for minutes in (9, 31, 170, 14, 66, 400, 45):
        at += timedelta(minutes=minutes)
        await world.store(channel, evenly(at, 40))
        at += 39 * MINUTE
        assert await run_once(world.pool, job) == 0
    assert await world.intervals(sensor) == [(None, 60.0)]


async def test_the_first_silence_before_a_heartbeat_is_no_gap(world: World) -> None:
    """40 readings a minute apart and then one an hour are no night of ten gaps."""
    sensor, channel = await world.sensor(interval_s=None)
    await world.store(channel, evenly(AT, 40))
    await _learn(world, AT + 40 * MINUTE)
    night = AT + 39 * MINUTE
    await world.store(channel, evenly(night, 11, 3600.0))
    assert await _learn(world, night + 10 * HOUR) == 1
    assert await world.intervals(sensor) == [(None, 60.0), (night, 3600.0)]
    assert await _facts(world, sensor) == (
        60.0, 3600.0, 50, 38_340.0, night + 10 * HOUR,
    )  # fmt: skip
    await world.close(night + 11 * HOUR)
    await world.roll()
    assert await world.rows("gap", sensor) == {}


async def test_a_device_with_a_heartbeat_does_not_flip_between_day_and_night(
    world: World,
) -> None:
    sensor, channel = await world.sensor(interval_s=None)
    clock = FixedClock(AT)
    job, learned = learn_intervals(clock), 0
    for _ in range(3):
        for count, step_s in ((780, 60.0), (11, 3600.0)):
            for chunk in range(0, count, 60):
                readings = evenly(clock.at, min(60, count - chunk), step_s)
                await world.store(channel, readings)
                clock.at = readings[-1][0] + timedelta(seconds=step_s)
                learned += await run_once(world.pool, job) or 0
    assert learned == 2
    assert await world.intervals(sensor) == [(None, 60.0), (AT + 780 * MINUTE, 3600.0)]


async def test_arrays_are_learned_from_as_messages(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=None)
    for hour in range(1, 5):
        end = AT + hour * HOUR
        await world.store(channel, evenly(end - 59 * MINUTE, 60))
        await world.sql.execute(
            "INSERT INTO bundle VALUES ($1, $2, $3, $3)", channel, end - 59 * MINUTE, end
        )
    assert await _learn(world, AT + 4 * HOUR) == 1
    assert await _learned(world, sensor) == 3600.0


async def test_an_array_a_day_is_not_taken_for_its_elements(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=None)
    for day in range(1, 12):
        end = AT + day * 24 * HOUR
        await world.store(channel, evenly(end - 23 * HOUR, 24, 3600.0))
        if day > 3:  # earlier ones are deleted
            await world.sql.execute(
                "INSERT INTO bundle VALUES ($1, $2, $3, $3)", channel, end - 23 * HOUR, end
            )
    assert await _learn(world, AT + 11 * 24 * HOUR + MINUTE) == 1
    assert await _learned(world, sensor) == 86_400.0


async def test_a_backlog_is_forgotten_after_an_hour_of_live_messages(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=None)
    for number in range(1, 4):
        end = AT + number * 1000 * MINUTE
        await world.store(channel, evenly(end - 999 * MINUTE, 1000))
        await world.sql.execute(
            "INSERT INTO bundle VALUES ($1, $2, $3, $3)", channel, end - 999 * MINUTE, end
        )
    assert await _learn(world, end) == 1
    assert await _learned(world, sensor) == 60_000.0
    await world.store(channel, evenly(end + MINUTE, 30))
    assert await _learn(world, end + 30 * MINUTE) == 0
    await world.store(channel, evenly(end + 31 * MINUTE, 31))
    assert await _learn(world, end + 61 * MINUTE) == 1
    assert await world.intervals(sensor) == [(None, 60_000.0), (end, 60.0)]


async def test_a_cadence_below_a_second_is_kept_but_not_believed(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=None)
    await world.store(channel, evenly(AT, 100, 0.2))
    assert await _learn(world, AT + MINUTE) == 0
    assert await _learned(world, sensor) is None
    assert await world.intervals(sensor) == []
    assert (await _facts(world, sensor))[:3] == (0.2, None, 100)
    await world.store(channel, evenly(AT + MINUTE, 100, 5.0))
    assert await _learn(world, AT + HOUR) == 1
    assert (await _facts(world, sensor))[0] == 5.0


async def test_one_below_a_second_that_an_earlier_version_believed_is_forgotten(
    world: World,
) -> None:
    sensor, channel = await world.sensor(interval_s=None)
    await world.sql.execute("UPDATE sensor SET learned_interval_s = 0.2")
    await world.store(channel, evenly(AT, 100, 0.2))
    await _learn(world, AT + MINUTE)
    assert await _learned(world, sensor) is None
    assert await world.intervals(sensor) == [(None, 0.2), (AT, 60.0)]


async def test_bursts_longer_than_the_sample_are_looked_through(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=None)
    for hour in range(4):
        await world.store(channel, evenly(AT + hour * HOUR, 150, 0.1))
    assert await _learn(world, AT + 3 * HOUR + MINUTE) == 1
    assert await _learned(world, sensor) == 3600.0


async def test_neither_unsure_nor_coming_readings_teach(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=None)
    unsure = int(Quality.TIME_UNSURE)
    await world.store(channel, evenly(AT - HOUR, 60, 2.0, quality=unsure))
    await world.store(channel, evenly(AT, 5))
    await world.store(channel, evenly(AT + 5 * MINUTE, 60, 2.0))
    await _learn(world, AT + 4 * MINUTE)
    assert await _learned(world, sensor) == 60.0


async def test_sensors_take_turns(world: World) -> None:
    for _ in range(5):
        _, channel = await world.sensor(interval_s=None)
        await world.store(channel, evenly(AT, 5, 30.0))
    job = learn_intervals(FixedClock(AT + HOUR), at_once=2)
    assert [await run_once(world.pool, job) for _ in range(4)] == [2, 2, 1, 0]
