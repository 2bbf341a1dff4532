"""The newest reading of a sensor is the one that is shown."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asyncpg import Range

from isotherm.sensors.current import load_by_id
from isotherm.sensors.state import judge

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def correct(
    sensor: Any, kind: str, start: datetime, end: datetime, shift: timedelta | None = None
) -> int:
    """Make a correction; of kind unit from °C to °F."""
    units = ("C", "F") if kind == "unit" else (None, None)
    key: int = await sensor.sql.fetchval(
        "INSERT INTO correction (sensor_id, kind, during, shift_us, read_as, sent_as, reason,"
        " made_by) VALUES ($1, $2, $3, $4, $5, $6, 'r', 'm') RETURNING id",
        sensor.id, kind, Range(start, end),
        None if shift is None else shift // timedelta(microseconds=1), *units,
    )  # fmt: skip
    return key


async def load(sensor: Any) -> dict[str, Any]:
    """Load the sensor's row."""
    [row] = await load_by_id(sensor.sql, NOW, [sensor.id])
    return row


def shown(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return time, value and quality of the newest reading, and the newest that counts."""
    names = ("measured_at", "value", "quality", "good_at", "good_value")
    return tuple(row[name] for name in names)


async def test_what_is_set_aside_leaves_the_state_to_the_newest_value_that_counts(
    sensor: Any,
) -> None:
    await sensor.sql.execute(
        "INSERT INTO limits (sensor_id, since, low, high, set_by) VALUES ($1, $2, 2, 8, 'me')",
        sensor.id, NOW - DAY,
    )  # fmt: skip
    await sensor.store([NOW - 4 * MINUTE, NOW - 3 * MINUTE], 4.0)
    await sensor.store([NOW - 2 * MINUTE, NOW - MINUTE], 85.0)
    assert judge(await load(sensor), NOW).state == "above"
    aside = await correct(sensor, "set_aside", NOW - 2 * MINUTE, NOW)
    row = await load(sensor)
    assert shown(row) == (NOW - MINUTE, 85.0, 32, NOW - 3 * MINUTE, 4.0)
    assert row["received_at"] == NOW - MINUTE
    assert judge(row, NOW).state == "in_range"
    await sensor.sql.execute(
        "UPDATE correction SET undone_by = 'u', undone_at = now() WHERE id = $1", aside
    )
    assert judge(await load(sensor), NOW).state == "above"


async def test_the_newest_value_is_read_in_another_unit(sensor: Any) -> None:
    await sensor.store([NOW - 2 * MINUTE, NOW - MINUTE], 50.0)
    await correct(sensor, "unit", NOW - 90 * MINUTE, NOW)
    assert shown(await load(sensor)) == (NOW - MINUTE, 10.0, 0, NOW - MINUTE, 10.0)


@pytest.mark.parametrize(
    ("shift", "newest"), [(-2 * HOUR, NOW - 4 * MINUTE), (30 * MINUTE, NOW - MINUTE)]
)
async def test_the_newest_reading_may_be_shifted_away_or_another_one_after_it(
    sensor: Any, shift: timedelta, newest: datetime
) -> None:
    early, late = [NOW - 31 * MINUTE, NOW - 4 * MINUTE], [NOW - 2 * MINUTE]
    await sensor.store(early, 4.0)
    if shift < timedelta(0):
        await sensor.store(late, 6.0)
        await correct(sensor, "time", late[0], NOW, shift)
    else:
        await correct(sensor, "time", early[0], early[0] + MINUTE, shift)
    row = await load(sensor)
    assert shown(row) == (newest, 4.0, 0, newest, 4.0)
    received = early[0] if shift > timedelta(0) else newest
    assert row["received_at"] == received


async def test_a_long_time_that_was_set_aside_is_passed_over(sensor: Any) -> None:
    await sensor.store([NOW - 20 * DAY, NOW - 19 * DAY], 4.0)
    await sensor.store([NOW - n * DAY for n in range(18, 0, -1)], 85.0)
    await correct(sensor, "set_aside", NOW - 18 * DAY - HOUR, NOW - 9 * DAY - HOUR)
    await correct(sensor, "set_aside", NOW - 9 * DAY - HOUR, NOW)
    await sensor.store([NOW - MINUTE], 85.0)
    row = await load(sensor)
    assert shown(row) == (NOW - MINUTE, 85.0, 32, NOW - 19 * DAY, 4.0)
    assert judge(row, NOW).state == "suspect", "the last value that counts is too old"


async def test_a_sensor_all_of_whose_readings_are_set_aside_has_no_value(sensor: Any) -> None:
    await sensor.store([NOW - MINUTE], 85.0)
    await correct(sensor, "set_aside", NOW - DAY, NOW)
    row = await load(sensor)
    assert shown(row) == (NOW - MINUTE, 85.0, 32, None, None)
    assert judge(row, NOW).state == "suspect", "nothing that counts says that all is well"


@pytest.mark.parametrize("kind", ["set_aside", "unit", "time"])
async def test_a_correction_before_the_newest_value_costs_no_further_statement(
    sensor: Any, kind: str
) -> None:
    await sensor.sql.execute("UPDATE sensor SET expected_interval_s = 60")
    await sensor.store([NOW - 2 * MINUTE, NOW - MINUTE], 4.0)
    statements: list[str] = []
    plain = await load(sensor)
    await correct(sensor, kind, NOW - HOUR, NOW - 3 * MINUTE, MINUTE if kind == "time" else None)
    with sensor.sql.query_logger(lambda record: statements.append(record.query)):
        assert shown(await load(sensor)) == shown(plain)
        await asyncio.sleep(0)  # loggers are called by the loop
    assert len(statements) == 1
