"""A ledger with its stored readings, written as ingest does, and checked by jobs."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg

from isotherm_worker.jobs import Job, run_once

HOUR = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
"""When everything was received: the first hour of its day."""
TODAY, BEFORE = HOUR.date(), HOUR.date() - timedelta(days=1)


class Books:
    """The database: `pool` is worker's, `sql` a superuser's connection."""

    def __init__(self, pool: asyncpg.Pool, sql: asyncpg.Connection) -> None:
        self.pool, self.sql = pool, sql

    async def store(self, day: date, count: int, *, first: int = 0, **counters: int) -> None:
        """Store a batch of readings measured on a day and received in HOUR, with its entry.

        The readings are a second apart, from minute `first` of the day on.
        """
        begin = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=first)
        counts = {"stored": count, "offered": count, "replayed": 0} | counters
        async with self.sql.transaction():
            await self.sql.execute("SELECT make_day($1)", day)
            await self.sql.executemany(
                "INSERT INTO reading VALUES ($1, $2, 4.5, 1, 0)",
                [(begin + timedelta(seconds=n), HOUR) for n in range(count)],
            )
            await self.sql.execute(
                "INSERT INTO ledger_entry (hour, instance, day, received, decoded, offered,"
                " stored, replayed) VALUES ($1, 'ingest-0', $2, 1, 1, $3, $4, $5)",
                HOUR, day, counts["offered"], counts["stored"], counts["replayed"],
            )  # fmt: skip

    async def check(self, job: Job) -> list[dict[str, Any]]:
        """Run a job that checks, and return the open differences."""
        assert await run_once(self.pool, job) is not None
        rows = await self.sql.fetch(
            "SELECT kind, hour, day, expected, found FROM ledger_difference WHERE until IS NULL"
        )
        return [dict(row) for row in rows]
