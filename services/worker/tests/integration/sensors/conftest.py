"""A channel whose readings worker judges."""

from collections.abc import AsyncIterator

import pytest_asyncio
from stored_readings import AT, Readings

from isotherm.process import connections as databases
from isotherm_devstack.testing.database import Database


@pytest_asyncio.fixture(loop_scope="session")
async def readings(database: Database) -> AsyncIterator[Readings]:
    """A channel of a fresh database, without readings."""
    sql = await databases.connect(database.superuser)
    channel = await sql.fetchval("SELECT id FROM propose_channels('{oven}', '{temperature}')")
    await sql.fetchval("SELECT make_day($1)", AT.date())
    async with databases.pool(database.worker) as pool:
        yield Readings(sql, pool, channel)
    await sql.close()
