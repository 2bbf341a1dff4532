"""The api's queries, timed around the functions behind its routes.

`median ms` and `p99 ms` are the time in the database as its client sees it: all queries of one
answer, including round trips, on one connection, in one snapshot. `whole ms` includes the Python
code that processes the rows. Neither the ETag nor a cache is involved.
"""

import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import asyncpg

from bench.errors import BenchError
from bench.history.year import SITE, Year
from bench.latency import percentile
from isotherm.database import Connection
from isotherm_api.access import Access
from isotherm_api.bounds import RequestBounds
from isotherm_api.caller import Caller
from isotherm_api.history.frames import load_frames
from isotherm_api.history.partition_days import PartitionDays
from isotherm_api.ranges import Range
from isotherm_api.series.build import build as build_series
from isotherm_api.statistics.build import build as build_statistics
from isotherm_api.visible import Reference

MEDIAN, P99, WHOLE = "median ms", "p99 ms", "whole ms"
POINTS = 1_000
ADMIN = Access(
    Caller("", "bench", "bench", None, None, (), True, datetime.max.replace(tzinfo=UTC)), {}
)
"""The caller of all queries."""
_RAW = """
SELECT date_bin($4, measured_at, $2) AS bucket, min(value), avg(value), max(value), count(*)
FROM reading WHERE channel_id = $1 AND measured_at >= $2 AND measured_at < $3 AND quality & 7 = 0
GROUP BY 1 ORDER BY 1
"""


@dataclass(slots=True)
class _Timed:
    """A connection that adds up the time of its queries."""

    connection: asyncpg.Connection
    seconds: float = field(default=0.0)

    async def fetch(self, *args: Any) -> Any:
        """Fetch rows."""
        return await self._took(self.connection.fetch(*args))

    async def fetchval(self, *args: Any) -> Any:
        """Fetch a value."""
        return await self._took(self.connection.fetchval(*args))

    async def fetchrow(self, *args: Any) -> Any:
        """Fetch a row."""
        return await self._took(self.connection.fetchrow(*args))

    async def _took(self, answer: Awaitable[Any]) -> Any:
        began = time.perf_counter()
        try:
            return await answer
        finally:
            self.seconds += time.perf_counter() - began


Ask = Callable[[Connection, Range], Awaitable[int]]
"""Runs the queries of a range; returns the number of points or readings in the answer."""


def series(year: Year, *names: str, points: int = POINTS) -> Ask:
    """Return a question for the series of sensors."""
    sensors, days = [Reference(SITE, name) for name in names], PartitionDays()

    async def ask(connection: Connection, span: Range) -> int:
        framed = await load_frames(connection, ADMIN, sensors, span, year.end, days)
        document = await build_series(connection, framed, points, RequestBounds())
        return len(document["sensors"][0]["time"])

    return ask


def stats(year: Year, name: str) -> Ask:
    """Return a question for the statistics of a sensor."""
    sensor, days = Reference(SITE, name), PartitionDays()

    async def ask(connection: Connection, span: Range) -> int:
        [document] = await build_statistics(
            connection, await load_frames(connection, ADMIN, [sensor], span, year.end, days)
        )
        return int(document["n"])

    return ask


def raw(year: Year, name: str) -> Ask:
    """Return the peer's question: the same buckets of raw rows, by `date_bin` on the key."""

    async def ask(connection: Connection, span: Range) -> int:
        return len(await connection.fetch(_RAW, *_raw_arguments(year, name, span)))

    return ask


async def timed(dsn: str, ask: Ask, year: Year, days: int, times: int) -> dict[str, float]:
    """Ask `times` times, each time for a range that ends a little earlier; return measures.

    Raise BenchError if an answer is empty.
    """
    connection = await asyncpg.connect(dsn, timeout=60, server_settings={"jit": "off"})
    try:
        database, whole, points = [], [], 0
        for number in range(times + 2):
            end = year.end - timedelta(seconds=37 * number)
            watch = _Timed(connection)
            began = time.perf_counter()
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                span = Range(end - timedelta(days=days), end)
                points = await ask(cast(Connection, watch), span)
            if not points:
                raise BenchError("the answer is empty")
            if number >= 2:  # work that is done once per connection is finished
                database.append(watch.seconds * 1000)
                whole.append((time.perf_counter() - began) * 1000)
        database.sort()
        return {
            MEDIAN: statistics.median(database),
            P99: percentile(database, 0.99),
            WHOLE: statistics.median(whole),
            "points or readings": points,
        }
    finally:
        await connection.close()


async def explained(dsn: str, year: Year, name: str, days: int) -> list[str]:
    """Return PostgreSQL's plan of the peer's query, line by line."""
    connection = await asyncpg.connect(dsn, timeout=60)
    try:
        span = Range(year.end - timedelta(days=days), year.end)
        rows = await connection.fetch(
            f"EXPLAIN (ANALYZE, BUFFERS) {_RAW}", *_raw_arguments(year, name, span), timeout=120
        )
        return [row[0] for row in rows]
    finally:
        await connection.close()


def _raw_arguments(year: Year, name: str, span: Range) -> tuple[object, ...]:
    width = (span.end - span.start) / POINTS
    return year.channels[name], span.start, span.end, width
