"""The readings of an array are bundled in the transaction that stores them."""

import json
from datetime import timedelta

from ingest_replays import cure, replay
from ingest_world import World, noon

from isotherm.pattern import pattern_of
from isotherm.sensors.messages import sql_messages


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


async def test_arrays_by_the_hour_show_an_interval_of_an_hour(world: World) -> None:
    minute, hour = 60, 3600
    arrays = [array(*range(start, start + hour, minute)) for start in range(0, 5 * hour, hour)]
    async with world.ingest():
        await world.send(*arrays)
        await world.counted(300)
    times = await world.sql.fetchval(
        f"SELECT {sql_messages('c.id', '$1::timestamptz', '$2::timestamptz', 101)} FROM channel c",
        noon() - timedelta(days=1), noon() + timedelta(days=1),
    )  # fmt: skip
    pattern = pattern_of(sorted(times))
    assert pattern is not None
    assert (pattern.messages, pattern.usual_s, pattern.interval_s) == (5, hour, hour)


async def test_a_replay_bundles_what_it_stores(world: World) -> None:
    local = [f"{noon() + timedelta(seconds=second):%Y-%m-%dT%H:%M:%S}" for second in (0, 60, 120)]
    payload = json.dumps([{"value": 4.5, "time": at} for at in local])
    async with world.ingest():
        await world.send("4.5", payload)
        await world.refused(3)
        await cure(world, "UTC")
        assert await replay(world) == (3, 0, 0)
    assert await world.count("bundle") == 1
