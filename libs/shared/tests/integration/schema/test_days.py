"""A session sees each day that was attached before it asked, however the attaching fell."""

import asyncio
from datetime import UTC, date, datetime

import asyncpg
import pytest
from hidden_day import hide_day, sees_day

from isotherm.partitions import announce_days, see_days
from isotherm.process.connections import connect
from isotherm_devstack.testing.database import Database

DAY = date(2019, 3, 4)
INSERT = "INSERT INTO reading VALUES ($1, now(), 4.5, 1, 0)"


async def test_postgresql_hides_a_day_from_a_session(database: Database) -> None:
    connection = await connect(database.ingest)
    try:
        await hide_day(connection, database.superuser, DAY)
        with pytest.raises(asyncpg.CheckViolationError, match="no partition of relation"):
            await connection.execute(INSERT, datetime(2019, 3, 4, 12, tzinfo=UTC))
    finally:
        await connection.close()


@pytest.mark.parametrize("role", ["ingest", "worker", "api"])
async def test_a_session_that_looks_sees_the_day(database: Database, role: str) -> None:
    connection = await connect(getattr(database, role))
    try:
        await hide_day(connection, database.superuser, DAY)
        assert await connection.fetchval("SELECT see_days()") is True
        assert await sees_day(connection, DAY)
        # it did not change for others: nothing tells them to list the days again
        assert await connection.fetchval("SELECT see_days()") is False
        async with connection.transaction():
            await see_days(connection)
    finally:
        await connection.close()


async def test_it_looks_again_after_each_change(database: Database) -> None:
    connection, other = await connect(database.worker), await connect(database.ingest)
    try:
        await other.fetchval("SELECT make_day($1)", DAY)
        assert await connection.fetchval("SELECT see_days()") is True
        assert await connection.fetchval("SELECT see_days()") is False
        await other.fetchval("SELECT make_day($1)", date(2019, 3, 5))
        assert await connection.fetchval("SELECT see_days()") is True
        await connection.execute("SELECT drop_day($1)", DAY)
        await other.fetchval("SELECT make_day($1)", date(2019, 3, 6))
        assert await connection.fetchval("SELECT see_days()") is True
    finally:
        await connection.close()
        await other.close()


async def test_who_asks_for_a_day_that_exists_sees_it(database: Database) -> None:
    connection = await connect(database.ingest)
    try:
        await hide_day(connection, database.superuser, DAY)
        assert await connection.fetchval("SELECT make_day($1)", DAY) is False
        await connection.execute(INSERT, datetime(2019, 3, 4, 12, tzinfo=UTC))
    finally:
        await connection.close()


async def test_announced_days_are_seen_by_all(database: Database) -> None:
    connection, worker = await connect(database.api), await connect(database.worker)
    try:
        await hide_day(connection, database.superuser, DAY)
        await announce_days(worker)
        assert await sees_day(connection, DAY)
    finally:
        await connection.close()
        await worker.close()


async def test_sessions_that_look_and_announce_at_once_do_not_fail(database: Database) -> None:
    workers = [await connect(database.worker) for _ in range(6)]
    try:
        async with asyncio.TaskGroup() as group:
            for number, worker in enumerate(workers):
                group.create_task(_look(worker, announces=number % 2 == 0))
    finally:
        for worker in workers:
            await worker.close()


async def _look(worker: asyncpg.Connection, *, announces: bool) -> None:
    for number in range(20):
        await worker.fetchval("SELECT make_day($1)", date(2019, 4, 1 + number))
        async with worker.transaction():
            await (announce_days if announces else see_days)(worker)
