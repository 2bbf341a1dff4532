"""From publish to commit, for each message: when another session could first see its reading.

The value carries the instant of publishing in µs (see publisher.c). An observer asks the server for
its snapshot again and again; the first one in which a reading's transaction has ended shows it. A
commit becomes visible after its WAL is flushed, so that is included (a commit's timestamp would
be taken before the flush), and so is up to one interval of asking: the figures are upper bounds.
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
from bench.stored import found, until_stored

P50, P99, WORST, LATE = "p50 ms", "p99 ms", "worst ms", "generator late ms"
_SETTLE_S = 1.5
_AROUND_US = 90_000_000
"""The stamp is modulo this."""
_STAMP_FROM = 10
_READINGS = "SELECT xmin::text::int8 AS xid, value FROM reading"


@dataclass(frozen=True, slots=True)
class Seen:
    """What could be seen at an instant (µs since 1970): transactions that had ended."""

    at_us: int
    before: int
    """All of them before this one, but for those still running."""
    running: frozenset[int]


def parse(snapshot: str, at_us: int) -> Seen:
    """A snapshot as `pg_current_snapshot` writes it: `xmin:xmax:xip,…`."""
    _, before, running = snapshot.split(":")
    return Seen(at_us, int(before), frozenset(map(int, filter(None, running.split(",")))))


def first_seen(xids: Iterable[int], seen: Sequence[Seen]) -> dict[int, int]:
    """When each transaction was first seen to have ended (µs); `seen` is in order of time.

    Snapshots name no subtransactions: a reading must not be written within a savepoint.
    """
    order, when, running = sorted(set(xids)), dict[int, int](), list[int]()
    at = 0
    for each in seen:
        while at < len(order) and order[at] < each.before:
            running.append(order[at])
            at += 1
        when |= {xid: each.at_us for xid in running if xid not in each.running}
        running = [xid for xid in running if xid in each.running]
    if len(when) < len(order):
        raise BenchError(f"{len(order) - len(when)} transactions were never seen to end")
    return when


def waited_us(value: float, seen_us: int) -> int:
    """How long a reading took from its publishing, which its value says, until it was seen."""
    return (seen_us - round((value - _STAMP_FROM) * 1e6)) % _AROUND_US


def percentile(values: Sequence[float], share: float) -> float:
    """The least of the values, in order, that so large a share does not exceed."""
    return values[max(0, math.ceil(share * len(values)) - 1)]


async def _observe(dsn: str, every_s: float, seen: list[Seen]) -> None:
    connection = await asyncpg.connect(dsn, timeout=60)
    try:
        ask = await connection.prepare("SELECT pg_current_snapshot()::text")
        while True:
            snapshot = await ask.fetchval()
            seen.append(parse(snapshot, time.time_ns() // 1000))
            await asyncio.sleep(every_s)
    finally:
        connection.terminate()


async def latency(server: Server, load: Load, every_s: float) -> dict[str, float]:
    """Percentiles over all messages of a load that has a rate."""
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
        # one more look, so that the last commit is seen too
        await asyncio.sleep(0.5)
        observing.cancel()
        await found(on.owner, load.messages)
        rows = await on.owner.fetch(_READINGS)
        when = first_seen({row["xid"] for row in rows}, seen)
        waits = sorted(waited_us(row["value"], when[row["xid"]]) / 1000 for row in rows)
        return {
            P50: percentile(waits, 0.5),
            P99: percentile(waits, 0.99),
            WORST: waits[-1],
            LATE: published.late_s * 1000,
        }
