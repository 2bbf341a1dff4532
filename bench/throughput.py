"""Durable readings a second: from the first publish until the last reading is committed."""

import asyncio

from bench.load import Load
from bench.parts import Server, stage
from bench.stored import until_stored, verify_readings
from bench.usage import peak_bytes, processor_s

RATE = "a second"
PEAK = "peak MB"
EMPTY = "MB before the first message"
BYTES = "bytes a reading"
UNSURE = "time_unsure"
INGEST_US = "ingest us a message"
POSTGRES_US = "PostgreSQL us a message"
COST = "us a message"
GENERATOR_US = "load generator us a message"

_SETTLE_S = 1.5
"""Time for a tick and for work that ingest does once (loading the registry)."""


async def isotherm(server: Server, load: Load) -> dict[str, float]:
    """Return ingest's rate, and the processor time, memory and disk that it used."""
    async with (
        stage(server, load) as on,
        on.ingest() as ingest,
        on.publisher() as publisher,
    ):
        await asyncio.sleep(_SETTLE_S)
        empty = peak_bytes(ingest.pid) / 1e6
        before = processor_s(ingest.pid), server.processor_s()
        began = await publisher.start()
        ended = await until_stored(on.owner, load.messages)
        after = processor_s(ingest.pid), server.processor_s()
        published = await publisher.finished()
        readings = await verify_readings(on.owner, load.messages)
        ingest_us, postgres_us = (
            (late - early) * 1e6 / load.messages for early, late in zip(before, after, strict=True)
        )
        return {
            RATE: load.messages / (ended - began),
            PEAK: peak_bytes(ingest.pid) / 1e6,
            EMPTY: empty,
            BYTES: readings.bytes_each,
            UNSURE: readings.unsure,
            INGEST_US: ingest_us,
            POSTGRES_US: postgres_us,
            COST: ingest_us + postgres_us,
            GENERATOR_US: published.processor_s * 1e6 / load.messages,
        }


async def generator(server: Server, load: Load) -> dict[str, float]:
    """Return the load generator's maximum rate: publishing without a subscriber."""
    async with stage(server, load) as on, on.publisher() as publisher:
        await publisher.start()
        published = await publisher.finished()
        return {
            RATE: load.messages / (published.ended - published.began),
            GENERATOR_US: published.processor_s * 1e6 / load.messages,
        }
