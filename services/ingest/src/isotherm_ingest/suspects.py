"""Suspects: noted with their reading, for worker to look at once their neighbours are stored."""

from collections.abc import Iterable

import asyncpg

from isotherm.quality import Quality
from isotherm_ingest.place import Row
from isotherm_ingest.times import moment

_NOTE = """
INSERT INTO suspect (channel_id, measured_at) SELECT * FROM unnest($1::int4[], $2::timestamptz[])
"""


async def note(connection: asyncpg.Connection, stored: Iterable[Row]) -> None:
    """Notes those of the rows that are suspect, within the transaction that stores them."""
    if noted := [row for row in stored if row.quality & Quality.SUSPECT]:
        channels = [row.channel_id for row in noted]
        await connection.execute(_NOTE, channels, [moment(row.measured_at) for row in noted])
