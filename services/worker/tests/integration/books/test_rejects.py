"""Counts of rejects are folded without changing a sum; old rejects are deleted."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest_asyncio
from fixed_clock import FixedClock
from prometheus_client import REGISTRY

from isotherm.process import connections as databases
from isotherm_devstack.testing.database import Database
from isotherm_worker.books.rejects import fold_rejects, prune_rejects
from isotherm_worker.jobs import run_once

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
HOUR = NOW.replace(minute=0)
_REPLAY = """
INSERT INTO replay_job (asked_by, filter, last_id, state, done_at)
VALUES ('somebody', '{}', 0, $1::text, CASE WHEN $1 IN ('done', 'failed') THEN now() END)
"""
SUMS = "SELECT sum(count)::int, sum(kept)::int, sum(kept_bytes)::int FROM reject_counted"


@pytest_asyncio.fixture(loop_scope="session")
async def sql(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """Return a superuser's connection."""
    connection = await asyncpg.connect(database.superuser)
    yield connection
    await connection.close()


async def insert_count(sql: asyncpg.Connection, hour: datetime, device: str, number: int) -> None:
    """Insert the count that one batch adds."""
    await sql.execute(
        "INSERT INTO reject_count (hour, device_name, reason, count, kept, kept_bytes)"
        " VALUES ($1, $2, 'not_json', $3, 1, 300)",
        hour,
        device,
        number,
    )


async def test_folding_counts_changes_no_sum(database: Database, sql: asyncpg.Connection) -> None:
    async with databases.pool(database.worker) as pool:
        for hour, device, number in ((0, "a", 3), (0, "a", 4), (1, "a", 5), (0, "", 6)):
            await insert_count(sql, HOUR - timedelta(hours=hour), device, number)
        assert await run_once(pool, fold_rejects()) == 4
        await insert_count(sql, HOUR, "a", 10)
        assert tuple(await sql.fetchrow(SUMS) or ()) == (28, 5, 1500)
        assert await run_once(pool, fold_rejects()) == 1
        assert await run_once(pool, fold_rejects()) == 0
        assert tuple(await sql.fetchrow(SUMS) or ()) == (28, 5, 1500)
    rows = await sql.fetch("SELECT count, kept FROM reject_hour ORDER BY device_name, hour")
    assert [tuple(row) for row in rows] == [(6, 1), (5, 1), (17, 3)]
    assert await sql.fetchval("SELECT count(*) FROM reject_count") == 0


async def test_channels_are_folded_apart(database: Database, sql: asyncpg.Connection) -> None:
    async with databases.pool(database.worker) as pool:
        for channel, count in (("a", 1), ("b", 2), ("a", 4), ("", 8)):
            await sql.execute(
                "INSERT INTO reject_count (hour, device_name, channel_name, reason, count)"
                " VALUES ($1, 'd', $2, 'conflict', $3)",
                HOUR,
                channel,
                count,
            )
            await run_once(pool, fold_rejects())
    rows = await sql.fetch("SELECT channel_name, count FROM reject_hour ORDER BY 1")
    assert [tuple(row) for row in rows] == [("", 8), ("a", 5), ("b", 2)]


async def test_old_rejects_are_deleted_and_unfinished_replays_kept(
    database: Database, sql: asyncpg.Connection
) -> None:
    for age in (29, 31):
        at = NOW - timedelta(days=age)
        await sql.execute(
            "INSERT INTO reject (received_at, topic, reason, detail, payload, payload_bytes,"
            " instance) VALUES ($1, 't', 'not_json', '', '', 0, 'ingest-0')",
            at,
        )
        await sql.execute(
            "INSERT INTO reject_hour (device_name, hour, reason) VALUES ('', $1, 'x')", at
        )
        for done_at in (at, None):
            await sql.execute(
                "INSERT INTO replay_job (asked_by, asked_at, filter, last_id, done_at)"
                " VALUES ('olga', $1, '{}', 0, $2)",
                at,
                done_at,
            )
    async with databases.pool(database.worker) as pool:
        assert await run_once(pool, prune_rejects(FixedClock(NOW), 30)) == 1
    for table, left in (("reject", 1), ("reject_hour", 1), ("replay_job", 3)):
        assert await sql.fetchval(f"SELECT count(*) FROM {table}") == left


async def test_replays_that_are_not_done_are_counted(
    database: Database, sql: asyncpg.Connection
) -> None:
    def jobs() -> list[float | None]:
        name = "isotherm_worker_replay_jobs"
        states = ("waiting", "running")
        return [REGISTRY.get_sample_value(name, {"state": state}) for state in states]

    async with databases.pool(database.worker) as pool:
        await run_once(pool, fold_rejects())
        assert jobs() == [0, 0]
        for state in ("waiting", "waiting", "running", "done", "failed"):
            await sql.execute(_REPLAY, state)
        await run_once(pool, fold_rejects())
        assert jobs() == [2, 1]
