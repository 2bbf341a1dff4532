"""Counts of a device by UTC hour: readings by when they were received, and all its rejects."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm_api.devices.activity import queries

SINCE = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
US = timedelta(microseconds=1)


async def receive(world: Any, channel: int, measured_at: datetime, received_at: datetime) -> None:
    """Insert a reading that was received some time after it was measured."""
    await world.connection.execute("SELECT make_day($1)", measured_at.date())
    await world.connection.execute(
        "INSERT INTO reading (channel_id, measured_at, received_at, value, quality)"
        " VALUES ($1, $2, $3, 4.5, 0)",
        channel,
        measured_at,
        received_at,
    )


async def test_readings_count_in_the_hour_in_which_they_were_received(api: Any, world: Any) -> None:
    channel = await world.channel("probe")
    humidity = await world.propose("probe", channel="humidity")
    for measured_at, received_at in (
        (SINCE, SINCE),
        (SINCE - MINUTE, SINCE + HOUR - US),
        (SINCE + MINUTE, SINCE + HOUR),
        (SINCE - 2 * MINUTE, SINCE - US),
    ):
        await receive(world, channel, measured_at, received_at)
    await receive(world, humidity, SINCE, SINCE + 2 * HOUR)
    await receive(world, await world.channel("other"), SINCE, SINCE)
    device = await world.connection.fetchval("SELECT id FROM device WHERE name = 'probe'")
    async with api.services.database.reading() as connection:
        counts = await queries.count_readings(connection, device, SINCE)
    assert counts == {SINCE: 2, SINCE + HOUR: 1, SINCE + 2 * HOUR: 1}


async def test_readings_count_if_they_were_measured_up_to_a_day_before(
    api: Any, world: Any
) -> None:
    channel = await world.channel("probe")
    await receive(world, channel, SINCE - DAY, SINCE)
    await receive(world, channel, SINCE - DAY - US, SINCE)
    device = await world.connection.fetchval("SELECT id FROM device")
    async with api.services.database.reading() as connection:
        assert await queries.count_readings(connection, device, SINCE) == {SINCE: 1}


async def test_rejects_count_whether_folded_or_not_and_whatever_their_reason(
    api: Any, world: Any
) -> None:
    for table, hour, name, reason in (
        ("reject_hour", SINCE, "probe", "bad_unit"),
        ("reject_count", SINCE, "probe", "bad_unit"),
        ("reject_count", SINCE, "probe", "not_json"),
        ("reject_hour", SINCE + HOUR, "probe", "not_json"),
        ("reject_hour", SINCE - HOUR, "probe", "not_json"),
        ("reject_hour", SINCE, "other", "not_json"),
    ):
        await world.connection.execute(
            f"INSERT INTO {table} (hour, device_name, reason, count, kept)"
            " VALUES ($1, $2, $3, 3, 0)",
            hour,
            name,
            reason,
        )
    async with api.services.database.reading() as connection:
        counts = await queries.count_rejects(connection, "probe", SINCE)
    assert counts == {SINCE: 9, SINCE + HOUR: 3}
