"""The readings of an array are bundled in the transaction that stores them."""

import json
from datetime import timedelta

from ingest_world import World, noon


def array(*seconds: int) -> str:
    """Return an array of readings so many seconds after noon."""
    times = [noon() + timedelta(seconds=second) for second in seconds]
    return json.dumps([{"value": 4.5, "time": at.isoformat()} for at in times])


async def test_the_stored_readings_of_an_array_are_a_bundle(world: World) -> None:
    async with world.ingest():
        await world.send("4.5", array(0, 10, 20), array(0, 10, 20), array(20, 30, 40), array(50))
        await world.counted(7)
    bundles = await world.sql.fetch("SELECT since, until FROM bundle ORDER BY since")
    assert [tuple((at - noon()).total_seconds() for at in bundle) for bundle in bundles] == [
        (0, 20),
        (30, 40),
    ]
