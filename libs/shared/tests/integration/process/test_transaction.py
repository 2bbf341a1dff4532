"""A traced transaction commits or rolls back as asyncpg's does, and its COMMIT is a span."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from isotherm.process import tracing
from isotherm.process.tracing.collected import collected
from isotherm.process.transaction import Traced
from isotherm_devstack.testing.database import Database

INSERT = "INSERT INTO numbered VALUES (1)"
COUNT = "SELECT count(*) FROM numbered"


@pytest_asyncio.fixture(loop_scope="session")
async def connection(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A connection with a table whose numbers are looked at when a transaction commits."""
    connected = await asyncpg.connect(database.superuser)
    await connected.execute(
        "CREATE TEMPORARY TABLE numbered (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)"
    )
    yield connected
    connected.terminate()


async def test_a_commit_is_a_span_below_the_current_one(connection: asyncpg.Connection) -> None:
    with collected() as collection, tracing.span("store"):
        async with Traced(connection.transaction()):
            await connection.execute(INSERT)
    commit, store = collection.spans
    assert collection.children(store) == [commit]
    assert (commit["span"], commit["kind"], commit["status"]) == ("COMMIT", "client", "ok")
    assert commit["attributes"] == {
        "db.system.name": "postgresql",
        "db.operation.name": "COMMIT",
    }
    assert not connection.is_in_transaction()
    assert await connection.fetchval(COUNT) == 1


async def test_a_block_that_fails_is_rolled_back_without_a_span(
    connection: asyncpg.Connection,
) -> None:
    async def fail() -> None:
        async with Traced(connection.transaction()):
            await connection.execute(INSERT)
            raise ValueError("on purpose")

    with (
        collected() as collection,
        tracing.span("store"),
        pytest.raises(ValueError, match="on purpose"),
    ):
        await fail()
    assert [span["span"] for span in collection.spans] == ["store"]
    assert await connection.fetchval(COUNT) == 0


async def test_a_commit_that_fails_is_a_failed_span(connection: asyncpg.Connection) -> None:
    async def insert_twice() -> None:
        async with Traced(connection.transaction()):
            await connection.execute(INSERT)
            await connection.execute(INSERT)

    with (
        collected() as collection,
        tracing.span("store"),
        pytest.raises(asyncpg.UniqueViolationError),
    ):
        await insert_twice()
    [commit] = collection.named("COMMIT")
    assert (commit["status"], commit["attributes"]["error.type"]) == (
        "error",
        "UniqueViolationError",
    )
    assert await connection.fetchval(COUNT) == 0


async def test_without_tracing_a_transaction_commits(connection: asyncpg.Connection) -> None:
    async with Traced(connection.transaction()):
        await connection.execute(INSERT)
    assert not connection.is_in_transaction()
    assert await connection.fetchval(COUNT) == 1
