"""A thousand live streams on one api process, one event a second: from publish to receipt.

Once a second this updates a newest reading and sends NOTIFY, as ingest does; the value encodes the
time. So a delivery includes the write, the notification, the api's query and all streams that are
served before this one.
"""

import asyncio
import time

import asyncpg

from bench.errors import BenchError
from bench.history.answers import asker
from bench.history.apis import OURS, api, grant
from bench.history.realm import realm
from bench.history.stack import Stack
from bench.history.year import Year
from bench.usage import peak_bytes, processor_s

P99, STREAMS = "p99 ms", "streams"
_WRITE = """
WITH written AS (
    UPDATE latest SET measured_at = now(), received_at = now(), value = $2, quality = 0,
        good_at = now(), good_value = $2, written_at = clock_timestamp()
    WHERE channel_id = $1 RETURNING channel_id)
SELECT pg_notify('isotherm_readings', '') FROM written
"""
_AROUND_MS = 100_000_000
"""The value is the time of publishing in ms, modulo this."""


async def streams(on: Stack, year: Year, clients: int, seconds: int) -> dict[str, float]:
    """Open `clients` streams, each of another user, and publish for `seconds`; return measures.

    Raise BenchError if a stream misses events or is closed.
    """
    people = [f"person-{n}" for n in range(clients)]
    channel = year.channels["fridge-1"]
    async with realm() as keys:
        await grant(on.owner, people)
        owner = await asyncpg.connect(on.owner, timeout=60)
        try:
            async with api(OURS, on.api, keys, on.home) as serving, asyncio.TaskGroup() as group:
                pid = serving.process.pid
                before = peak_bytes(pid)
                publishing = group.create_task(_publish(owner, channel), name="publish")
                options: dict[str, object] = {
                    "port": serving.port, "seconds": seconds,
                    "tokens": [keys.token(person) for person in people],
                }  # fmt: skip
                used, began = processor_s(pid), time.monotonic()
                measured = await asker("listener", options)
                used = (processor_s(pid) - used) / (time.monotonic() - began)
                peak = peak_bytes(pid)
                publishing.cancel()
        finally:
            await owner.close()
    if measured["fewest"] < seconds - 3:
        raise BenchError(f"a stream got only {measured['fewest']:.0f} events in {seconds} s")
    return {
        STREAMS: measured["streams"],
        "events a second each": measured["events"] / measured["streams"] / seconds,
        "median ms": measured["median ms"],
        P99: measured["p99 ms"],
        "worst ms": measured["worst ms"],
        "kB a stream": (peak - before) / measured["streams"] / 1000,
        "api's share of a processor": used,
        "listener's share of a processor": measured["share of a processor"],
    }


async def _publish(owner: asyncpg.Connection, channel: int) -> None:
    while True:
        value = float(time.time_ns() // 1_000_000 % _AROUND_MS)
        await owner.execute(_WRITE, channel, value)
        await asyncio.sleep(1.0)
