"""Durable readings a second: from the first publish until the last reading is committed."""

import asyncio

from bench.load import Load
from bench.parts import Server, stage
from bench.stored import found, until_stored
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
"""A tick passes, so that what is done once (reading the registry) is done."""


async def isotherm(server: Server, load: Load) -> dict[str, float]:
    """Ours: the rate, and what it took of processor, memory and disk."""
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
        known = await found(on.owner, load.messages)
        of_ingest, of_postgres = (
            (late - early) * 1e6 / load.messages for early, late in zip(before, after, strict=True)
        )
        return {
            RATE: load.messages / (ended - began),
            PEAK: peak_bytes(ingest.pid) / 1e6,
            EMPTY: empty,
            BYTES: known.bytes_each,
            UNSURE: known.unsure,
            INGEST_US: of_ingest,
            POSTGRES_US: of_postgres,
            COST: of_ingest + of_postgres,
            GENERATOR_US: published.processor_s * 1e6 / load.messages,
        }


async def generator(server: Server, load: Load) -> dict[str, float]:
    """The load generator against the broker with nobody subscribed: what it could do at most."""
    async with stage(server, load) as on, on.publisher() as publisher:
        await publisher.start()
        published = await publisher.finished()
        return {
            RATE: load.messages / (published.ended - published.began),
            GENERATOR_US: published.processor_s * 1e6 / load.messages,
        }
