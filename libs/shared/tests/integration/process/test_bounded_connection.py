"""A transaction that could not begin leaves nothing behind that a later one meets."""

import asyncio

from isotherm.database import Connection
from isotherm.process.connections import Link, pool
from isotherm_devstack.testing.database import Database

INSERT = "INSERT INTO state (key, value) VALUES ('whole', '1')"
COUNT = "SELECT count(*) FROM state WHERE key = 'whole'"


async def _cancelled_begin(connection: Connection) -> None:
    """Begin a transaction, and be cancelled once the server has been asked to."""
    async with asyncio.TaskGroup() as group:
        begin = group.create_task(connection.transaction().start())
        await asyncio.sleep(0)
        begin.cancel()
    assert begin.cancelled()


async def test_a_commit_after_a_cancelled_begin_is_no_savepoint(database: Database) -> None:
    """The driver would take the next transaction for a part of the one that never began."""
    link = Link(database.worker, "test-link")
    await _cancelled_begin(await link.get())
    connection = await link.get()
    async with connection.transaction():
        await connection.execute(INSERT)
    link.drop()
    assert await (await link.get()).fetchval(COUNT) == 1
    link.drop()


async def test_a_pool_lends_no_connection_whose_begin_was_cancelled(database: Database) -> None:
    async with pool(database.worker, size=1) as connections:
        async with connections.acquire() as connection:
            await _cancelled_begin(connection)
        async with connections.acquire() as connection, connection.transaction():
            await connection.execute(INSERT)
        assert await connections.fetchval(COUNT) == 1


async def test_a_cancelled_part_of_a_transaction_leaves_the_rest_whole(database: Database) -> None:
    link = Link(database.worker, "test-link")
    connection = await link.get()
    async with connection.transaction():
        await connection.execute(INSERT)
        await _cancelled_begin(connection)
    assert await link.get() is connection
    assert await connection.fetchval(COUNT) == 1
    link.drop()
