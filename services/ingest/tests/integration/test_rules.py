"""What depends on how a device or channel is set up, and on changes of that while ingest runs."""

import json
from datetime import UTC, datetime, timedelta

from ingest_world import World, balanced, until

from isotherm.quality import Quality
from isotherm.reasons import Reason


def _noon() -> datetime:
    """Noon UTC of a day well past."""
    day = datetime.now(UTC) - timedelta(days=3)
    return day.replace(hour=12, minute=0, second=0, microsecond=0)


async def test_settings_of_a_channel_changed_meanwhile(world: World) -> None:
    async with world.ingest():
        await world.send("-127")
        await world.counted(1)
        await world.sql.execute("UPDATE channel SET fault_list = false, unit = 'F'")
        await world.send("50", '{"value": -127, "unit": "C"}')
        await world.counted(3)
    rows = await world.readings()
    assert [row["quality"] for row in rows] == [Quality.FAULT, 0, 0]
    assert [row["value"] for row in rows] == [None, 10.0, -127.0]


async def test_a_change_nobody_told_of_is_seen_in_the_transaction(world: World) -> None:
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
    wall = json.dumps({"value": 1, "time": _noon().replace(tzinfo=None).isoformat()})
    async with world.ingest():
        await world.send(wall)
        await world.counted(1, "reject")
        await world.sql.execute("UPDATE device SET time_zone = 'Asia/Kathmandu'")
        await world.send(wall)
        await world.counted(1)
    (row,) = await world.readings()
    assert row["measured_at"] == _noon() - timedelta(hours=5, minutes=45)
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


async def test_a_device_cannot_speak_for_another(world: World) -> None:
    async with world.ingest():
        async with world.device() as client:
            await client.publish("sensors/other/temperature", "1", qos=1)
            await client.publish("elsewhere/fridge-1/temperature", "1", qos=1)
        await world.send("2")
        await world.counted(1)
    assert (await world.ledger())["received"] == 1


async def test_before_the_raw_horizon_is_too_old(world: World) -> None:
    horizon = _noon()
    await world.sql.execute(
        "INSERT INTO state (key, value) VALUES ('raw_horizon', to_jsonb($1::bigint))",
        int(horizon.timestamp() * 1000),
    )
    times = [horizon - timedelta(milliseconds=1), horizon]
    async with world.ingest():
        await world.send(*(json.dumps({"value": 1, "time": each.isoformat()}) for each in times))
        await world.counted(1)
        await world.counted(1, "reject")
    assert (await world.readings())[0]["measured_at"] == horizon
    assert (await world.rejects())[0]["reason"] == Reason.TOO_OLD


async def test_a_day_dropped_while_running_is_made_again(world: World) -> None:
    at = _noon()
    async with world.ingest():
        await world.send(json.dumps({"value": 1, "time": at.timestamp()}))
        await world.counted(1)
        await world.sql.execute(f"DROP TABLE reading_{at:%Y%m%d}")
        await world.send(json.dumps({"value": 2, "time": at.timestamp() + 1}))
        await until(lambda: _second_is_there(world), "the second reading")
    assert balanced(await world.ledger())


async def _second_is_there(world: World) -> bool:
    return [row["value"] for row in await world.readings()] == [2.0]


async def test_a_row_the_database_refuses_is_a_reject(world: World) -> None:
    await world.sql.fetchval("SELECT make_day(current_date)")
    await world.sql.execute(
        "ALTER TABLE reading ADD CONSTRAINT ck_reading_odd CHECK (value <> 66.5)"
    )
    async with world.ingest(linger_ms=50):
        await world.send(*(str(n + 0.5) for n in range(60, 80)))
        await world.counted(19)
        await world.counted(1, "reject")
        await world.send("1")
        await world.counted(20)
    (reject,) = await world.rejects()
    assert reject["reason"] == Reason.REFUSED
    assert "ck_reading_odd" in reject["detail"]
    assert balanced(await world.ledger())


async def test_a_suspect_is_noted_for_worker_and_once(world: World) -> None:
    suspect = json.dumps({"value": 85.0, "time": _noon().isoformat()})
    async with world.ingest():
        await world.send("4.5", suspect, suspect)
        await world.counted(2)
    noted = await world.sql.fetch("SELECT measured_at FROM suspect")
    assert [row["measured_at"] for row in noted] == [_noon()]
    (stored,) = [row for row in await world.readings() if row["quality"] == Quality.SUSPECT]
    assert stored["measured_at"] == _noon()
