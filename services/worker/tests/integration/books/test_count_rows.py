"""The ledger compared with itself and with the rows: what is missing is seen, and nothing else."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from isotherm.process import connections as databases
from isotherm_devstack.testing.database import Database
from isotherm_worker.books.count_rows import Pace, check_rows
from isotherm_worker.books.equations import check_books
from isotherm_worker.books.ledger import fold_ledger
from isotherm_worker.jobs import Job, run_once

HOUR = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
"""The first of its day, so that what came late was measured the day before."""
TODAY, BEFORE = HOUR.date(), HOUR.date() - timedelta(days=1)
AT_ONCE = Pace(changed_s=0.0, unchanged_s=0.0)


class Books:
    """A database that is written as ingest does, and checked."""

    def __init__(self, pool: asyncpg.Pool, sql: asyncpg.Connection) -> None:
        self.pool, self.sql = pool, sql

    async def store(self, day: date, count: int, *, first: int = 0, **counters: int) -> None:
        """A batch of readings measured on a day, received in HOUR, with its entry."""
        begin = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=first)
        said = {"stored": count, "offered": count, "replayed": 0} | counters
        async with self.sql.transaction():
            await self.sql.execute("SELECT make_day($1)", day)
            await self.sql.executemany(
                "INSERT INTO reading VALUES ($1, $2, 4.5, 1, 0)",
                [(begin + timedelta(seconds=n), HOUR) for n in range(count)],
            )
            await self.sql.execute(
                "INSERT INTO ledger_entry (hour, instance, day, received, decoded, offered,"
                " stored, replayed) VALUES ($1, 'ingest-0', $2, 1, 1, $3, $4, $5)",
                HOUR, day, said["offered"], said["stored"], said["replayed"],
            )  # fmt: skip

    async def check(self, job: Job | None = None) -> list[dict[str, Any]]:
        """What differs after a check."""
        assert await run_once(self.pool, job or check_rows(AT_ONCE)) is not None
        rows = await self.sql.fetch(
            "SELECT kind, hour, day, expected, found FROM ledger_difference WHERE until IS NULL"
        )
        return [dict(row) for row in rows]


@pytest_asyncio.fixture(loop_scope="session")
async def books(database: Database) -> AsyncIterator[Books]:
    """A fresh one."""
    sql = await asyncpg.connect(database.superuser)
    async with databases.pool(database.worker) as pool:
        yield Books(pool, sql)
    sql.terminate()


@pytest.mark.parametrize("folded", [False, True])
async def test_a_reading_deleted_behind_the_ledgers_back_is_seen_until_it_is_there_again(
    books: Books, folded: bool, caplog: pytest.LogCaptureFixture
) -> None:
    await books.store(TODAY, 100)
    await books.store(BEFORE, 20)
    if folded:
        await run_once(books.pool, fold_ledger())
    assert await books.check() == []
    gone = await books.sql.fetchrow(
        "DELETE FROM reading WHERE measured_at = (SELECT min(measured_at) FROM reading) RETURNING *"
    )
    with caplog.at_level(logging.INFO):
        for _ in range(2):
            assert await books.check() == [
                {"kind": "rows", "hour": HOUR, "day": BEFORE, "expected": 20, "found": 19}
            ]
        await books.sql.execute("INSERT INTO reading VALUES ($1, $2, $3, $4, $5)", *gone)
        assert await books.check() == []
    assert [record.levelname for record in caplog.records] == ["ERROR", "INFO"]


async def test_a_reading_that_no_book_knows_is_seen(books: Books) -> None:
    await books.sql.execute("SELECT make_day($1)", TODAY)
    await books.sql.execute("INSERT INTO reading VALUES ($1, $1, 4.5, 1, 0)", HOUR)
    [difference] = await books.check()
    assert (difference["day"], difference["expected"], difference["found"]) == (TODAY, 0, 1)


async def test_replayed_readings_have_to_be_there_too(books: Books) -> None:
    await books.store(TODAY, 7, stored=0, offered=0, replayed=7)
    assert await books.check() == []
    await run_once(books.pool, fold_ledger())
    assert await books.check() == []


async def test_an_entry_without_a_day_is_of_the_day_it_was_received(books: Books) -> None:
    await books.store(TODAY, 3)
    await books.sql.execute("UPDATE ledger_entry SET day = NULL")
    assert await books.check() == []
    await run_once(books.pool, fold_ledger())
    assert await books.check() == []


async def test_a_dropped_day_raises_nothing_and_ends_what_it_had_raised(books: Books) -> None:
    await books.store(BEFORE, 20)
    await books.store(TODAY, 5)
    await run_once(books.pool, fold_ledger())
    await books.sql.execute("DELETE FROM reading WHERE measured_at < $1", HOUR - timedelta(hours=1))
    assert len(await books.check()) == 1
    assert await books.sql.fetchval("SELECT drop_day($1)", BEFORE)
    assert await books.check() == []
    assert await books.sql.fetchval("SELECT array_agg(DISTINCT day) FROM ledger_day") == [TODAY]


async def test_a_day_that_was_not_dropped_in_order_is_seen(books: Books) -> None:
    await books.store(TODAY, 5)
    await books.sql.execute("DROP TABLE reading_20261123")
    [difference] = await books.check()
    assert (difference["expected"], difference["found"]) == (5, 0)


async def test_a_batch_committed_while_the_day_is_counted_raises_nothing(
    books: Books, database: Database
) -> None:
    await books.store(TODAY, 5)
    other = Books(books.pool, await asyncpg.connect(database.superuser))

    async def commit_once_it_is_counting() -> None:
        while not await other.sql.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
            pass
        await other.store(TODAY, 50, first=5)
        await held.commit()

    try:
        held = other.sql.transaction()
        await held.start()
        await other.sql.execute("LOCK TABLE reading_20261123 IN ACCESS EXCLUSIVE MODE")
        async with asyncio.TaskGroup() as group:
            group.create_task(commit_once_it_is_counting(), name="batch")
            found = await books.check()
        assert found == []
        assert await books.sql.fetchval("SELECT found FROM day_check") == 5
        assert await books.sql.fetchval("SELECT count(*) FROM reading") == 55
    finally:
        other.sql.terminate()


async def test_a_day_is_counted_again_when_it_changed_and_not_before(books: Books) -> None:
    await books.store(TODAY, 5)
    job = check_rows(Pace(changed_s=0.0, rest=0.0))
    assert await run_once(books.pool, job) == 1
    assert await run_once(books.pool, job) == 0
    await books.store(TODAY, 5, first=1)
    assert await run_once(books.pool, job) == 1
    assert await books.sql.fetchval("SELECT found FROM day_check") == 10


async def test_the_equations_of_each_hour(books: Books) -> None:
    await books.store(TODAY, 5)
    assert await books.check(check_books()) == []
    await books.store(TODAY, 5, first=1, offered=6)
    [lost] = await books.check(check_books())
    assert lost == {"kind": "elements", "hour": HOUR, "day": None, "expected": 11, "found": 10}
    await run_once(books.pool, fold_ledger())
    assert await books.check(check_books()) == [lost]
    await books.sql.execute("UPDATE ledger SET received = received + 1, offered = offered - 1")
    [message] = await books.check(check_books())
    assert (message["kind"], message["expected"], message["found"]) == ("messages", 3, 2)
