"""The registry: how channels and devices are set up, and changes of that while ingest runs."""

import json
from datetime import timedelta

from ingest_world import World, balanced, noon

from isotherm.quality import Quality
from isotherm.reasons import Reason


async def test_settings_of_a_channel_changed_meanwhile(world: World) -> None:
    async with world.ingest():
        await world.send("-127")
        await world.counted(1)
        await world.sql.execute("UPDATE channel SET fault_list = false, unit = 'F'")
        # with a time: three readings without one that come at once would be a burst
        at = noon().isoformat()
        await world.send("50", json.dumps({"value": -127, "unit": "C", "time": at}))
        await world.counted(3)
    rows = await world.readings()
    assert [(row["value"], row["quality"]) for row in rows] == [
        (-127.0, 0), (None, Quality.FAULT), (10.0, 0),
    ]  # fmt: skip


async def test_a_registry_change_without_notification_is_seen_in_the_transaction(
    world: World,
) -> None:
    """Without the notification: the version that the batch compares is enough."""
    async with world.ingest():
        await world.send("50")
        await world.counted(1)
        await world.sql.execute("ALTER TABLE channel DISABLE TRIGGER registry_changed")
        async with world.sql.transaction():
            await world.sql.execute("UPDATE channel SET unit = 'F'")
            await world.sql.execute("UPDATE registry_version SET version = version + 1")
        await world.send("50")
        await world.counted(2)
    assert [row["value"] for row in await world.readings()] == [50.0, 10.0]
    ledger = await world.ledger()
    assert balanced(ledger)
    assert ledger["received"] == 2


async def test_wall_clock_times_once_the_device_has_a_zone(world: World) -> None:
    wall = json.dumps({"value": 1, "time": noon().replace(tzinfo=None).isoformat()})
    async with world.ingest():
        await world.send(wall)
        await world.counted(1, "reject")
        await world.sql.execute("UPDATE device SET time_zone = 'Asia/Kathmandu'")
        await world.send(wall)
        await world.counted(1)
    (row,) = await world.readings()
    assert row["measured_at"] == noon() - timedelta(hours=5, minutes=45)
    (reject,) = await world.rejects()
    assert reject["reason"] == Reason.TIME_WITHOUT_ZONE


async def test_at_most_64_channels_are_proposed(world: World) -> None:
    async with world.ingest(), world.device() as client:
        for n in range(70):
            await client.publish(f"sensors/fridge-1/c{n}", "1", qos=1)
        await world.counted(64)
        await world.counted(6, "reject")
    assert {row["reason"] for row in await world.rejects()} == {Reason.TOO_MANY_CHANNELS}
    assert {row["channel_name"] for row in await world.rejects()} == {
        f"c{n}" for n in range(64, 70)
    }
    states = await world.sql.fetch(
        "SELECT DISTINCT state FROM channel UNION SELECT state FROM device"
    )
    assert [row["state"] for row in states] == ["proposed"]
    assert balanced(await world.ledger())


async def test_readings_before_the_raw_horizon_are_too_old(world: World) -> None:
    horizon = noon()
    await world.sql.execute(
        "INSERT INTO state (key, value) VALUES ('raw_horizon', to_jsonb($1::bigint))",
        int(horizon.timestamp() * 1000),
    )
    times = [horizon - timedelta(milliseconds=1), horizon]
    async with world.ingest():
        await world.send(*(json.dumps({"value": 1, "time": at.isoformat()}) for at in times))
        await world.counted(1)
        await world.counted(1, "reject")
    assert (await world.readings())[0]["measured_at"] == horizon
    assert (await world.rejects())[0]["reason"] == Reason.TOO_OLD
