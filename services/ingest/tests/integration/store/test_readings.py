"""Writing readings: what is stored already, what conflicts, and what the database refuses."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio
from hidden_day import hide_day
from ingest_parts import NOW, SECOND, columns, row
from ingest_world import World, balanced

from isotherm.instants import DAY
from isotherm.quality import Quality
from isotherm.reasons import Reason
from isotherm_devstack.testing.database import Database
from isotherm_ingest.store.days import KnownDays, date_of
from isotherm_ingest.store.readings import copy, insert, insert_carefully


@pytest_asyncio.fixture(loop_scope="session")
async def connection(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """Ingest's connection to a database that has the day of NOW."""
    ingest = await asyncpg.connect(database.ingest)
    await KnownDays().make(ingest, [NOW // DAY])
    yield ingest
    ingest.terminate()


async def test_new_rows_are_stored_and_known_ones_compared(connection: asyncpg.Connection) -> None:
    rows = [row(NOW + n, float(n)) for n in range(3)]
    assert (await insert(connection, rows)).stored == rows
    same, other, new = row(NOW, 0.0), row(NOW + 1, 9.0), row(NOW + 3)
    fault = row(NOW + 2, None, quality=int(Quality.FAULT))
    kept = await insert(connection, [same, other, fault, new])
    assert (kept.stored, kept.duplicates) == ([new], [same])
    assert kept.conflicts == [(other, 1.0), (fault, 2.0)]


async def test_a_value_from_before_rounding_is_the_same_reading(
    connection: asyncpg.Connection,
) -> None:
    await insert(connection, [row(NOW, -17.99999999999997), row(NOW + 1, -17.9999)])
    same, other = row(NOW, -18.0), row(NOW + 1, -18.0)
    kept = await insert(connection, [same, other])
    assert (kept.stored, kept.duplicates) == ([], [same])
    assert kept.conflicts == [(other, -17.9999)]


async def test_a_day_that_another_instance_attached_takes_readings_though_it_was_hidden(
    connection: asyncpg.Connection, database: Database
) -> None:
    late = NOW - 100 * DAY
    await hide_day(connection, database.superuser, date_of(late // DAY))
    await KnownDays().make(connection, [late // DAY])
    rows = [row(late, 4.5)]
    assert (await insert(connection, rows)).stored == rows


async def test_untimed_rows_move_to_the_next_free_instant(connection: asyncpg.Connection) -> None:
    await insert(connection, [row(NOW), row(NOW + 1)])
    untimed = [row(NOW, 5.0, untimed=True), row(NOW, 6.0, 2, untimed=True)]
    kept = await insert(connection, untimed)
    assert kept.stored == [untimed[1], untimed[0]]
    assert [reading.measured_at for reading in untimed] == [NOW + 2, NOW]


async def test_a_moved_row_stays_close_to_its_instant(connection: asyncpg.Connection) -> None:
    await insert(connection, [row(NOW), row(NOW + SECOND // 10)])
    moved = row(NOW, 5.0, untimed=True)
    await insert(connection, [moved])
    assert moved.measured_at == NOW + 1


async def test_a_copy_stores_all_or_nothing(connection: asyncpg.Connection) -> None:
    assert await copy(connection, columns(row(NOW), row(NOW + 1)), [row(NOW + 2)]) == 3
    assert await copy(connection, None, []) == 0
    with pytest.raises(asyncpg.UniqueViolationError):
        await copy(connection, columns(row(NOW + 3)), [row(NOW)])
    assert await connection.fetchval("SELECT count(*) FROM reading") == 3


async def test_rows_the_server_refuses_are_found_by_bisection(
    connection: asyncpg.Connection,
) -> None:
    """There is no partition for their day."""
    rows = [row(NOW + (n in (2, 7)) * 50 * 366 * DAY, 1.0, n) for n in range(10)]
    kept = await insert_carefully(connection, rows)
    assert [reading.channel_id for reading, _ in kept.poison] == [2, 7]
    assert [reading.channel_id for reading in kept.stored] == [0, 1, 3, 4, 5, 6, 8, 9]
    assert "partition" in kept.poison[0][1]


async def test_a_row_the_database_refuses_is_a_reject(world: World) -> None:
    await world.sql.fetchval("SELECT make_day(current_date)")
    await world.sql.execute(
        "ALTER TABLE reading ADD CONSTRAINT ck_reading_odd CHECK (value <> 66.5)"
    )
    async with world.ingest(linger_ms=50):
        await world.send(*(str(n + 0.5) for n in range(60, 80)))
        await world.counted(19)
        await world.counted(1, "reject")
        await world.send("1")
        await world.counted(20)
    (reject,) = await world.rejects()
    assert reject["reason"] == Reason.REFUSED
    assert "ck_reading_odd" in reject["detail"]
    assert balanced(await world.ledger())
