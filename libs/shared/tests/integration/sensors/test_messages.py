"""Messages count once, at their last reading; those of unsure time and of the future do not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest_asyncio
from asyncpg import Range

from isotherm.quality import Quality
from isotherm.sensors.messages import load_messages, sql_messages

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def _bundle(sensor: Any, since: datetime, until: datetime) -> None:
    await sensor.sql.execute(
        "INSERT INTO bundle VALUES ($1, $2, $3, $3)", sensor.channel_id, since, until
    )


async def _load(sensor: Any, limit: int = 101) -> list[datetime]:
    messages = await load_messages(sensor.sql, [sensor.id], NOW - 2 * DAY, NOW, limit)
    by_channel = await sensor.sql.fetchval(
        f"SELECT {sql_messages('$1::int', '$2', '$3', limit)}",
        sensor.channel_id, NOW - 2 * DAY, NOW,
    )  # fmt: skip
    assert by_channel == messages[sensor.id][::-1]
    return messages[sensor.id]


@pytest_asyncio.fixture(loop_scope="session")
async def hours(sensor: Any) -> list[datetime]:
    """Store an array of sixty minutes at each of five hours, and return these hours."""
    first = NOW - 4 * HOUR
    await sensor.store([first - 59 * MINUTE + n * MINUTE for n in range(300)])
    hours = [first + n * HOUR for n in range(5)]
    for hour in hours:
        await _bundle(sensor, hour - 59 * MINUTE, hour)
    return hours


async def test_a_message_counts_at_its_last_reading(sensor: Any, hours: list[datetime]) -> None:
    assert await _load(sensor) == hours
    assert await _load(sensor, 2) == hours[-2:]


async def test_readings_between_bundles_are_messages(sensor: Any, hours: list[datetime]) -> None:
    await sensor.sql.execute("DELETE FROM bundle WHERE until = $1", hours[2])
    expected = [*hours[:2], *(hours[1] + n * MINUTE for n in range(1, 61)), *hours[3:]]
    assert await _load(sensor) == expected


async def test_bundles_may_overlap(sensor: Any, hours: list[datetime]) -> None:
    await _bundle(sensor, hours[0] - 30 * MINUTE, hours[3] + 30 * MINUTE)
    assert await _load(sensor) == [hours[4]]


async def test_unsure_and_coming_readings_are_left_out(sensor: Any) -> None:
    await sensor.store([NOW - n * MINUTE for n in (3, 2, 1, 0, -1)])
    await sensor.sql.execute(
        "UPDATE reading SET quality = $1 WHERE measured_at = $2",
        int(Quality.TIME_UNSURE), NOW - 2 * MINUTE,
    )  # fmt: skip
    assert await _load(sensor) == [NOW - 3 * MINUTE, NOW - MINUTE, NOW]


async def test_only_what_fed_the_sensor_counts(sensor: Any) -> None:
    await sensor.store([NOW - n * MINUTE for n in range(10, 0, -1)])
    await sensor.sql.execute(
        "UPDATE installation SET during = $1", Range(NOW - 8 * MINUTE, NOW - 5 * MINUTE)
    )
    messages = await load_messages(sensor.sql, [sensor.id], NOW - DAY, NOW, 2)
    assert messages == {sensor.id: [NOW - 7 * MINUTE, NOW - 6 * MINUTE]}
