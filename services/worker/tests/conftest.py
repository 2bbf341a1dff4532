"""What the tests of history share."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import asyncpg
import pytest_asyncio
from history_world import Standing, World

from isotherm.process import connections as databases
from isotherm_devstack.testing.database import Database


@pytest_asyncio.fixture(loop_scope="session")
async def world(database: Database) -> AsyncIterator[World]:
    """A fresh database with nothing in it yet."""
    sql = await asyncpg.connect(database.superuser)
    async with databases.pool(database.worker) as pool:
        yield World(pool, sql, Standing(datetime(2026, 3, 10, tzinfo=UTC)))
    sql.terminate()
