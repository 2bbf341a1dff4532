"""What of a trial's messages ingest has stored: awaited while it runs, and verified at its end."""

import asyncio
import time
from dataclasses import dataclass

import asyncpg

from bench.errors import BenchError
from isotherm.quality import Quality

_LOOK_EVERY_S = 0.02
_LEAST_A_SECOND = 500
_PATIENCE_S = 120.0

# a row a batch: asking it costs nothing, where counting the readings would take from the measured
_STORED = "SELECT coalesce(sum(stored), 0) FROM ledger_entry"
_FOUND = f"""
SELECT count(*) AS readings,
    count(*) FILTER (WHERE quality & {int(Quality.TIME_UNSURE)} <> 0) AS unsure,
    (SELECT count(*) FROM reject) AS rejects
FROM reading
"""  # noqa: S608  a number of ours
_SIZE = """
SELECT sum(pg_total_relation_size(inhrelid))::float8
FROM pg_inherits WHERE inhparent = 'reading'::regclass AND pg_relation_size(inhrelid) > 0
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in the database after a trial."""

    readings: int
    unsure: int
    """Readings whose time could not be told."""
    bytes_each: float
    """Heap and key, of all days that hold a reading."""


async def until_stored(connection: asyncpg.Connection, count: int) -> float:
    """When so many readings were stored (monotonic). Raises BenchError where they never are."""
    deadline = time.monotonic() + _PATIENCE_S + count / _LEAST_A_SECOND
    while (stored := await connection.fetchval(_STORED)) < count:
        if time.monotonic() > deadline:
            raise BenchError(f"{stored:,} of {count:,} readings were stored, and no more came")
        await asyncio.sleep(_LOOK_EVERY_S)
    return time.monotonic()


async def found(connection: asyncpg.Connection, expected: int) -> Found:
    """Counts, once all are stored. Raises BenchError unless each message is one reading."""
    row = await connection.fetchrow(_FOUND)
    assert row is not None  # noqa: S101  an aggregate has a row
    if row["readings"] != expected or row["rejects"]:
        raise BenchError(
            f"{expected:,} messages became {row['readings']:,} readings"
            f" and {row['rejects']:,} rejects"
        )
    size = await connection.fetchval(_SIZE)
    return Found(row["readings"], row["unsure"], size / row["readings"])
