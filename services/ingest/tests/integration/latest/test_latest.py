"""Latest: the newest reading of each channel is in the table, also after a crash."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ingest_world import World, until

from isotherm.quality import Quality


async def test_latest_is_the_newest_by_measurement(world: World) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    new, old = ({"value": n, "time": now.timestamp() - n} for n in (1, 600))
    fault = {"value": None, "time": now.timestamp()}
    async with world.ingest():
        await world.send(json.dumps(new), json.dumps(old))
        await world.counted(2)
        await world.counted(1, "latest")
        await world.send(json.dumps(fault))
        await world.counted(3)
    row = await world.sql.fetchrow("SELECT * FROM latest")
    assert row is not None
    assert (row["measured_at"], row["value"], row["quality"]) == (now, None, Quality.FAULT)
    assert (row["good_at"], row["good_value"]) == (now - timedelta(seconds=1), 1.0)


async def test_latest_is_rebuilt_after_a_crash(world: World) -> None:
    now = datetime.now(UTC).timestamp()
    sent = [{"value": value, "time": now - 3 + n} for n, value in enumerate((1, 2, None))]
    async with world.ingest():
        await world.send(*map(json.dumps, sent))
        await world.counted(3)
    rows = await world.readings()
    await world.sql.execute("DELETE FROM latest")
    async with world.ingest():
        await world.counted(1, "latest")
    row = await world.sql.fetchrow("SELECT * FROM latest")
    assert row is not None
    assert (row["measured_at"], row["good_at"]) == (rows[2]["measured_at"], rows[1]["measured_at"])
    assert (row["value"], row["good_value"]) == (None, 2.0)


@dataclass
class Shifted:
    """The machine's clock, shifted by a test."""

    by: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.by


async def _latest_value(world: World) -> float | None:
    value: float | None = await world.sql.fetchval("SELECT value FROM latest")
    return value


async def test_an_early_reading_waits_for_its_time_and_hides_nothing(world: World) -> None:
    clock = Shifted()
    ahead = {"value": 4.2, "time": (clock.now() + timedelta(seconds=50)).timestamp()}
    async with world.ingest(clock=clock):
        await world.send(json.dumps(ahead))
        await world.counted(1)
        for n in (19.0, 19.5):
            await world.send(json.dumps({"value": n, "time": clock.now().timestamp()}))
            await until(lambda n=n: _is_latest(world, n), f"{n} as the latest")
        assert [row["quality"] for row in await world.readings()] == [0, 0, 0]
        clock.by = timedelta(seconds=55)
        await until(lambda: _is_latest(world, 4.2), "the early reading as the latest")
        await world.send("20.5")
        await until(lambda: _is_latest(world, 20.5), "the next reading as the latest")


async def _is_latest(world: World, value: float) -> bool:
    return await _latest_value(world) == value


async def test_an_early_reading_waits_again_after_a_crash(world: World) -> None:
    clock = Shifted()
    ahead = {"value": 4.2, "time": (clock.now() + timedelta(seconds=50)).timestamp()}
    async with world.ingest(clock=clock):
        await world.send("19", json.dumps(ahead))
        await world.counted(2)
    await world.sql.execute("DELETE FROM latest")
    async with world.ingest(clock=clock):
        await until(lambda: _is_latest(world, 19.0), "the reading before now")
        clock.by = timedelta(seconds=55)
        await until(lambda: _is_latest(world, 4.2), "the early reading as the latest")
