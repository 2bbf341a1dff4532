"""Rollups equal a plain walk over all readings, whatever came when."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from history_world import World, each
from plain_history import Reading

AT = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def test_a_plain_day(world: World) -> None:
    sensor, channel = await world.sensor()
    await world.store(channel, each(AT + 5 * MINUTE, 60 * 30))
    await world.close(AT + 30 * HOUR)
    await world.roll()
    await world.check_all()
    assert await world.rolled_to(sensor) == AT + 29 * HOUR
    day = (await world.rows("reading_day", sensor, "day"))[AT.date()]
    assert (day["n"], day["covered_s"], day["first_at"]) == (
        24 * 60 - 5, 24 * 3600 - 300, AT + 5 * MINUTE,
    )  # fmt: skip


async def test_the_last_reading_is_left_until_it_is_known_how_long_it_holds(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=900.0)
    await world.store(channel, each(AT, 8, 900.0))  # the last one at 01:45, holding until 02:30
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
    await world.store(channel, each(AT + 30 * HOUR, 60, 900.0))
    await world.close(AT + 40 * HOUR)
    await world.roll()
    [gap] = (await world.rows("gap", sensor)).values()
    assert gap["until"] == AT + 30 * HOUR
    await world.check_all()


async def test_a_late_reading_changes_its_neighbours_hours(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=3600.0)
    await world.store(channel, [*each(AT, 3), *each(AT + 6 * HOUR, 3)])
    await world.close(AT + 12 * HOUR)
    await world.roll()
    await world.check_all()
    assert sorted(await world.rows("reading_hour", sensor, "hour")) == [AT, AT + 6 * HOUR]
    await world.store(channel, each(AT + 160 * MINUTE, 1))  # 3 h after one, more before the other
    await world.roll()
    await world.check_all()
    hours = await world.rows("reading_hour", sensor, "hour")
    assert sorted(hours) == [AT, AT + HOUR, AT + 2 * HOUR, AT + 6 * HOUR]
    assert hours[AT]["covered_s"] == 3600  # held until the late one
    await world.store(channel, each(AT + 220 * MINUTE, 1))
    await world.roll()
    await world.check_all()
    assert (await world.rows("reading_hour", sensor, "hour"))[AT + 5 * HOUR]["covered_s"] == 3600


async def test_a_late_reading_takes_the_mark_back(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=1800.0)
    await world.store(channel, [*each(AT, 3), *each(AT + 70 * MINUTE, 3)])
    await world.close(AT + 20 * HOUR)
    await world.roll()
    assert await world.rolled_to(sensor) == AT + 19 * HOUR
    await world.store(channel, each(AT + 18 * HOUR, 2))
    assert await world.again()
    await world.check_all()
    await world.store(channel, [(AT + 18.9 * HOUR, 4.0, 0), (AT + 18.95 * HOUR, 4.0, 0)])
    assert await world.again()
    assert await world.rolled_to(sensor) == AT + 18 * HOUR
    await world.check_all()
    assert max(await world.rows("reading_hour", sensor, "hour")) == AT + HOUR


async def test_a_late_reading_after_the_mark_ends_the_hold_of_the_one_before_it(
    world: World,
) -> None:
    sensor, channel = await world.sensor()
    await world.store(channel, [*each(AT + 50 * MINUTE, 9), *each(AT + 70 * MINUTE, 20)])
    await world.close(AT + 80 * MINUTE)
    await world.roll()
    assert await world.rolled_to(sensor) == AT + HOUR
    assert len(await world.rows("gap", sensor)) == 1
    await world.store(channel, each(AT + 60.5 * MINUTE, 1))  # 58 → 60.5 is no gap
    await world.roll()
    assert await world.rows("gap", sensor) == {}
    await world.check_all()


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Europe/Berlin", "Australia/Lord_Howe"])
@pytest.mark.parametrize(
    "change",
    [datetime(2026, month, day, tzinfo=UTC) for month, day in ((3, 29), (4, 5), (10, 25), (10, 4))],
)
async def test_days_on_which_clocks_are_moved(world: World, zone: str, change: datetime) -> None:
    sensor, channel = await world.sensor(zone, 600.0)
    await world.store(channel, each(change - 40 * HOUR, 6 * 90, 600.0))
    await world.close(change + 50 * HOUR)
    await world.roll()
    await world.check_all()
    seconds = {
        row["covered_s"] for row in (await world.rows("reading_day", sensor, "day")).values()
    }
    moved = {
        ("Europe/Berlin", 29): 23, ("Europe/Berlin", 25): 25,
        ("Australia/Lord_Howe", 5): 24.5, ("Australia/Lord_Howe", 4): 23.5,
    }  # fmt: skip
    lengths = {24.0 * 3600, moved.get((zone, change.day), 24) * 3600}
    assert lengths <= seconds


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Africa/Monrovia"])
async def test_a_zone_that_was_no_quarters_from_utc_in_1970(world: World, zone: str) -> None:
    sensor, channel = await world.sensor(zone)
    await world.store(channel, each(AT + 5 * MINUTE, 60 * 30))
    await world.close(AT + 30 * HOUR)
    async with asyncio.timeout(20):
        await world.roll()
    await world.check_all()
    assert await world.rolled_to(sensor) == AT + 29 * HOUR


async def test_a_swap_entered_late(world: World) -> None:
    sensor, old = await world.sensor()
    new = await world.channel("spare")
    await world.store(old, each(AT, 60 * 72, 60.0, 4.0))
    await world.store(new, each(AT + 20 * HOUR, 60 * 50, 50.0, 8.0))
    await world.close(AT + 71 * HOUR)
    await world.roll()
    before = await world.sql.fetchval("SELECT revision FROM rollup")
    await world.sql.execute(
        "UPDATE installation SET during = tstzrange(NULL, $1)", AT + 30.3 * HOUR
    )
    await world.install(sensor, new, AT + 31.7 * HOUR)
    await world.roll(3_000)
    await world.check_all()
    assert await world.sql.fetchval("SELECT revision FROM rollup") > before
    await world.sql.execute("DELETE FROM installation")
    await world.roll()
    await world.check_all()
    assert await world.rows("reading_hour", sensor, "hour") == {}


async def test_limits_and_intervals_entered_late(world: World) -> None:
    sensor, channel = await world.sensor("Asia/Kathmandu")
    drawn = random.Random(5)  # noqa: S311  no secret
    at = AT
    readings: list[Reading] = []
    while at < AT + 3 * DAY:
        readings.append((at, drawn.uniform(0, 10), 0))
        at += MINUTE * drawn.choice([1, 1, 1, 7, 90])
    await world.store(channel, readings)
    await world.close(AT + 3 * DAY)
    await world.roll()
    await world.check_all()
    await world.limit(sensor, AT + 20.2 * HOUR, 2.0, 8.0)
    await world.limit(sensor, AT + 40.9 * HOUR, None, 5.0)
    await world.roll()
    await world.check_all()
    await world.expect(sensor, AT + 30.1 * HOUR, 400.0)
    await world.roll()
    await world.check_all()
    await world.sql.execute("DELETE FROM limits WHERE high = 5.0")
    await world.sql.execute("DELETE FROM sensor_interval WHERE interval_s = 60")
    await world.roll()
    await world.check_all()


@pytest.mark.parametrize("seed", [*range(8), 111])  # 111: all readings of a sensor go
async def test_whatever_comes_when(world: World, seed: int) -> None:
    drawn = random.Random(seed)  # noqa: S311  no secret
    zones = ["UTC", "Asia/Kathmandu", "Europe/Berlin"]
    made = [await world.sensor(zone, drawn.choice([30.0, 60.0, 900.0, None])) for zone in zones]
    spare = [await world.channel(f"spare-{n}") for n in range(2)]
    start = drawn.choice(
        [AT, datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)]
    )
    now, until = start, start + 60 * HOUR
    while now < until:
        now += MINUTE * drawn.randint(1, 400)
        channel = drawn.choice([channel for _, channel in made] + spare)
        begin = now - MINUTE * drawn.choice([3, 30, 300, 3000]) * drawn.random()
        step = drawn.choice([20.0, 60.0, 61.0, 600.0])
        readings = [
            (
                begin + timedelta(seconds=n * step, milliseconds=drawn.randint(0, 9999)),
                drawn.uniform(0, 10),
                drawn.choice([0, 0, 0, 0, 1, 4, 8]),
            )
            for n in range(drawn.randint(1, 120))
        ]
        await world.store(
            channel, [(at, None if q & 1 else value, q) for at, value, q in readings if at < now]
            or each(begin, 1),
        )  # fmt: skip
        await _meddle(world, drawn, made, spare, begin)
        for _ in range(drawn.randint(0, 3)):
            match drawn.randint(0, 2):
                case 0:
                    await world.close(now)
                case 1:
                    await world.again(drawn.choice([500, 400_000]))
                case _:
                    await world.forward(900)
    await world.close(now + 2 * MINUTE)
    await world.roll(drawn.choice([800, 400_000]))
    await world.check_all()


async def _meddle(
    world: World, drawn: random.Random, made: list[tuple[int, int]], spare: list[int], at: datetime
) -> None:
    """Changes what readings are judged by, or whose they are."""
    sensor, _ = drawn.choice(made)
    match drawn.randint(0, 5):
        case 0:
            await world.limit(sensor, at, drawn.uniform(0, 4), drawn.uniform(5, 10))
        case 1:
            await world.expect(sensor, at, drawn.choice([20.0, 200.0, 1000.0]))
        case 2:
            end = at + HOUR * drawn.randint(1, 30)
            await world.sql.execute(
                "UPDATE installation SET during = during - tstzrange($2::timestamptz, NULL)"
                " WHERE sensor_id = $1 AND during @> $2::timestamptz"
                " AND (lower_inf(during) OR lower(during) < $2)", sensor, at,
            )  # fmt: skip
            try:
                await world.install(sensor, drawn.choice(spare), at, end)
            except asyncpg.ExclusionViolationError:
                return
        case _:
            pass
