"""Wait until ingest has stored a trial's messages, and verify them afterwards."""

import asyncio
import time
from dataclasses import dataclass

import asyncpg

from bench.errors import BenchError
from isotherm.quality import Quality

_LOOK_EVERY_S = 0.02
_LEAST_A_SECOND = 500
_PATIENCE_S = 120.0

# one row per batch: cheap to poll; counting readings would slow down what is measured
_STORED = "SELECT coalesce(sum(stored), 0) FROM ledger_entry"
_READINGS = f"""
SELECT count(*) AS readings,
    count(*) FILTER (WHERE quality & {int(Quality.TIME_UNSURE)} <> 0) AS unsure,
    (SELECT count(*) FROM reject) AS rejects
FROM reading
"""
_SIZE = """
SELECT sum(pg_total_relation_size(inhrelid))::float8
FROM pg_inherits WHERE inhparent = 'reading'::regclass AND pg_relation_size(inhrelid) > 0
"""


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings in the database after a trial."""

    count: int
    unsure: int
    """Readings whose time could not be determined."""
    bytes_each: float
    """Bytes per reading, heap and key, of all days that hold a reading."""


async def until_stored(connection: asyncpg.Connection, count: int) -> float:
    """Wait until `count` readings are stored; return when (monotonic). Raise BenchError."""
    deadline = time.monotonic() + _PATIENCE_S + count / _LEAST_A_SECOND
    while (stored := await connection.fetchval(_STORED)) < count:
        if time.monotonic() > deadline:
            raise BenchError(f"only {stored:,} of {count:,} readings were stored in time")
        await asyncio.sleep(_LOOK_EVERY_S)
    return time.monotonic()


async def verify_readings(connection: asyncpg.Connection, expected: int) -> Readings:
    """Count the stored readings. Raise BenchError unless each message is one reading."""
    [row] = await connection.fetch(_READINGS)
    if row["readings"] != expected or row["rejects"]:
        raise BenchError(
            f"{expected:,} messages became {row['readings']:,} readings"
            f" and {row['rejects']:,} rejects"
        )
    size = await connection.fetchval(_SIZE)
    return Readings(row["readings"], row["unsure"], size / row["readings"])
