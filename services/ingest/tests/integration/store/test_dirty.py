"""Late readings leave dirty ranges, in whatever way they are stored."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import asyncpg
import pytest_asyncio
from ingest_parts import NOW, SECOND, row
from ingest_store import Stretch, batch, close, marks, readings

from isotherm.instants import DAY
from isotherm.process.connections import Link
from isotherm_devstack.testing.database import Database
from isotherm_ingest.batch.rows import Row
from isotherm_ingest.store.store import Store
from isotherm_ingest.store.stored import Stored

BEYOND = 200 * 366 * DAY
"""No partition is created so far ahead: the server refuses such a row."""
LATE = [
    (1, -DAY),
    (1, -DAY + SECOND),
    (1, -3 * SECOND),
    (1, -SECOND),
    (2, -10 * DAY),
    (2, -1),
]
LIVE = [(1, 0), (1, SECOND), (3, SECOND)]
STRETCHES = [
    (1, NOW - DAY, NOW - DAY + SECOND),
    (1, NOW - 3 * SECOND, NOW - SECOND),
    (2, NOW - 10 * DAY, NOW - 10 * DAY),
    (2, NOW - 1, NOW - 1),
]


@dataclass(slots=True)
class Shelf:
    """A store, and the superuser's connection to its database."""

    store: Store
    sql: asyncpg.Connection

    async def put(self, plain: list[Row], rows: list[Row] | None = None) -> Stored:
        """Store a batch."""
        return await self.store.commit(await batch(self.sql, plain, rows or []), None)

    async def marks(self) -> list[Stretch]:
        """Return the dirty ranges."""
        return await marks(self.sql)


@pytest_asyncio.fixture(loop_scope="session")
async def shelf(database: Database) -> AsyncIterator[Shelf]:
    """A store on a database that is closed to NOW."""
    link = Link(database.ingest, "isotherm-ingest")
    sql = await asyncpg.connect(database.superuser)
    try:
        await close(sql, NOW)
        yield Shelf(Store(link, "test"), sql)
    finally:
        link.drop()
        sql.terminate()


async def test_late_columns_leave_dirty_ranges_and_live_ones_none(shelf: Shelf) -> None:
    await shelf.put(readings(LATE + LIVE))
    assert await shelf.marks() == STRETCHES


async def test_late_rows_leave_dirty_ranges_and_live_ones_none(shelf: Shelf) -> None:
    await shelf.put([], readings(LATE + LIVE))
    assert await shelf.marks() == STRETCHES


async def test_columns_and_rows_of_a_day_leave_one_mark(shelf: Shelf) -> None:
    await shelf.put(readings((LATE + LIVE)[::2]), readings((LATE + LIVE)[1::2]))
    assert await shelf.marks() == STRETCHES


async def test_live_readings_leave_no_dirty_range(shelf: Shelf) -> None:
    await shelf.put(readings(LIVE))
    assert await shelf.marks() == []


async def test_without_a_mark_there_are_no_dirty_ranges(shelf: Shelf) -> None:
    await shelf.sql.execute("DELETE FROM state")
    await shelf.put(readings(LATE))
    assert await shelf.marks() == []


async def test_a_dirty_range_is_inserted_beside_an_existing_one(shelf: Shelf) -> None:
    """Worker may be deleting the existing one, which therefore does not cover later readings."""
    for second in (1, 2):
        await shelf.put(readings([(1, -DAY + second * SECOND)]))
    at = NOW - DAY + SECOND
    assert await shelf.marks() == [(1, at, at), (1, at + SECOND, at + SECOND)]


async def test_rows_inserted_after_a_collision_leave_dirty_ranges(shelf: Shelf) -> None:
    """Readings stored already leave none, whether their value is the same or not."""
    there = [(1, -2 * DAY), (1, -5 * SECOND), (7, -SECOND)]
    await shelf.sql.execute("DELETE FROM state")
    await shelf.put(readings(there))
    await close(shelf.sql, NOW)
    other = readings(there[:1], 30.0)
    stored = await shelf.put(readings(LATE + LIVE + there[1:]), other)
    assert (len(stored.kept.duplicates), len(stored.kept.conflicts)) == (2, 1)
    assert await shelf.marks() == STRETCHES
    await shelf.put(readings([(4, -SECOND)]))  # which is inserted at once, for some collided
    assert await shelf.marks() == [*STRETCHES, (4, NOW - SECOND, NOW - SECOND)]


async def test_a_batch_of_duplicates_leaves_no_dirty_range(shelf: Shelf) -> None:
    await shelf.put(readings(LATE))
    for _ in range(2):
        await shelf.put(readings(LATE))
    assert await shelf.marks() == STRETCHES


async def test_a_moved_row_leaves_a_dirty_range_at_its_new_instant(shelf: Shelf) -> None:
    await shelf.put(readings([(1, -SECOND)]))
    await shelf.put([], [row(NOW - SECOND, 5.0, 1, untimed=True)])
    at = NOW - SECOND
    assert await shelf.marks() == [(1, at, at), (1, at + 1, at + 1)]


async def test_stored_rows_beside_refused_ones_leave_dirty_ranges(shelf: Shelf) -> None:
    stored = await shelf.put(readings(LATE + LIVE), readings([(1, BEYOND), (9, BEYOND)]))
    assert len(stored.kept.poison) == 2
    assert await shelf.marks() == STRETCHES


async def test_refused_old_rows_leave_no_dirty_range(shelf: Shelf) -> None:
    stored = await shelf.put([], readings([(1, -BEYOND)]))
    assert len(stored.kept.poison) == 1
    assert await shelf.marks() == []


async def test_65000_channels_leave_a_dirty_range_each(shelf: Shelf) -> None:
    number = 65_000
    await shelf.put(readings((channel, -SECOND) for channel in range(1, number + 1)))
    at = NOW - SECOND
    assert await shelf.marks() == [(channel, at, at) for channel in range(1, number + 1)]
