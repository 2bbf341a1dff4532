"""A database with a registered device, and devices at the level of bytes."""

from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio
from link_world import DEVICE
from raw_mqtt import RawDevices

from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database


@pytest_asyncio.fixture(loop_scope="session")
async def sql(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """Return a superuser's connection to a database in which the device is registered."""
    connection = await asyncpg.connect(database.superuser)
    await connection.execute("INSERT INTO device (name) VALUES ($1)", DEVICE)
    yield connection
    connection.terminate()


@pytest_asyncio.fixture(loop_scope="session")
async def raw(broker: Broker) -> AsyncIterator[RawDevices]:
    """Return connections to the devices' listener."""
    devices = RawDevices(broker)
    yield devices
    await devices.close()
