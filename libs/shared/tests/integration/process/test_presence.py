"""A process is in the table while it runs, once an orderly end has deleted it no more."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import pytest_asyncio

from isotherm import __version__
from isotherm.process.connections import pool
from isotherm.process.presence import Presence, Running
from isotherm_devstack.testing.database import Database

STARTED = datetime(2026, 11, 23, 12, tzinfo=UTC)
ROWS = "SELECT part, instance, version, started_at FROM part_instance ORDER BY part, instance"


@pytest_asyncio.fixture(loop_scope="session")
async def workers(database: Database) -> AsyncIterator[asyncpg.Pool]:
    """Return a pool in worker's own role."""
    async with pool(database.worker) as connections:
        yield connections


async def _rows(workers: asyncpg.Pool) -> list[tuple]:
    return [tuple(row) for row in await workers.fetch(ROWS)]


async def test_a_process_writes_its_row_and_deletes_it_at_its_end(workers: asyncpg.Pool) -> None:
    presence = Presence(workers, Running("worker", "worker-0", started_at=STARTED))
    await presence.beat()
    assert await _rows(workers) == [("worker", "worker-0", __version__, STARTED)]
    seen = await workers.fetchval("SELECT seen_at FROM part_instance")
    await presence.beat()
    assert await workers.fetchval("SELECT seen_at FROM part_instance") > seen
    await presence.finish()
    assert await _rows(workers) == []


async def test_the_end_of_an_older_process_leaves_the_row_of_its_successor(
    workers: asyncpg.Pool,
) -> None:
    older = Presence(workers, Running("worker", "worker-0", "0.0.9", STARTED))
    await older.beat()
    later = STARTED + timedelta(minutes=5)
    await Presence(workers, Running("worker", "worker-0", started_at=later)).beat()
    await older.finish()
    assert await _rows(workers) == [("worker", "worker-0", __version__, later)]


async def test_others_are_written_with_their_age_and_never_become_older(
    workers: asyncpg.Pool,
) -> None:
    heard: list[Running] = []
    presence = Presence(workers, Running("api", "api-0", started_at=STARTED), others=lambda: heard)
    age = "SELECT extract(epoch FROM now() - seen_at) FROM part_instance WHERE part = 'frontend'"
    heard[:] = [Running("frontend", "web-0", "0.1.0", STARTED, age_s=10)]
    await presence.beat()
    assert 10 <= await workers.fetchval(age) < 20
    heard[:] = [Running("frontend", "web-0", "0.1.0", STARTED, age_s=500)]  # heard by another api
    await presence.beat()
    assert 10 <= await workers.fetchval(age) < 60
    await presence.finish()
    assert await _rows(workers) == [("frontend", "web-0", "0.1.0", STARTED)]


async def test_only_known_parts_have_rows(workers: asyncpg.Pool) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        await Presence(workers, Running("ingest", "x")).beat()  # type: ignore[arg-type]  # wrong on purpose


async def test_an_end_without_a_database_ends(workers: asyncpg.Pool) -> None:
    async with pool("postgresql://nobody:x@127.0.0.1:1/none") as unreachable:
        await Presence(unreachable, Running("worker", "worker-0")).finish()
