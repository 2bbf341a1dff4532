"""Peak resident memory of ingest while PostgreSQL is down and devices continue to publish."""

import asyncio
import time

import asyncpg

from bench.load import Load
from bench.parts import Server, stage
from bench.stored import until_stored, verify_readings
from bench.throughput import PEAK
from bench.usage import peak_bytes

RECOVERED = "s until all was stored"
_FLOWING_S = 2.0
"""How long devices publish before PostgreSQL is stopped."""


async def away(server: Server, load: Load, away_s: float) -> dict[str, float]:
    """Stop PostgreSQL for `away_s` seconds while devices publish at the load's rate.

    Return the peak memory and the time to recover. Raise BenchError if a reading is lost.
    """
    async with stage(server, load) as on, on.ingest() as ingest, on.publisher() as publisher:
        await publisher.start()
        await asyncio.sleep(_FLOWING_S)
        await server.stop()
        try:
            await asyncio.sleep(away_s)
        finally:
            await server.start()
        restarted = time.monotonic()
        await publisher.finished()
        owner = await asyncpg.connect(on.database.owner, timeout=60)
        try:
            ended = await until_stored(owner, load.messages)
            await verify_readings(owner, load.messages)
        finally:
            owner.terminate()
        return {PEAK: peak_bytes(ingest.pid) / 1e6, RECOVERED: ended - restarted}
