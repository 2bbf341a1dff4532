"""Suspects: listed for worker, which judges them once their neighbours are stored."""

from collections.abc import Iterable

import asyncpg

from isotherm.instants import to_datetime
from isotherm.quality import Quality
from isotherm_ingest.batch.rows import Row

_INSERT = """
INSERT INTO suspect (channel_id, measured_at) SELECT * FROM unnest($1::int4[], $2::timestamptz[])
"""


async def insert_suspects(connection: asyncpg.Connection, stored: Iterable[Row]) -> None:
    """Insert the rows that are suspect, in the transaction that stores them."""
    if suspects := [row for row in stored if row.quality & Quality.SUSPECT]:
        channels = [row.channel_id for row in suspects]
        await connection.execute(
            _INSERT, channels, [to_datetime(row.measured_at) for row in suspects]
        )
