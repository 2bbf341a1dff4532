"""Days that several make at the same time are made once, and nobody fails."""

import asyncio

from isotherm.process.connections import Link
from isotherm_devstack.testing.database import Database
from isotherm_ingest.store.days import KnownDays

FIRST = 20_000
"""In 2024; days since 1970."""
NUMBER = 10


async def test_many_make_the_same_days(database: Database) -> None:
    links = [Link(database.ingest, "test") for _ in range(4)]
    try:
        connections = [await link.get() for link in links]
        for day in range(FIRST, FIRST + NUMBER):
            await asyncio.gather(*(KnownDays().make(each, [day]) for each in connections))
        made = await connections[0].fetchval(
            "SELECT count(*) FROM pg_inherits WHERE inhparent = 'reading'::regclass"
        )
        assert made == NUMBER
    finally:
        for link in links:
            link.drop()
