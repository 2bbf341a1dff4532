"""The world of each integration test."""

from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio
from ingest_world import DEVICE, World

from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database


@pytest_asyncio.fixture(loop_scope="session")
async def world(broker: Broker, database: Database) -> AsyncIterator[World]:
    """A fresh world with one device."""
    await broker.add_device(DEVICE)
    fresh = World(broker, database, await asyncpg.connect(database.superuser))
    try:
        yield fresh
    finally:
        fresh.sql.terminate()


@pytest_asyncio.fixture(loop_scope="session")
async def sql(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """The superuser's connection to the database."""
    connection = await asyncpg.connect(database.superuser)
    yield connection
    connection.terminate()
