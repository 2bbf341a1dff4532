"""The engine of migrations connects as the driver does, with no more connections than its size."""

import asyncio
from urllib.parse import urlsplit

import asyncpg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from isotherm.schema.engine import engine
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.testing.database import Database

PID = text("SELECT pg_backend_pid()")


async def test_a_dsn_may_hold_what_only_the_driver_understands(database: Database) -> None:
    parts = urlsplit(database.owner)
    login, _, address = parts.netloc.rpartition("@")
    hosts = parts._replace(netloc=f"{login}@127.0.0.1:{free_port()},{address}")
    connections = engine(f"{hosts.geturl()}?sslmode=prefer", application="isotherm-test")
    async with connections.connect() as connection:
        row = await connection.execute(
            text("SELECT current_user, current_setting($$application_name$$)")
        )

    assert row.one() == ("isotherm_owner", "isotherm-test")
    await connections.dispose()


async def test_who_needs_more_connections_than_the_size_waits_for_one(database: Database) -> None:
    connections = engine(database.owner, size=2)
    begun = asyncio.Event()

    async def read_third_pid() -> int:
        begun.set()
        return await _read_pid(connections)

    async with (
        asyncio.TaskGroup() as group,
        connections.connect() as first,
        connections.connect() as second,
    ):
        pids = {(await held.execute(PID)).scalar_one() for held in (first, second)}
        third = group.create_task(read_third_pid())
        await begun.wait()
        await second.execute(PID)
    assert third.result() in pids
    await connections.dispose()


async def test_a_connection_that_was_lost_is_replaced_before_use(database: Database) -> None:
    connections = engine(database.owner, size=1)
    before = await _read_pid(connections)
    watcher = await asyncpg.connect(database.superuser)
    # it returns once the session has ended
    assert await watcher.fetchval("SELECT pg_terminate_backend($1, 10000)", before)
    await watcher.close()

    assert await _read_pid(connections) != before
    await connections.dispose()


async def _read_pid(connections: AsyncEngine) -> int:
    async with connections.connect() as connection:
        return int((await connection.execute(PID)).scalar_one())
