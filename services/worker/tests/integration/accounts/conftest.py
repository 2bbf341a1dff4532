"""The worlds of these tests: the rows of accounts alone, or with a broker that agrees with them."""

from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio
from account_rows import AccountRows
from accounts_world import AccountsWorld, accounts_world

from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database


@pytest_asyncio.fixture(loop_scope="session")
async def rows(database: Database) -> AsyncIterator[AccountRows]:
    """Return a fresh database for devices."""
    sql = await asyncpg.connect(database.superuser)
    yield AccountRows(database=database, sql=sql)
    sql.terminate()


@pytest_asyncio.fixture(loop_scope="session")
async def accounts(database: Database, broker: Broker) -> AsyncIterator[AccountsWorld]:
    """Return a fresh database and broker for devices."""
    async with accounts_world(database, broker) as world:
        yield world
