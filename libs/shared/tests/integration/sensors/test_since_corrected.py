"""When a state began follows from readings as they are shown."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asyncpg import Range

from isotherm.quality import Quality
from isotherm.sensors.current import load_by_id
from isotherm.sensors.since import load_since
from isotherm.sensors.state import judge

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FAULT, SUSPECT = int(Quality.FAULT), int(Quality.SUSPECT)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def since(sensor: Any) -> tuple[str, datetime | None]:
    """Return the state of a sensor, and when it began."""
    [row] = await load_by_id(sensor.sql, NOW, [sensor.id])
    state = judge(row, NOW).state
    return state, (await load_since(sensor.sql, [(row, state)], NOW)).get(sensor.id)


async def limit(sensor: Any, at: datetime, low: float | None, high: float | None) -> None:
    """Set limits from an instant on."""
    await sensor.sql.execute(
        "INSERT INTO limits (sensor_id, since, low, high, set_by) VALUES ($1, $2, $3, $4, 'me')",
        sensor.id, at, low, high,
    )  # fmt: skip


async def correct(
    sensor: Any, kind: str, start: datetime, end: datetime, shift: timedelta | None = None
) -> None:
    """Make a correction."""
    await sensor.sql.execute(
        "INSERT INTO correction (sensor_id, kind, during, shift_us, reason, made_by)"
        " VALUES ($1, $2, $3, $4, 'r', 'm')",
        sensor.id, kind, Range(start, end),
        None if shift is None else shift // timedelta(microseconds=1),
    )  # fmt: skip


async def test_an_excursion_goes_on_where_a_dip_was_set_aside(sensor: Any) -> None:
    await sensor.sql.execute("UPDATE sensor SET expected_interval_s = 600")
    await limit(sensor, NOW - 3 * DAY, 2.0, 8.0)
    await sensor.store([NOW - 9 * HOUR], 4.0)
    times = [NOW - 8 * HOUR + n * 10 * MINUTE for n in range(49)]
    await sensor.store(times, 19.0)
    await sensor.sql.execute("UPDATE reading SET value = 4 WHERE measured_at = $1", times[20])
    assert await since(sensor) == ("above", times[21])
    await correct(sensor, "set_aside", times[20], times[21])
    assert await since(sensor) == ("above", times[0])
    await correct(sensor, "time", times[0], times[6], -2 * HOUR)
    assert await since(sensor) == ("above", times[6])


@pytest.mark.parametrize("quality", [0, FAULT, SUSPECT])
async def test_what_began_more_than_a_day_ago_has_no_date(sensor: Any, quality: int) -> None:
    await sensor.sql.execute("UPDATE sensor SET expected_interval_s = 600")
    await limit(sensor, NOW - 3 * DAY, 2.0, 8.0)
    state = {0: "above", FAULT: "fault", SUSPECT: "suspect"}[quality]
    times = [NOW - n * 10 * MINUTE for n in range(146)][::-1]
    await sensor.store(times, None if quality == FAULT else 19.0, quality)
    await correct(sensor, "set_aside", NOW + MINUTE, NOW + 2 * MINUTE)
    # the first of them was 24 h 10 min ago
    assert await since(sensor) == (state, None)
    await sensor.sql.execute("DELETE FROM reading WHERE measured_at <= $1", times[0])
    assert await since(sensor) == (state, times[1])


@pytest.mark.parametrize("seed", range(16))
async def test_it_is_the_same_as_from_the_stored_readings_if_nothing_is_changed(
    sensor: Any, seed: int
) -> None:
    """A correction that touches no reading is made, so that readings are read as corrected."""
    drawn = random.Random(seed)  # noqa: S311  no secret
    interval_s = drawn.choice([60.0, 600.0, 7200.0])
    await sensor.sql.execute("UPDATE sensor SET expected_interval_s = $1", interval_s)
    await limit(sensor, NOW - 4 * DAY, 2.0, 8.0)
    for _ in range(drawn.choice([0, 0, 1, 2])):
        await limit(sensor, NOW - drawn.uniform(0, 40) * HOUR, drawn.choice([None, 1.0, 4.0]), 6.0)
    # how it ends: out of range, in fault or suspect for long, or as it went on
    ending = drawn.choice([0, 0, FAULT, SUSPECT, None])
    at = NOW - drawn.choice([2, 20, 40, 60]) * HOUR
    until = NOW - (drawn.choice([2, 20, 40]) * HOUR if ending else MINUTE)
    value = 19.0
    while at < until:
        quality = drawn.choice([0] * 9 + [FAULT, SUSPECT, 4])
        await sensor.store([at], None if quality == FAULT else value, quality)
        value = drawn.choice([value] * 6 + [4.0, 7.0, 19.0, -9.0])
        at += timedelta(seconds=interval_s) * drawn.choice([1, 1, 1, 7])
        at += HOUR * drawn.choice([0, 0.5, 1])
    if ending is not None:
        value = drawn.choice([19.0, -9.0])
        step = timedelta(seconds=max(600.0, interval_s))
        times = [NOW - n * step for n in range(max(1, (NOW - at) // step if ending else 1))][::-1]
        await sensor.store(times, None if ending == FAULT else value, ending)
    for hour in range(60):
        begin = (NOW - hour * HOUR).replace(minute=0)
        await sensor.sql.execute(
            "INSERT INTO reading_hour (sensor_id, hour, n, uncounted, total, integral, known_s,"
            " covered_s, least, most, first_at, above_s, below_s, above_times, below_times)"
            " SELECT $1, $2, count(*) FILTER (WHERE quality & 39 = 0),"
            "  count(*) FILTER (WHERE quality & 39 <> 0), 0, 0, 0, 0,"
            "  min(value) FILTER (WHERE quality & 39 = 0),"
            "  max(value) FILTER (WHERE quality & 39 = 0), min(measured_at), 0, 0, 0, 0"
            " FROM reading WHERE measured_at >= $2 AND measured_at < $3 HAVING count(*) > 0",
            sensor.id, begin, begin + HOUR,
        )  # fmt: skip
    await sensor.sql.execute("UPDATE rollup SET rolled_to = $1", NOW - HOUR)
    stored = await since(sensor)
    await correct(sensor, "set_aside", NOW + MINUTE, NOW + 2 * MINUTE)
    assert await since(sensor) == stored
