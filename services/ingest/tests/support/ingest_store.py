"""Batches for a store on a real database, and the dirty ranges they leave."""

import json
from collections.abc import Iterable, Sequence

import asyncpg
from ingest_parts import NOW, chunk, columns, message, row

from isotherm.instants import to_micros
from isotherm.marks import CLOSED_TO
from isotherm_ingest.batch.batch import Batch
from isotherm_ingest.batch.ledger import ledger
from isotherm_ingest.batch.rows import Row
from isotherm_ingest.place.place_batch import PlacedBatch
from isotherm_ingest.place.registry import VERSION

Stretch = tuple[int, int, int]
"""Channel, first and last instant (µs)."""

MOVE = f"""
INSERT INTO state (key, value) VALUES ('{CLOSED_TO}', $1)
ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""


async def close(connection: asyncpg.Connection, at: int) -> None:
    """Move `closed_to` to an instant (µs in whole ms)."""
    await connection.execute(MOVE, json.dumps(at // 1000))


async def batch(
    connection: asyncpg.Connection, plain: Sequence[Row], rows: Iterable[Row] = ()
) -> PlacedBatch:
    """Return a batch of plain readings, each of another message, and of rows; sorted by key."""
    plain = sorted(plain, key=lambda reading: (reading.channel_id, reading.measured_at))
    decoded = Batch(1, [chunk(*(message() for _ in plain))] if plain else [])
    version = await connection.fetchval(VERSION)
    others = sorted(rows, key=lambda reading: (reading.channel_id, reading.measured_at))
    counts = ledger()
    counts[message().hour].offered = len(plain) + len(others)
    return PlacedBatch(version, columns(*plain), others, [], [], counts, [], None, {}, decoded)


def readings(instants: Iterable[tuple[int, int]], value: float = 21.4) -> list[Row]:
    """Return one reading per channel and offset from NOW (µs)."""
    return [row(NOW + offset, value, channel) for channel, offset in instants]


async def marks(connection: asyncpg.Connection) -> list[Stretch]:
    """Return the dirty ranges of channels, sorted."""
    rows = await connection.fetch("SELECT channel_id, since, until FROM dirty")
    assert all(record["channel_id"] is not None for record in rows)
    return sorted((channel, to_micros(since), to_micros(until)) for channel, since, until in rows)
