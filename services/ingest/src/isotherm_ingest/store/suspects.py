"""Suspects and possible jumps: listed for worker, which judges them by their stored neighbours."""

from collections.abc import Iterable, Sequence

import asyncpg

from isotherm.instants import to_datetime
from isotherm.quality import Quality
from isotherm_ingest.batch.rows import Row
from isotherm_ingest.store.jumps import Key

_INSERT = """
INSERT INTO suspect (channel_id, measured_at, jump)
SELECT * FROM unnest($1::int4[], $2::timestamptz[], $3::boolean[])
ON CONFLICT DO NOTHING
"""


async def insert_suspects(
    connection: asyncpg.Connection, stored: Iterable[Row], jumps: Sequence[Key]
) -> None:
    """Insert the rows that are suspect, and readings that may be jumps.

    Call it in the transaction that stores them.
    """
    suspects = [
        (row.channel_id, row.measured_at) for row in stored if row.quality & Quality.SUSPECT
    ]
    if keys := [*suspects, *jumps]:
        channels, instants = zip(*keys, strict=True)
        is_jump = [False] * len(suspects) + [True] * len(jumps)
        moments = [to_datetime(at) for at in instants]
        await connection.execute(_INSERT, list(channels), moments, is_jump)
