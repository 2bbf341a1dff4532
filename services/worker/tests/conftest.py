"""Databases that several tests of worker share."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import asyncpg
import pytest_asyncio
from books_world import Books
from fixed_clock import FixedClock
from history_world import World

from isotherm.process import connections as databases
from isotherm_devstack.testing.database import Database


@pytest_asyncio.fixture(loop_scope="session")
async def world(database: Database) -> AsyncIterator[World]:
    """Return a fresh database for sensors and their history."""
    sql = await asyncpg.connect(database.superuser)
    async with databases.pool(database.worker) as pool:
        yield World(pool, sql, FixedClock(datetime(2026, 3, 10, tzinfo=UTC)))
    sql.terminate()


@pytest_asyncio.fixture(loop_scope="session")
async def books(database: Database) -> AsyncIterator[Books]:
    """Return a fresh database for a ledger and its readings."""
    sql = await asyncpg.connect(database.superuser)
    async with databases.pool(database.worker) as pool:
        yield Books(pool, sql)
    sql.terminate()
