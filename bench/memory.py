"""How much memory ingest ever has resident while PostgreSQL is away and devices go on."""

import asyncio
import time

import asyncpg

from bench.load import Load
from bench.parts import Server, stage
from bench.stored import found, until_stored
from bench.throughput import PEAK
from bench.usage import peak_bytes

RECOVERED = "s until all was stored"
_FLOWING_S = 2.0
"""How long all is well before PostgreSQL goes."""


async def away(server: Server, load: Load, away_s: float) -> dict[str, float]:
    """PostgreSQL is ended and comes back after so long; devices publish at the load's rate.

    Nothing may be lost on the way.
    """
    async with stage(server, load) as on, on.ingest() as ingest, on.publisher() as publisher:
        await publisher.start()
        await asyncio.sleep(_FLOWING_S)
        await server.stop()
        try:
            await asyncio.sleep(away_s)
        finally:
            await server.start()
        back = time.monotonic()
        await publisher.finished()
        looking = await asyncpg.connect(on.database.owner, timeout=60)
        try:
            ended = await until_stored(looking, load.messages)
            await found(looking, load.messages)
        finally:
            looking.terminate()
        return {PEAK: peak_bytes(ingest.pid) / 1e6, RECOVERED: ended - back}
