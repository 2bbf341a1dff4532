"""A thousand live streams on one api process, an event a second: from publish to receipt.

What ingest does with a newest reading is done here by its statement and its NOTIFY, once a second;
the value says when. So a delivery has the write, the notification, the api's reading and all
streams served before this one.
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
_SPEAK = """
WITH said AS (
    UPDATE latest SET measured_at = now(), received_at = now(), value = $2, quality = 0,
        good_at = now(), good_value = $2, written_at = clock_timestamp()
    WHERE channel_id = $1 RETURNING channel_id)
SELECT pg_notify('isotherm_readings', '') FROM said
"""
_AROUND_MS = 100_000_000
"""The value is the ms of publishing, modulo this."""


async def streams(on: Stack, year: Year, clients: int, seconds: int) -> dict[str, float]:
    """Opens so many, each of another person, and publishes for so long.

    Raises BenchError where one of them misses an event or ends.
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
                speaking = group.create_task(_speak(owner, channel), name="speak")
                told: dict[str, object] = {
                    "port": serving.port, "seconds": seconds,
                    "tokens": [keys.token(each) for each in people],
                }  # fmt: skip
                used, began = processor_s(pid), time.monotonic()
                said = await asker("listener", told)
                used = (processor_s(pid) - used) / (time.monotonic() - began)
                peak = peak_bytes(pid)
                speaking.cancel()
        finally:
            await owner.close()
    if said["fewest"] < seconds - 3:
        raise BenchError(f"a stream got only {said['fewest']:.0f} events in {seconds} s")
    return {
        STREAMS: said["streams"],
        "events a second each": said["events"] / said["streams"] / seconds,
        "median ms": said["median ms"],
        P99: said["p99 ms"],
        "worst ms": said["worst ms"],
        "kB a stream": (peak - before) / said["streams"] / 1000,
        "api's share of a processor": used,
        "listener's share of a processor": said["share of a processor"],
    }


async def _speak(owner: asyncpg.Connection, channel: int) -> None:
    while True:
        value = float(time.time_ns() // 1_000_000 % _AROUND_MS)
        await owner.execute(_SPEAK, channel, value)
        await asyncio.sleep(1.0)
