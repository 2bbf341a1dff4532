"""Long requests leave room for quick ones, and end."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio
from wire import Wire

from isotherm.process import bounded_connection
from isotherm.process.connections import pool
from isotherm_api.database import Busy, Database, TooLong
from isotherm_api.handlers import from_error
from isotherm_api.problem import Unavailable
from isotherm_devstack.testing.database import Database as Migrated

PATIENCE_S = 30


@pytest_asyncio.fixture(loop_scope="session")
async def connections(database: Migrated) -> AsyncIterator[asyncpg.Pool]:
    """Two connections."""
    async with pool(database.api, size=2, statement_timeout_ms=20_000) as api_pool:
        yield api_pool


async def test_long_requests_wait_in_their_own_lane(connections: asyncpg.Pool) -> None:
    database = Database(connections, long_at_once=1, lane_s=0.05)
    async with database.long_reading("ada"):
        with pytest.raises(Busy):
            async with database.long_reading("ada"):
                pass
        async with database.reading() as connection:
            assert await connection.fetchval("SELECT 1") == 1
    async with database.long_reading("ada") as connection:
        assert await connection.fetchval("SELECT 1") == 1


async def test_a_user_with_many_long_requests_leaves_room_for_others(
    connections: asyncpg.Pool,
) -> None:
    database, finished = Database(connections, long_at_once=2), asyncio.Event()

    async def ask(user: str) -> None:
        async with database.long_reading(user):
            await finished.wait()

    async with asyncio.TaskGroup() as group:
        for number in range(20):
            group.create_task(ask("ada"), name=f"ada-{number}")
        await asyncio.sleep(0)
        async with asyncio.timeout(PATIENCE_S), database.long_reading("vera"):
            finished.set()


async def test_a_user_who_gave_up_waiting_leaves_nothing_behind(connections: asyncpg.Pool) -> None:
    database = Database(connections, long_at_once=2, lane_s=0.05)
    async with database.long_reading("ada"):
        for _ in range(3):
            with pytest.raises(Busy):
                async with database.long_reading("ada"):
                    pass
    async with database.long_reading("ada"), database.long_reading("vera"):
        pass


async def test_a_request_that_takes_too_long_is_ended_and_leaves_the_lane(
    connections: asyncpg.Pool,
) -> None:
    database = Database(connections, long_at_once=1, long_s=0.2)
    for _ in range(3):
        with pytest.raises(TooLong):
            async with database.long_reading("ada") as connection:
                await connection.execute("SELECT pg_sleep(600)")
    async with database.long_reading("ada") as connection:
        assert await connection.fetchval("SELECT 1") == 1


async def test_an_exhausted_pool_is_busy_and_not_unavailable(connections: asyncpg.Pool) -> None:
    database = Database(connections, acquire_s=0.05)
    # taken from the pool itself, as opening them may take longer than the database waits
    async with connections.acquire(), connections.acquire():
        with pytest.raises(Busy):
            async with database.reading():
                pass


@pytest.mark.parametrize("error", [Busy(), TooLong(), asyncpg.QueryCanceledError("x")], ids=repr)
def test_busy_and_too_long_are_unavailable(error: Exception) -> None:
    problem = from_error(error)
    assert isinstance(problem, Unavailable)
    assert "cannot be reached" not in problem.detail


async def test_a_database_that_fell_silent_cannot_be_reached_and_is_asked_anew(
    database: Migrated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_connection, "END_S", 0.1)
    async with (
        asyncio.timeout(PATIENCE_S) as hang,
        Wire.to_database(database.api) as (wire, dsn),
        pool(dsn, size=1, statement_timeout_ms=60_000) as api_pool,
    ):
        await api_pool.fetchval("SELECT 1")
        wire.silence()
        with pytest.raises(TimeoutError) as raised:
            async with Database(api_pool, acquire_s=0.1).reading():
                pass
        assert "cannot be reached" in from_error(raised.value).detail
        async with Database(api_pool).reading() as connection:
            assert await connection.fetchval("SELECT 1") == 1
    assert not hang.expired()
