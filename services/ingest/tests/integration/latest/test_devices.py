"""Devices: their connection and the error of their clock are written."""

import json
from datetime import UTC, datetime, timedelta

from ingest_world import World, balanced, until

from isotherm.quality import Quality


async def test_a_clock_ahead_is_corrected_and_shown(world: World) -> None:
    now = datetime.now(UTC)
    times = [now + timedelta(minutes=each) for each in (10, 19, 20)]
    buffer = [{"value": n, "time": each.isoformat()} for n, each in enumerate(times)]
    async with world.ingest():
        await world.send(json.dumps(buffer))
        await world.counted(3)
    rows = await world.readings()
    assert {row["quality"] for row in rows} == {Quality.CLOCK_AHEAD}
    assert rows[2]["measured_at"] == rows[2]["received_at"]
    assert abs(rows[2]["measured_at"] - rows[0]["measured_at"] - timedelta(minutes=10)) < (
        timedelta(milliseconds=2)
    )
    skew = await world.sql.fetchval("SELECT clock_skew_ms FROM device")
    assert 19 * 60_000 < skew <= 20 * 60_000
    async with world.ingest():
        await world.send(json.dumps({"value": 9, "time": now.isoformat()}))
        await world.counted(4)
    assert await world.sql.fetchval("SELECT clock_skew_ms FROM device") is None


async def _connection(world: World) -> bool:
    return await world.sql.fetchval("SELECT connection FROM device") is not None


async def test_a_status_message_sets_the_devices_connection(world: World) -> None:
    async with world.ingest():
        await world.send("21.4")
        await world.counted(1)
        await world.send("online", channel="status", retain=True)
        await world.decoded(2)
        await until(lambda: _connection(world), "the device's connection")
    row = await world.sql.fetchrow("SELECT connection, connection_at FROM device")
    assert row is not None
    assert row["connection"] == "online"
    ledger = await world.ledger()
    assert balanced(ledger)
    assert ledger["ignored"] == 1
