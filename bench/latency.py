"""Latency from publish to commit for each message: when another session first sees its reading.

The value carries the instant of publishing in µs (see publisher.c). An observer polls the server's
snapshot; a reading counts as committed at the first snapshot in which its transaction has ended. A
commit becomes visible after its WAL is flushed, so the flush is included (a commit timestamp would
be taken before it), and so is up to one polling interval: the figures are upper bounds.
"""

import asyncio
import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import asyncpg

from bench.errors import BenchError
from bench.load import Load
from bench.parts import Server, stage
from bench.stored import until_stored, verify_readings

P50, P99, WORST, LATE = "p50 ms", "p99 ms", "worst ms", "generator late ms"
_SETTLE_S = 1.5
_AROUND_US = 90_000_000
"""The published stamp is modulo this."""
_STAMP_FROM = 10
_READINGS = "SELECT xmin::text::int8 AS xid, value FROM reading"


@dataclass(frozen=True, slots=True)
class Seen:
    """A snapshot at an instant (µs since 1970): which transactions had ended."""

    at_us: int
    before: int
    """Every transaction before this id had ended, except those in `running`."""
    running: frozenset[int]


def parse(snapshot: str, at_us: int) -> Seen:
    """Parse a snapshot as `pg_current_snapshot` writes it: `xmin:xmax:xip,…`."""
    _, before, running = snapshot.split(":")
    return Seen(at_us, int(before), frozenset(map(int, filter(None, running.split(",")))))


def first_seen(xids: Iterable[int], seen: Sequence[Seen]) -> dict[int, int]:
    """Return when each transaction was first seen to have ended (µs); `seen` is in time order.

    Snapshots do not contain subtransactions: a reading must not be written within a savepoint.
    Raise BenchError if a transaction was never seen to end.
    """
    order, when, running = sorted(set(xids)), dict[int, int](), list[int]()
    at = 0
    for snapshot in seen:
        while at < len(order) and order[at] < snapshot.before:
            running.append(order[at])
            at += 1
        when |= {xid: snapshot.at_us for xid in running if xid not in snapshot.running}
        running = [xid for xid in running if xid in snapshot.running]
    if len(when) < len(order):
        raise BenchError(f"{len(order) - len(when)} transactions were never seen to end")
    return when


def waited_us(value: float, seen_us: int) -> int:
    """Return the µs from publishing, which the value encodes, until the reading was seen."""
    return (seen_us - round((value - _STAMP_FROM) * 1e6)) % _AROUND_US


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest of the sorted values that a `share` of them does not exceed."""
    return values[max(0, math.ceil(share * len(values)) - 1)]


async def _observe(dsn: str, every_s: float, seen: list[Seen]) -> None:
    connection = await asyncpg.connect(dsn, timeout=60)
    try:
        query = await connection.prepare("SELECT pg_current_snapshot()::text")
        while True:
            snapshot = await query.fetchval()
            seen.append(parse(snapshot, time.time_ns() // 1000))
            await asyncio.sleep(every_s)
    finally:
        connection.terminate()


async def latency(server: Server, load: Load, every_s: float) -> dict[str, float]:
    """Return percentiles in ms over all messages of a load with a fixed rate."""
    async with (
        stage(server, load) as on,
        on.ingest(),
        on.publisher() as publisher,
        asyncio.TaskGroup() as group,
    ):
        await asyncio.sleep(_SETTLE_S)
        seen: list[Seen] = []
        observing = group.create_task(_observe(on.database.owner, every_s, seen), name="observe")
        await publisher.start()
        published = await publisher.finished()
        await until_stored(on.owner, load.messages)
        # wait for one more snapshot, so that the last commit is seen too
        await asyncio.sleep(0.5)
        observing.cancel()
        await verify_readings(on.owner, load.messages)
        rows = await on.owner.fetch(_READINGS)
        when = first_seen({row["xid"] for row in rows}, seen)
        waits = sorted(waited_us(row["value"], when[row["xid"]]) / 1000 for row in rows)
        return {
            P50: percentile(waits, 0.5),
            P99: percentile(waits, 0.99),
            WORST: waits[-1],
            LATE: published.late_s * 1000,
        }
