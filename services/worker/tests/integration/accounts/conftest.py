"""The world of these tests: a database and a broker that agree, without devices."""

from collections.abc import AsyncIterator

import pytest_asyncio
from accounts_world import AccountsWorld, accounts_world

from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database


@pytest_asyncio.fixture(loop_scope="session")
async def accounts(database: Database, broker: Broker) -> AsyncIterator[AccountsWorld]:
    """Return a fresh database and broker for devices."""
    async with accounts_world(database, broker) as world:
        yield world
