"""The rows of each day are as many as the ledger says; what is missing is seen, nothing else."""

import asyncio
import logging
from datetime import timedelta

import asyncpg
import pytest
from books_world import BEFORE, HOUR, TODAY, Books

from isotherm_devstack.testing.database import Database
from isotherm_worker.books.count_rows import Pace, check_rows
from isotherm_worker.books.ledger import fold_ledger
from isotherm_worker.jobs import run_once

AT_ONCE = Pace(changed_s=0.0, unchanged_s=0.0)


@pytest.mark.parametrize("folded", [False, True])
async def test_a_deleted_reading_is_a_difference_until_it_is_restored(
    books: Books, folded: bool, caplog: pytest.LogCaptureFixture
) -> None:
    await books.store(TODAY, 100)
    await books.store(BEFORE, 20)
    if folded:
        await run_once(books.pool, fold_ledger())
    assert await books.check(check_rows(AT_ONCE)) == []
    deleted = await books.sql.fetchrow(
        "DELETE FROM reading WHERE measured_at = (SELECT min(measured_at) FROM reading) RETURNING *"
    )
    with caplog.at_level(logging.INFO):
        for _ in range(2):
            assert await books.check(check_rows(AT_ONCE)) == [
                {"kind": "rows", "hour": HOUR, "day": BEFORE, "expected": 20, "found": 19}
            ]
        await books.sql.execute("INSERT INTO reading VALUES ($1, $2, $3, $4, $5)", *deleted)
        assert await books.check(check_rows(AT_ONCE)) == []
    assert [record.levelname for record in caplog.records] == ["ERROR", "INFO"]


async def test_a_reading_without_a_ledger_entry_is_a_difference(books: Books) -> None:
    await books.sql.execute("SELECT make_day($1)", TODAY)
    await books.sql.execute("INSERT INTO reading VALUES ($1, $1, 4.5, 1, 0)", HOUR)
    [difference] = await books.check(check_rows(AT_ONCE))
    assert (difference["day"], difference["expected"], difference["found"]) == (TODAY, 0, 1)


async def test_replayed_readings_are_expected_too(books: Books) -> None:
    await books.store(TODAY, 7, stored=0, offered=0, replayed=7)
    assert await books.check(check_rows(AT_ONCE)) == []
    await run_once(books.pool, fold_ledger())
    assert await books.check(check_rows(AT_ONCE)) == []


async def test_an_entry_without_a_day_counts_for_the_day_of_receipt(books: Books) -> None:
    await books.store(TODAY, 3)
    await books.sql.execute("UPDATE ledger_entry SET day = NULL")
    assert await books.check(check_rows(AT_ONCE)) == []
    await run_once(books.pool, fold_ledger())
    assert await books.check(check_rows(AT_ONCE)) == []


async def test_dropping_a_day_closes_its_differences(books: Books) -> None:
    await books.store(BEFORE, 20)
    await books.store(TODAY, 5)
    await run_once(books.pool, fold_ledger())
    await books.sql.execute("DELETE FROM reading WHERE measured_at < $1", HOUR - timedelta(hours=1))
    assert len(await books.check(check_rows(AT_ONCE))) == 1
    assert await books.sql.fetchval("SELECT drop_day($1)", BEFORE)
    assert await books.check(check_rows(AT_ONCE)) == []
    assert await books.sql.fetchval("SELECT array_agg(DISTINCT day) FROM ledger_day") == [TODAY]


async def test_a_day_dropped_by_hand_is_a_difference(books: Books) -> None:
    await books.store(TODAY, 5)
    await books.sql.execute("DROP TABLE reading_20261123")
    [difference] = await books.check(check_rows(AT_ONCE))
    assert (difference["expected"], difference["found"]) == (5, 0)


async def test_a_batch_committed_while_the_day_is_counted_is_no_difference(
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
            differences = await books.check(check_rows(AT_ONCE))
        assert differences == []
        assert await books.sql.fetchval("SELECT found FROM day_check") == 5
        assert await books.sql.fetchval("SELECT count(*) FROM reading") == 55
    finally:
        other.sql.terminate()


async def test_a_day_is_counted_again_only_after_a_change(books: Books) -> None:
    await books.store(TODAY, 5)
    job = check_rows(Pace(changed_s=0.0, rest=0.0))
    assert await run_once(books.pool, job) == 1
    assert await run_once(books.pool, job) == 0
    await books.store(TODAY, 5, first=1)
    assert await run_once(books.pool, job) == 1
    assert await books.sql.fetchval("SELECT found FROM day_check") == 10
