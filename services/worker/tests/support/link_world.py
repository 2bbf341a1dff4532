"""Worker's watch of the broker's notices, and what it has stored about a device."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from awaited import until

from isotherm.names import WORKER_ACCOUNT
from isotherm.process import connections as databases
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database
from isotherm_worker.settings import WorkerSettings
from isotherm_worker.watch.link_watch import PACE, LinkWatch, Pace

DEVICE = "fridge-1"


@asynccontextmanager
async def reading(
    database: Database, broker: Broker, name: str = "worker-0", pace: Pace = PACE
) -> AsyncIterator[asyncio.Task[None]]:
    """Run a worker's watch during the block."""
    settings = WorkerSettings(
        database_url=database.worker,  # type: ignore[arg-type]  pydantic reads it from text
        instance=name,
        mqtt_host=broker.host,
        mqtt_port=broker.port,
        mqtt_username=WORKER_ACCOUNT,
        mqtt_password=broker.passwords[WORKER_ACCOUNT],  # type: ignore[arg-type]  as above
    )
    async with databases.pool(database.worker) as pool, asyncio.TaskGroup() as group:
        task = group.create_task(LinkWatch(settings, pool, pace=pace).run(), name=name)
        yield task
        task.cancel()


@asynccontextmanager
async def watched(
    database: Database, broker: Broker, sql: asyncpg.Connection
) -> AsyncIterator[None]:
    """Run a watch, and wait until it receives notices."""
    await broker.add_device(DEVICE)
    async with reading(database, broker):
        await until(lambda: is_watched(sql))
        yield


async def is_watched(sql: asyncpg.Connection) -> bool:
    """Return whether notices are read without a gap."""
    return bool(await sql.fetchval("SELECT watched_since IS NOT NULL FROM link_watch"))


async def read_link(sql: asyncpg.Connection, name: str = DEVICE) -> Any:
    """Return the row of a device's last connection; None if none is known."""
    return await sql.fetchrow("SELECT * FROM device_link WHERE name = $1", name)


async def is_connected(sql: asyncpg.Connection) -> bool:
    """Return whether the device is stored as connected."""
    row = await read_link(sql)
    return row is not None and bool(row["connected"])
