"""Rollups of a corrected sensor are those of a plain walk over its corrected readings."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from history_world import World, evenly
from plain_history import Reading

AT = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_TABLES = ("reading_hour", "reading_day", "gap", "fault")


async def load_rollups(world: World) -> list[list[dict[str, Any]]]:
    """Return everything that is rolled up."""
    return [
        [dict(row) for row in await world.sql.fetch(f"SELECT * FROM {table} ORDER BY 1, 2")]
        for table in _TABLES
    ]


async def test_what_is_set_aside_counts_nowhere_until_that_is_undone(world: World) -> None:
    sensor, channel = await world.sensor()
    peak = evenly(AT + 5 * HOUR, 10, 60.0, 85.0)
    await world.store(channel, [*evenly(AT, 300), *peak, *evenly(AT + 5.2 * HOUR, 300)])
    await world.limit(sensor, AT, 2.0, 8.0)
    await world.close(AT + 12 * HOUR)
    await world.roll()
    before = await load_rollups(world)
    aside = await world.correct(sensor, "set_aside", AT + 5 * HOUR, AT + 5.2 * HOUR)
    await world.roll()
    await world.check_all()
    hour = (await world.rows("reading_hour", sensor, "hour"))[AT + 5 * HOUR]
    assert (hour["most"], hour["uncounted"], hour["above_s"]) == (4.5, 10, 0.0)
    assert hour["covered_s"] == 3600, "a reading that is set aside is no gap"
    await world.undo(aside)
    await world.roll()
    await world.check_all()
    assert await load_rollups(world) == before


async def test_a_year_that_was_wrong_is_read_a_year_later(world: World) -> None:
    sensor, channel = await world.sensor()
    year = 365 * DAY
    await world.store(channel, [*evenly(AT - year, 200, 60.0, 4.0), *evenly(AT + 4 * HOUR, 120)])
    await world.close(AT + 8 * HOUR)
    await world.roll()
    before = await load_rollups(world)
    moved = await world.correct(
        sensor, "time", AT - year, AT - year + 200 * MINUTE, shift=year + 30 * SECOND
    )
    await world.roll()
    await world.check_all()
    hours = await world.rows("reading_hour", sensor, "hour")
    assert min(hours) == AT
    assert hours[AT]["n"] == 60
    # late readings among those that are shifted: they are shifted, too
    await world.store(channel, [(AT - year + 10.5 * MINUTE, 9.0, 0)])
    await world.roll()
    await world.check_all()
    assert (await world.rows("reading_hour", sensor, "hour"))[AT]["most"] == 9.0
    await world.sql.execute("DELETE FROM reading WHERE value = 9.0")
    await world.undo(moved)
    await world.roll()
    await world.check_all()
    assert await load_rollups(world) == before


async def test_readings_that_are_shifted_back_while_their_time_is_not_closed_are_rolled_up(
    world: World,
) -> None:
    """A reading after the mark leaves no dirty range, though it belongs to an hour before it."""
    sensor, channel = await world.sensor()
    await world.store(channel, evenly(AT, 300))
    await world.close(AT + 4 * HOUR + 5 * MINUTE)
    await world.roll()
    await world.correct(sensor, "time", AT + 3.5 * HOUR, AT + 4.2 * HOUR, shift=-2.5 * HOUR)
    await world.roll()
    await world.check_all()
    late: list[Reading] = [(AT + 4.1 * HOUR + SECOND, 9.0, 0)]
    await world.store(channel, late)
    assert not await world.sql.fetchval("SELECT count(*) FROM dirty")
    await world.close(AT + 5 * HOUR)
    await world.roll()
    await world.check_all()
    assert (await world.rows("reading_hour", sensor, "hour"))[AT + HOUR]["most"] == 9.0


async def test_a_device_that_is_replaced_takes_its_shifted_readings_along(world: World) -> None:
    sensor, channel = await world.sensor()
    await world.store(channel, evenly(AT, 600))
    await world.close(AT + 12 * HOUR)
    await world.correct(sensor, "time", AT + 2 * HOUR, AT + 3 * HOUR, shift=-5 * HOUR)
    await world.roll()
    await world.check_all()
    await world.sql.execute("UPDATE installation SET during = tstzrange($1, NULL)", AT + 2.5 * HOUR)
    await world.roll()
    await world.check_all()


@pytest.mark.parametrize("seed", range(10))
async def test_making_and_undoing_corrections_among_late_readings(world: World, seed: int) -> None:
    drawn = random.Random(seed)  # noqa: S311  no secret
    zone = drawn.choice(["UTC", "Asia/Kathmandu", "Europe/Vienna"])
    sensor, first = await world.sensor(zone, drawn.choice([60.0, 300.0, 1800.0]))
    second = await world.channel("spare")
    middle = AT + 12 * HOUR
    await world.sql.execute("UPDATE installation SET during = tstzrange(NULL, $1)", middle)
    await world.install(sensor, second, middle)
    await world.limit(sensor, AT + 3.3 * HOUR, 2.0, 8.0)
    await world.limit(sensor, AT + 14.1 * HOUR, None, 5.0)
    readings = _readings(drawn)
    drawn.shuffle(readings)
    parts = [readings[number::4] for number in range(4)]
    corrections: list[int] = []
    for number, part in enumerate(parts):
        for channel, early in ((first, True), (second, False)):
            await world.store(channel, [row for row in part if (row[0] < middle) is early])
        await world.close(AT + drawn.choice([20, 22, 30]) * HOUR)
        if drawn.random() < 0.8:
            await world.roll(drawn.choice([50, 400_000]))
        corrections += await _correct(world, drawn, sensor)
        if drawn.random() < 0.8 or number == 3:
            await world.roll(drawn.choice([50, 400_000]))
            await world.check_all()
    await world.roll()
    await world.check_all()
    assert corrections
    for correction in drawn.sample(corrections, len(corrections)):
        await world.undo(correction)
        await world.roll(drawn.choice([50, 400_000]))
        await world.check_all()
    fresh = await load_rollups(world)
    await world.sql.execute(
        "INSERT INTO dirty (sensor_id, since, until) VALUES ($1, '-infinity', 'infinity')", sensor
    )
    await world.roll()
    assert await load_rollups(world) == fresh


def _readings(drawn: random.Random) -> list[Reading]:
    """Return a day of readings with gaps, faults and suspects, some of them a microsecond apart."""
    readings: list[Reading] = []
    at = AT
    while at < AT + 24 * HOUR:
        quality = drawn.choice([0] * 8 + [1, 2])
        value = None if quality == 1 else round(drawn.uniform(0, 10), 1)
        readings.append((at, value, quality))
        at += drawn.choice(
            [MINUTE, MINUTE, 5 * MINUTE, HOUR / 2, 2 * HOUR, timedelta(microseconds=1)]
        )
    return readings


async def _correct(world: World, drawn: random.Random, sensor: int) -> list[int]:
    """Make some corrections that may be active together; return their ids."""
    ids = []
    for _ in range(2):
        start = AT + drawn.choice([drawn.randint(0, 18) * HOUR, drawn.uniform(0, 18) * HOUR])
        end = start + drawn.choice([SECOND, 10 * MINUTE, HOUR, 3.5 * HOUR])
        shift = drawn.choice([-9 * HOUR, -HOUR, -SECOND, SECOND, HOUR, 2.5 * HOUR])
        kind = drawn.choice(["set_aside", "unit", "time", "time"])
        touched = [(start, end)]
        if kind == "time":
            touched.append((start + shift, end + shift))
        if await world.sql.fetchval(
            "SELECT count(*) FROM correction WHERE kind = $1 AND undone_at IS NULL AND touched &&"
            " (SELECT range_agg(tstzrange(s, u)) FROM unnest($2::timestamptz[], $3::timestamptz[])"
            " AS t (s, u))",
            kind, [since for since, _ in touched], [until for _, until in touched],
        ):  # fmt: skip
            continue
        ids.append(
            await world.correct(
                sensor,
                kind,
                start,
                end,
                shift=shift if kind == "time" else None,
                units=("C", "F") if kind == "unit" else None,
            )
        )
    return ids
