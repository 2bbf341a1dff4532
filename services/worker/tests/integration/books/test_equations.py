"""The ledger's two equations are checked for each hour, folded or not."""

from books_world import HOUR, TODAY, Books

from isotherm_worker.books.equations import check_books
from isotherm_worker.books.ledger import fold_ledger
from isotherm_worker.jobs import run_once


async def test_an_hour_that_does_not_balance_is_a_difference(books: Books) -> None:
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
