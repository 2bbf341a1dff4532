"""Latest: the newest reading of each channel is in the table, also after a crash."""

import json
from datetime import UTC, datetime, timedelta

from ingest_world import World

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
    async with world.ingest():
        await world.send("1", "2", "null")
        await world.counted(3)
    rows = await world.readings()
    await world.sql.execute("DELETE FROM latest")
    async with world.ingest():
        await world.counted(1, "latest")
    row = await world.sql.fetchrow("SELECT * FROM latest")
    assert row is not None
    assert (row["measured_at"], row["good_at"]) == (rows[2]["measured_at"], rows[1]["measured_at"])
    assert (row["value"], row["good_value"]) == (None, 2.0)
