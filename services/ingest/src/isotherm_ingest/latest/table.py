"""The table `latest`: written from memory, and rebuilt from readings after a crash.

A row changes only towards newer readings, so that instances and attempts may write in any order.
"""

from collections.abc import Sequence
from typing import Any

import asyncpg
import numpy as np

from isotherm.instants import Micros, sql_timestamptz, to_datetime
from isotherm.process.connections import LONG_STATEMENT_S
from isotherm_ingest.batch.rows import Columns

_NOTIFY = "SELECT pg_notify('isotherm_readings', '')"
_CHANNELS = "SELECT id FROM channel WHERE id > $1 ORDER BY id LIMIT 500"


def _newer(column: str) -> str:
    """Return SQL that keeps a column of the newer reading."""
    return (
        f"{column} = CASE WHEN excluded.measured_at > l.measured_at"
        f" THEN excluded.{column} ELSE l.{column} END"
    )


def _micros(column: str) -> str:
    """Return SQL of an instant as µs since 1970."""
    return f"(extract(epoch FROM {column}) * 1000000)::int8"


_UPSERT = f"""
INSERT INTO latest AS l
    (channel_id, measured_at, received_at, value, quality, good_at, good_value, written_at)
{{rows}}
ON CONFLICT (channel_id) DO UPDATE SET
    measured_at = greatest(l.measured_at, excluded.measured_at),
    {_newer("received_at")}, {_newer("value")}, {_newer("quality")},
    good_at = greatest(l.good_at, excluded.good_at),
    good_value = CASE WHEN excluded.good_at >= coalesce(l.good_at, '-infinity')
        THEN excluded.good_value ELSE l.good_value END,
    written_at = clock_timestamp()
WHERE excluded.measured_at > l.measured_at
    OR excluded.good_at > coalesce(l.good_at, '-infinity')
"""
_WRITE = _UPSERT.format(
    rows=f"""
SELECT c.id, {sql_timestamptz("at")}, {sql_timestamptz("received")}, t.value, quality,
    {sql_timestamptz("good_at")}, good_value, clock_timestamp()
FROM unnest($1::int4[], $2::int8[], $3::int8[], $4::float8[], $5::int2[], $6::int8[], $7::float8[])
    AS t(channel_id, at, received, value, quality, good_at, good_value)
JOIN channel c ON c.id = t.channel_id ORDER BY c.id
"""
)
_REBUILD = _UPSERT.format(
    rows="""
SELECT c.id, n.measured_at, n.received_at, n.value, n.quality, g.measured_at, g.value,
    clock_timestamp()
FROM unnest($2::int4[]) AS c(id) LEFT JOIN latest l ON l.channel_id = c.id
CROSS JOIN LATERAL (
    SELECT * FROM reading r WHERE r.channel_id = c.id AND r.measured_at <= $3
        AND r.measured_at > coalesce(l.measured_at, $1) ORDER BY r.measured_at DESC LIMIT 1) n
LEFT JOIN LATERAL (
    SELECT * FROM reading r WHERE r.channel_id = c.id AND r.quality & 7 = 0
        AND r.measured_at <= $3 AND r.measured_at > coalesce(l.good_at, $1)
    ORDER BY r.measured_at DESC LIMIT 1) g ON true
ORDER BY c.id
"""
)
_READ = f"""
SELECT channel_id, {_micros("measured_at")}, {_micros("received_at")}, value, quality,
    {_micros("good_at")}, good_value
FROM latest WHERE channel_id = ANY ($1::int4[])
"""

_EARLY = f"""
SELECT DISTINCT ON (channel_id, date_trunc('second', measured_at), quality & 7 = 0)
    channel_id, {_micros("measured_at")}, {_micros("received_at")}, value, quality
FROM reading WHERE channel_id = ANY ($1::int4[]) AND measured_at > $2
ORDER BY channel_id, date_trunc('second', measured_at), quality & 7 = 0, measured_at DESC
"""
_UNCHANGED = "INSERT 0 0"


async def write(
    connection: asyncpg.Connection, channel_ids: Sequence[int], columns: Sequence[Sequence[Any]]
) -> bool:
    """Write the newest readings of channels; return whether any row changed.

    The columns are measured_at, received_at (µs), value, quality, good_at (µs) and good_value.
    """
    status: str = await connection.execute(_WRITE, channel_ids, *columns)
    return status != _UNCHANGED


async def notify(connection: asyncpg.Connection) -> None:
    """Tell listeners that the table has changed."""
    await connection.execute(_NOTIFY)


async def read_channels(connection: asyncpg.Connection, after: int) -> list[int]:
    """Read the next channel ids after one; an empty list if none is left."""
    return [row[0] for row in await connection.fetch(_CHANNELS, after)]


async def rebuild(
    connection: asyncpg.Connection, channel_ids: Sequence[int], since: Micros, now: Micros
) -> list[asyncpg.Record]:
    """Write what readings up to now say about channels; return their rows, with instants in µs.

    Channels without a row are searched for readings measured since an instant.
    """
    begin, end = to_datetime(since), to_datetime(now)
    await connection.execute(_REBUILD, begin, channel_ids, end, timeout=LONG_STATEMENT_S)
    rows: list[asyncpg.Record] = await connection.fetch(_READ, channel_ids)
    return rows


async def read_early(
    connection: asyncpg.Connection, channel_ids: Sequence[int], now: Micros
) -> Columns:
    """Read the readings of channels that were measured after now, one a second of each."""
    end = to_datetime(now)
    rows = await connection.fetch(_EARLY, channel_ids, end, timeout=LONG_STATEMENT_S)
    channels, at, received, value, quality = zip(*rows, strict=True) if rows else ((),) * 5
    return Columns(
        np.array(channels, np.int32), np.array(at, np.int64), np.array(received, np.int64),
        np.array(value, np.float64), np.array(quality, np.int16), np.zeros(len(rows), np.bool_),
        np.zeros(len(rows), np.int32),
    )  # fmt: skip
