"""The books of rejects, for the tests of rejects and of their budget."""

from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio
from reject_books import Books

from isotherm.process import connections as databases
from isotherm_devstack.testing.database import Database


@pytest_asyncio.fixture(loop_scope="session")
async def books(database: Database) -> AsyncIterator[Books]:
    """The books of a fresh database, in ingest's own role."""
    opened = Books(
        await databases.connect(database.ingest), await asyncpg.connect(database.superuser)
    )
    yield opened
    await opened.ingest.close()
    await opened.sql.close()
