"""The table `untimed`: what an instance saved comes back in order, and is pruned and cleared."""

import asyncpg

from isotherm_devstack.testing.database import Database
from isotherm_ingest.store import untimed
from isotherm_ingest.store.untimed import UntimedRow

PAIRS = [bytes([n]) * 10 for n in range(4)]


async def test_pairs_come_back_oldest_first_with_the_last_tick(database: Database) -> None:
    connection = await asyncpg.connect(database.ingest)
    try:
        first = await untimed.write(connection, "a", UntimedRow(PAIRS[:2], 5_000))
        assert await untimed.write(connection, "a", UntimedRow()) is None
        assert await untimed.write(connection, "b", UntimedRow(PAIRS[3:])) is not None
        second = await untimed.write(connection, "a", UntimedRow(PAIRS[2:3]))
        assert await untimed.load(connection, "a") == ([b"".join(PAIRS[:2]), PAIRS[2]], 5_000)
        assert first is not None
        assert second is not None
        third = UntimedRow((), 7_000, prune_before=second)
        await untimed.write(connection, "a", third)
        assert await untimed.load(connection, "a") == ([PAIRS[2], b""], 7_000)
        await untimed.clear(connection, "a")
        assert await untimed.load(connection, "a") == ([], None)
        assert await untimed.load(connection, "b") == ([PAIRS[3]], None)
    finally:
        connection.terminate()
