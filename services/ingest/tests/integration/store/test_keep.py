"""Keeping readings: suspects and dirty ranges are written with them, under the lock STORING."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio
from ingest_parts import NOW, SECOND, columns, row
from ingest_store import close, marks

from isotherm.instants import DAY, to_datetime
from isotherm.marks import CLOSING
from isotherm.quality import Quality
from isotherm_devstack.testing.database import Database
from isotherm_ingest.place.registry import VERSION
from isotherm_ingest.store.days import KnownDays
from isotherm_ingest.store.keep import keep, lock
from isotherm_ingest.store.readings import insert

_WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)"
_TRY = f"SELECT {CLOSING.replace('pg_advisory', 'pg_try_advisory')}"


@pytest_asyncio.fixture(loop_scope="session")
async def connection(
    database: Database, sql: asyncpg.Connection
) -> AsyncIterator[asyncpg.Connection]:
    """Ingest's connection to a database that is closed to NOW and has its day."""
    ingest = await asyncpg.connect(database.ingest)
    await KnownDays().make(ingest, [NOW // DAY])
    await close(sql, NOW)
    yield ingest
    ingest.terminate()


async def test_the_lock_keeps_the_mark_in_place_until_the_transaction_ends(
    connection: asyncpg.Connection, sql: asyncpg.Connection
) -> None:
    async with connection.transaction():
        locked = await lock(connection)
        assert locked.version == await sql.fetchval(VERSION)
        assert locked.xid == await connection.fetchval("SELECT pg_current_xact_id()::text")
        assert not await sql.fetchval(_TRY)
    assert await sql.fetchval(_TRY)


async def test_companions_of_copied_readings_are_written(
    connection: asyncpg.Connection, sql: asyncpg.Connection
) -> None:
    suspect = row(NOW - 2 * SECOND, 85.0, 2, quality=int(Quality.SUSPECT))
    async with connection.transaction():
        locked = await lock(connection)
        plain = columns(row(NOW - SECOND), row(NOW + SECOND))
        kept, copied = await keep(locked, [suspect], [], None, plain)
    assert (kept.stored, copied) == ([suspect], 3)
    assert await marks(sql) == [
        (1, NOW - SECOND, NOW - SECOND),
        (2, NOW - 2 * SECOND, NOW - 2 * SECOND),
    ]
    suspects = await sql.fetch("SELECT channel_id, measured_at FROM suspect")
    assert [tuple(record) for record in suspects] == [(2, to_datetime(NOW - 2 * SECOND))]


async def test_followers_are_judged_and_only_stored_rows_have_companions(
    connection: asyncpg.Connection, sql: asyncpg.Connection
) -> None:
    first = row(NOW - SECOND, 1.0)
    for expected in (1, 0):
        async with connection.transaction():
            locked = await lock(connection)
            followers = [row(NOW - SECOND, 1.0), row(NOW - SECOND, 2.0)]
            kept, copied = await keep(locked, [first], followers, insert)
        assert (len(kept.stored), copied) == (expected, expected)
        assert kept.conflicts == [(followers[1], 1.0)]
    assert await marks(sql) == [(1, NOW - SECOND, NOW - SECOND)]


async def test_a_version_that_rose_while_the_lock_was_waited_for_is_seen(
    connection: asyncpg.Connection, sql: asyncpg.Connection
) -> None:
    """A device that is deleted takes the lock, so that no batch is stored by what was known."""
    before = await sql.fetchval(VERSION)
    async with connection.transaction(), asyncio.TaskGroup() as group:
        async with sql.transaction():
            await sql.execute(f"SELECT {CLOSING}")
            waiting = group.create_task(lock(connection), name="lock")
            while not await sql.fetchval(_WAITS):
                pass
            await sql.execute("UPDATE registry_version SET version = version + 1")
        assert (await waiting).version == before + 1
