"""Days: created once when several need them, and again after they were dropped."""

import asyncio
import json

from ingest_world import World, balanced, noon, until

from isotherm.process.connections import Link
from isotherm_devstack.testing.database import Database
from isotherm_ingest.store.days import KnownDays

FIRST = 20_000
"""In 2024; days since 1970."""


NUMBER = 10


async def test_many_instances_create_the_same_days_at_once(database: Database) -> None:
    links = [Link(database.ingest, "test") for _ in range(4)]
    try:
        connections = [await link.get() for link in links]
        for day in range(FIRST, FIRST + NUMBER):
            await asyncio.gather(
                *(KnownDays().make(connection, [day]) for connection in connections)
            )
        partitions = await connections[0].fetchval(
            "SELECT count(*) FROM pg_inherits WHERE inhparent = 'reading'::regclass"
        )
        assert partitions == NUMBER
    finally:
        for link in links:
            link.drop()


async def test_a_day_dropped_while_running_is_created_again(world: World) -> None:
    at = noon()
    async with world.ingest():
        await world.send(json.dumps({"value": 1, "time": at.timestamp()}))
        await world.counted(1)
        await world.sql.execute(f"DROP TABLE reading_{at:%Y%m%d}")
        await world.send(json.dumps({"value": 2, "time": at.timestamp() + 1}))
        await until(lambda: _second_is_there(world), "the second reading")
    assert balanced(await world.ledger())


async def _second_is_there(world: World) -> bool:
    return [row["value"] for row in await world.readings()] == [2.0]
