"""Devices: their connection and the error of their clock are written."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial

import asyncpg
from ingest_parts import NOW, message
from ingest_world import World, balanced, until

from isotherm.instants import to_datetime
from isotherm.quality import Quality
from isotherm_ingest.batch.elements import Status
from isotherm_ingest.latest.devices import Devices
from isotherm_ingest.place.clocks import SENT_AFTER

BEFORE = timedelta(microseconds=SENT_AFTER)


async def test_a_clock_ahead_is_corrected_and_shown(world: World) -> None:
    now = datetime.now(UTC)
    times = [now + timedelta(minutes=ahead) for ahead in (10, 19, 20)]
    buffer = [{"value": n, "time": at.isoformat()} for n, at in enumerate(times)]
    async with world.ingest():
        await world.send(json.dumps(buffer))
        await world.counted(3)
    rows = await world.readings()
    assert {row["quality"] for row in rows} == {Quality.CLOCK_AHEAD}
    assert rows[2]["measured_at"] == rows[2]["received_at"] - BEFORE
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


async def _asleep(world: World, value: float) -> bool:
    """Return whether the device said `offline` after its newest reading, which has that value."""
    asleep: bool = await world.sql.fetchval(
        "SELECT connection = 'offline' AND connection_at > received_at"
        " AND value = $1 FROM device CROSS JOIN latest",
        value,
    )
    return asleep


async def test_a_sleeper_says_offline_anew_after_each_reading(world: World) -> None:
    async with world.ingest():
        for n in range(2):
            await world.send(str(n))
            await world.counted(n + 1)
            await world.send("offline", channel="status", retain=True)
            await until(partial(_asleep, world, float(n)), "the device's sleep")


async def test_a_retained_offline_that_is_delivered_again_is_no_news(
    world: World, sql: asyncpg.Connection
) -> None:
    devices = Devices()
    await sql.execute("INSERT INTO device (name) VALUES ('a')")
    for at, retained, said_at in (
        (NOW, False, NOW), (NOW + 1, True, NOW), (NOW + 2, False, NOW + 2),
    ):  # fmt: skip
        said = message(received_at=at, retained=retained), Status("a", online=False)
        devices.remember([said], {})
        await devices.flush(sql)
        written = await sql.fetchval("SELECT connection_at FROM device WHERE name = 'a'")
        assert written == to_datetime(said_at)


class Moving:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.by = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.by


async def _skew(world: World) -> int | None:
    skew_ms: int | None = await world.sql.fetchval("SELECT clock_skew_ms FROM device")
    return skew_ms


async def test_a_constant_lag_is_shown_until_the_clock_is_right(world: World) -> None:
    clock = Moving()
    async with world.ingest(clock=clock):
        for n in range(3):
            lagging = clock.now() - timedelta(minutes=5)
            await world.send(json.dumps({"value": n, "time": lagging.isoformat()}))
            await world.counted(n + 1)
            clock.by += timedelta(minutes=1)

        async def lags() -> bool:
            return abs((await _skew(world) or 0) + 300_000) < 10_000

        await until(lags, "the lag")
        await world.send(json.dumps({"value": 3, "time": clock.now().isoformat()}))

        async def right() -> bool:
            return await _skew(world) is None

        await until(right, "the end of the lag")
    assert {row["quality"] for row in await world.readings()} == {0}


async def test_a_buffer_sent_message_by_message_is_no_lag(world: World) -> None:
    clock = Moving()
    begin = clock.now() - timedelta(hours=5)
    async with world.ingest(clock=clock):
        for n in range(8):
            at = begin + n * timedelta(minutes=5)
            await world.send(json.dumps({"value": n, "time": at.isoformat()}))
            await world.counted(n + 1)
            clock.by += timedelta(seconds=30)
    assert await _skew(world) is None


async def test_an_odd_time_in_a_buffer_moves_alone(world: World) -> None:
    now = datetime.now(UTC)
    times = [now - timedelta(minutes=9 - n) for n in range(10)]
    times[4] = now + timedelta(days=1)
    buffer = [{"value": n, "time": at.isoformat()} for n, at in enumerate(times)]
    async with world.ingest():
        await world.send(json.dumps(buffer))
        await world.counted(10)
    rows = {row["value"]: row for row in await world.readings()}
    moved = rows.pop(4)
    assert (moved["quality"], moved["measured_at"]) == (
        Quality.CLOCK_AHEAD, moved["received_at"] - BEFORE,
    )  # fmt: skip
    assert {row["quality"] for row in rows.values()} == {0}
    assert all(abs(row["measured_at"] - times[int(n)]) < timedelta(milliseconds=2)
               for n, row in rows.items())  # fmt: skip
    assert await _skew(world) is None
