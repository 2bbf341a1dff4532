"""An interval that nobody set or learned is measured from the last readings."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.sensors.intervals import load_spacing

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def test_the_median_spacing_is_loaded_by_sensor(sensor: Any) -> None:
    await sensor.store([NOW - n * MINUTE for n in (200, 10, 8, 6, 4, 2)])
    assert await load_spacing(sensor.sql, [sensor.id], NOW) == {sensor.id: 120.0}


async def test_a_sensor_with_fewer_than_three_readings_is_missing(sensor: Any) -> None:
    await sensor.store([NOW - 2 * MINUTE, NOW - MINUTE])
    assert await load_spacing(sensor.sql, [sensor.id], NOW) == {}
    assert await load_spacing(sensor.sql, [], NOW) == {}


async def test_only_readings_of_the_range_are_used(sensor: Any) -> None:
    await sensor.store([NOW - n * MINUTE for n in (30, 25, 20, 3, 2, 1)])
    start, end = NOW - 40 * MINUTE, NOW - 10 * MINUTE
    assert await load_spacing(sensor.sql, [sensor.id], end, start=start) == {sensor.id: 300.0}


async def test_an_array_counts_as_one_message(sensor: Any) -> None:
    first = NOW - 4 * HOUR
    await sensor.store([first - 59 * MINUTE + n * MINUTE for n in range(300)])
    assert await load_spacing(sensor.sql, [sensor.id], NOW) == {sensor.id: 60.0}
    await sensor.sql.execute(
        "INSERT INTO bundle SELECT $1, hour - interval '59 minutes', hour, hour"
        " FROM unnest($2::timestamptz[]) hour",
        sensor.channel_id, [first + n * HOUR for n in range(5)],
    )  # fmt: skip
    assert await load_spacing(sensor.sql, [sensor.id], NOW) == {sensor.id: 3600.0}


async def test_a_flush_and_doubled_messages_show_no_short_interval(sensor: Any) -> None:
    flushed = [NOW - HOUR + n * timedelta(microseconds=30) for n in range(40)]
    later = [NOW - n * MINUTE for n in range(9, -1, -1)]
    doubled = [at - timedelta(milliseconds=300) for at in later]
    await sensor.store(sorted([*flushed, *doubled, *later]))
    assert await load_spacing(sensor.sql, [sensor.id], NOW) == {sensor.id: 60.0}


async def test_an_interval_below_a_second_is_missing(sensor: Any) -> None:
    await sensor.store([NOW - n * timedelta(milliseconds=200) for n in range(100, 0, -1)])
    assert await load_spacing(sensor.sql, [sensor.id], NOW) == {}


async def test_a_night_of_hourly_readings_is_no_night_of_gaps(sensor: Any) -> None:
    day = [NOW - 10 * HOUR - n * MINUTE for n in range(40, 0, -1)]
    await sensor.store([*day, *(NOW - n * HOUR for n in range(10, -1, -1))])
    assert await load_spacing(sensor.sql, [sensor.id], NOW) == {sensor.id: 3600.0}


async def test_what_comes_after_now_is_not_used(sensor: Any) -> None:
    await sensor.store([NOW + n * MINUTE / 2 for n in range(-4, 1)])
    await sensor.sql.execute(
        "INSERT INTO reading SELECT at, at, 4.5, $1, 0"
        " FROM generate_series($2::timestamptz, $3, '2 seconds') at",
        sensor.channel_id, NOW + MINUTE / 30, NOW + 2 * MINUTE,
    )  # fmt: skip
    assert await load_spacing(sensor.sql, [sensor.id], NOW) == {sensor.id: 30.0}
