"""A pool says how it is used, and how long its users wait."""

import asyncio
from datetime import date

import pytest
from hidden_day import hide_day, sees_day
from prometheus_client import REGISTRY

from isotherm.process.connections import GONE, pool
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.testing.database import Database


def value(name: str) -> float:
    sample = REGISTRY.get_sample_value(f"isotherm_process_pool_{name}")
    assert sample is not None, name
    return sample


def states() -> dict[str, float]:
    """Return the connections of the newest pool by state."""
    return {
        state: REGISTRY.get_sample_value("isotherm_process_pool_connections", {"state": state}) or 0
        for state in ("used", "idle", "closed")
    }


async def test_connections_are_used_idle_or_closed(database: Database) -> None:
    async with pool(database.worker, size=3) as connections:
        assert states() == {"used": 0, "idle": 0, "closed": 3}
        async with connections.acquire() as first:
            assert states() == {"used": 1, "idle": 0, "closed": 2}
            second = await connections.acquire(timeout=5)
            assert states() == {"used": 2, "idle": 0, "closed": 1}
            assert await first.fetchval("SELECT 1") == 1
        assert states() == {"used": 1, "idle": 1, "closed": 1}
        await connections.release(second)
        assert states() == {"used": 0, "idle": 2, "closed": 1}


async def test_every_wait_is_timed_however_a_connection_is_taken(database: Database) -> None:
    async with pool(database.worker, size=1) as connections:
        before = value("wait_seconds_count")
        async with connections.acquire():
            pass
        await connections.release(await connections.acquire())
        await connections.fetchval("SELECT 1")
        assert value("wait_seconds_count") == before + 3


async def test_who_waits_and_who_gives_up_shows(database: Database) -> None:
    async with pool(database.worker, size=1) as connections:
        given_up, waited = value("given_up_total"), value("wait_seconds_sum")
        async with connections.acquire(), asyncio.TaskGroup() as group:
            waiting = group.create_task(connections.fetchval("SELECT 1"), name="waiting")
            await asyncio.sleep(0)
            assert value("waiting") == 1
            with pytest.raises(TimeoutError):
                await connections.acquire(timeout=0.2)
            waiting.cancel()
        assert value("waiting") == 0
        assert value("given_up_total") == given_up + 2
        assert value("wait_seconds_sum") - waited >= 0.2


async def test_a_database_that_is_away_counts_as_given_up() -> None:
    before = value("given_up_total")
    async with pool(f"postgresql://nobody@127.0.0.1:{free_port()}/isotherm") as connections:
        with pytest.raises(GONE):
            await connections.acquire(timeout=5)
    assert value("given_up_total") == before + 1


async def test_who_gets_a_connection_sees_the_days_attached_before(database: Database) -> None:
    day = date(2019, 3, 4)
    async with pool(database.api, size=1) as connections:
        async with connections.acquire() as connection:
            await hide_day(connection, database.superuser, day)
            session = connection.get_server_pid()
        async with connections.acquire() as connection:
            assert connection.get_server_pid() == session
            async with connection.transaction(readonly=True):
                assert await sees_day(connection, day)
