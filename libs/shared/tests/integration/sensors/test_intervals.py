"""An interval that nobody set or learned is measured from the last readings."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.sensors.intervals import load_spacing

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


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
