"""Connections are opened again after they were lost, and go back to their pool without state."""

import asyncio

import asyncpg
import pytest
from wire import Wire

from isotherm.process import connections
from isotherm.process.connections import GONE, Link, connect, pool
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.testing.database import Database


async def test_a_link_connects_when_needed_and_again_after_a_drop(database: Database) -> None:
    link = Link(database.api, "test-link")
    assert not link.connected
    first = await link.get()
    assert await link.get() is first
    assert link.connected
    link.drop()
    assert not link.connected
    second = await link.get()
    assert second is not first
    assert await second.fetchval("SELECT current_setting('application_name')") == "test-link"
    link.drop()


async def test_an_unavailable_database_raises_one_of_the_errors_of_an_outage() -> None:
    with pytest.raises(GONE):
        await connect(f"postgresql://nobody@127.0.0.1:{free_port()}/isotherm")


async def test_an_open_transaction_is_rolled_back_when_a_connection_returns_to_the_pool(
    database: Database,
) -> None:
    async with pool(database.worker, size=1) as lent:
        async with lent.acquire() as connection:
            await connection.execute("BEGIN")
            await connection.execute("INSERT INTO state (key, value) VALUES ('half', '1')")
        async with lent.acquire() as connection:
            assert not connection.is_in_transaction()
            count = await connection.fetchval("SELECT count(*) FROM state WHERE key = 'half'")
    assert count == 0


async def test_a_pool_bounds_the_duration_of_statements(database: Database) -> None:
    """The server ends them: what it says of that is more than that it did not answer."""
    async with pool(database.api, size=1, statement_timeout_ms=50) as lent:
        with pytest.raises(asyncpg.QueryCanceledError):
            await lent.fetchval("SELECT pg_sleep(60)")


async def test_a_pool_whose_server_does_not_end_a_statement_ends_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_LATER_S", 0.1)
    async with (
        asyncio.timeout(30) as hang,
        Wire.to_database(database.api) as (wire, dsn),
        pool(dsn, size=1, statement_timeout_ms=100) as lent,
        lent.acquire() as connection,
    ):
        wire.silence()
        with pytest.raises(TimeoutError):
            await connection.execute("SELECT 1")
    assert not hang.expired()
