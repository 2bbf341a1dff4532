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


CHANGES = {
    "the first day is attached": "SELECT make_day('2019-03-04')",
    "a migration grants": "GRANT SELECT ON reading TO isotherm_worker",
}


@pytest.mark.parametrize("first", ["change", "function"])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("function", ["see_days", "announce_days"])
async def test_they_do_not_collide_with_a_change_of_the_table(
    database: Database, function: str, change: str, first: str
) -> None:
    changing, worker = await connect(database.superuser), await connect(database.worker)
    try:
        # the first day changes the table itself; later ones only its list
        assert await changing.fetchval("SELECT count(*) FROM pg_inherits") == 0
        steps = [(changing, change), (worker, f"SELECT {function}()")]
        (session, statement), (other, following) = steps if first == "change" else steps[::-1]
        await other.execute("SET lock_timeout = '10s'")
        async with session.transaction():
            await session.execute(statement)
            # it neither waits for the other nor fails with "tuple concurrently updated"
            await other.execute(following)
    finally:
        await changing.close()
        await worker.close()


async def test_an_announcement_leaves_nothing_behind(database: Database) -> None:
    worker = await connect(database.worker)
    try:
        before = await worker.fetch(PRIVILEGES)
        assert before
        for _ in range(2):
            await announce_days(worker)
            assert await worker.fetchval("SELECT see_days()") in {True, False}
        assert await worker.fetch(PRIVILEGES) == before
    finally:
        await worker.close()


PRIVILEGES = """
SELECT relacl::text, attname::text, attacl::text
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
WHERE pg_class.oid = 'reading'::regclass ORDER BY attnum
"""


async def _look(worker: asyncpg.Connection, *, announces: bool) -> None:
    for number in range(20):
        await worker.fetchval("SELECT make_day($1)", date(2019, 4, 1 + number))
        async with worker.transaction():
            await (announce_days if announces else see_days)(worker)
