"""Suspects are listed once, for worker to judge."""

import json

from ingest_world import World, noon

from isotherm.quality import Quality


async def test_a_suspect_is_listed_for_worker_once(world: World) -> None:
    suspect = json.dumps({"value": 85.0, "time": noon().isoformat()})
    async with world.ingest():
        await world.send("4.5", suspect, suspect)
        await world.counted(2)
    noted = await world.sql.fetch("SELECT measured_at FROM suspect")
    assert [row["measured_at"] for row in noted] == [noon()]
    (stored,) = [row for row in await world.readings() if row["quality"] == Quality.SUSPECT]
    assert stored["measured_at"] == noon()
