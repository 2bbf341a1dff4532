"""Differences are rows: opened once, updated while they last, closed when they are over."""

import logging
from dataclasses import replace

import pytest
from books_world import BEFORE, HOUR, TODAY, Books

from isotherm_worker.books.differences import Difference, update_differences

LOST = Difference("elements", HOUR, None, 11, 10)
ROWS = Difference("rows", HOUR, TODAY, 5, 4)


async def _open_rows(books: Books) -> list[tuple[str, int]]:
    rows = await books.sql.fetch(
        "SELECT kind, found FROM ledger_difference WHERE until IS NULL ORDER BY kind"
    )
    return [tuple(row) for row in rows]


async def test_a_difference_is_opened_once_updated_and_closed(
    books: Books, caplog: pytest.LogCaptureFixture
) -> None:
    kinds = ["messages", "elements"]
    with caplog.at_level(logging.INFO):
        await update_differences(books.sql, kinds, [LOST])
        await update_differences(books.sql, kinds, [LOST])
        await update_differences(books.sql, kinds, [replace(LOST, found=9)])
        assert await _open_rows(books) == [("elements", 9)]
        await update_differences(books.sql, kinds, [])
    assert await _open_rows(books) == []
    assert await books.sql.fetchval("SELECT count(*) FROM ledger_difference") == 1
    assert [record.message for record in caplog.records] == [
        "the books do not balance", "the books balance again",
    ]  # fmt: skip


async def test_differences_of_other_kinds_and_days_stay_open(books: Books) -> None:
    await update_differences(books.sql, ["elements"], [LOST])
    await update_differences(books.sql, ["rows"], [ROWS], TODAY)
    await update_differences(books.sql, ["rows"], [], BEFORE)
    assert await _open_rows(books) == [("elements", 10), ("rows", 4)]
    await update_differences(books.sql, ["rows"], [], TODAY)
    assert await _open_rows(books) == [("elements", 10)]
