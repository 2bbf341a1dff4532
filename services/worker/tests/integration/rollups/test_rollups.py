"""Rollups equal a plain walk over all readings, in whatever order readings and changes come."""

import random
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from history_world import World, evenly

AT = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize("seed", [*range(8), 111])  # 111: all readings of a sensor go
@pytest.mark.parametrize("grace", [False, True])
async def test_rollups_equal_a_plain_walk_in_any_order(
    world: World, seed: int, grace: bool
) -> None:
    drawn = random.Random(seed)  # noqa: S311  no secret
    zones = ["UTC", "Asia/Kathmandu", "Europe/Berlin"]
    sensors = [await world.sensor(zone, drawn.choice([30.0, 60.0, 900.0, None])) for zone in zones]
    spare = [await world.channel(f"spare-{n}") for n in range(2)]
    start = drawn.choice(
        [AT, datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)]
    )
    for sensor, _ in sensors if grace else ():
        await world.limit(sensor, start, 3.0, 7.0, (drawn.choice([600.0, 7200.0]), 0.5))
    now, until = start, start + 60 * HOUR
    while now < until:
        now += MINUTE * drawn.randint(1, 400)
        channel = drawn.choice([channel for _, channel in sensors] + spare)
        begin = now - MINUTE * drawn.choice([3, 30, 300, 3000]) * drawn.random()
        step = drawn.choice([20.0, 60.0, 61.0, 600.0])
        level = drawn.uniform(0, 10)
        readings = [
            (
                begin + timedelta(seconds=n * step, milliseconds=drawn.randint(0, 9999)),
                level + drawn.uniform(-1.5, 1.5) if grace else drawn.uniform(0, 10),
                drawn.choice([0, 0, 0, 0, 1, 4, 8]),
            )
            for n in range(drawn.randint(1, 120))
        ]
        await world.store(
            channel, [(at, None if q & 1 else value, q) for at, value, q in readings if at < now]
            or evenly(begin, 1),
        )  # fmt: skip
        await _meddle(world, drawn, sensors, spare, begin, grace=grace)
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
    world: World,
    drawn: random.Random,
    sensors: list[tuple[int, int]],
    spare: list[int],
    at: datetime,
    *,
    grace: bool,
) -> None:
    """Perhaps change limits, an interval, or which channel supplies a sensor."""
    sensor, _ = drawn.choice(sensors)
    match drawn.randint(0, 5):
        case 0:
            low, high = drawn.uniform(0, 4), drawn.uniform(5, 10)
            least = drawn.choice([0.0, 120.0, 3000.0, 20_000.0])
            hysteresis = drawn.choice([0.0, 0.2, 2.0]) if high - low > 4.1 else 0.0
            await world.limit(sensor, at, low, high, (least, hysteresis) if grace else (0, 0))
        case 1 if grace and drawn.random() < 0.5:
            await world.sql.execute(
                "DELETE FROM limits WHERE id = (SELECT id FROM limits WHERE sensor_id = $1"
                " ORDER BY since DESC OFFSET $2 LIMIT 1)", sensor, drawn.randint(0, 2),
            )  # fmt: skip
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
