"""SQL of corrections; `change.lock_sensor` comes before a change."""

from datetime import datetime
from typing import Any

import asyncpg

from isotherm.database import Connection
from isotherm.history.segments import complete_from, decode_corrections, sql_columns, sql_packed
from isotherm.instants import Micros
from isotherm.marks import RAW_HORIZON, sql_mark
from isotherm_api.audit import sql_named

_ROWS = f"""
SELECT c.id, c.kind, lower(c.during) AS start, upper(c.during) AS until, c.read_as, c.sent_as,
       c.shift_us, c.reason, c.made_by, c.made_at, c.undone_by, c.undone_at, c.undo_reason,
       m.name AS made_by_name, u.name AS undone_by_name
FROM correction c {sql_named("c.made_by", "$2", "m")} {sql_named("c.undone_by", "$2", "u")}
WHERE c.sensor_id = $1"""

_SEGMENTS = f"""
SELECT {sql_columns("$2::timestamptz", "$3::timestamptz")} FROM (SELECT $1::int) AS a (sensor_id)"""

_KEPT = f"""
SELECT {sql_mark(RAW_HORIZON)} AS horizon, (
    SELECT string_agg({sql_packed("c")}, ''::bytea) FROM correction c
    WHERE c.sensor_id = $1 AND c.kind = 'time' AND c.undone_at IS NULL) AS shifts"""


async def load_corrections(
    connection: Connection,
    issuer: str,
    sensor_id: int,
    *,
    touching: tuple[datetime | None, datetime | None] = (None, None),
    undone: bool = False,
    before: int | None = None,
    limit: int | None = None,
) -> list[asyncpg.Record]:
    """Return at most `limit` corrections of a sensor, newest first.

    They are those that touch a range, whose ends may be None, and have an id below `before`; those
    that are undone only if asked for. Names are those of users of the issuer, None for somebody who
    has never signed in.
    """
    return await connection.fetch(
        f"{_ROWS} AND c.touched && tstzrange($3, $4) AND ($5 OR c.undone_at IS NULL)"
        " AND ($6::int IS NULL OR c.id < $6) ORDER BY c.id DESC LIMIT $7",
        sensor_id, issuer, *touching, undone, before, limit,
    )  # fmt: skip


async def read_correction(
    connection: Connection, issuer: str, sensor_id: int, correction_id: int
) -> asyncpg.Record | None:
    """Return a correction of a sensor, or None if it has no such correction."""
    return await connection.fetchrow(f"{_ROWS} AND c.id = $3", sensor_id, issuer, correction_id)


async def load_overlapping(
    connection: Connection,
    issuer: str,
    sensor_id: int,
    kind: str,
    touched: list["asyncpg.Range[datetime]"],
) -> list[asyncpg.Record]:
    """Return the corrections in force of one kind that touch one of some ranges, newest first."""
    return await connection.fetch(
        f"{_ROWS} AND c.kind = $3 AND c.undone_at IS NULL"
        " AND c.touched && $4::tstzmultirange ORDER BY c.id DESC",
        sensor_id, issuer, kind, touched,
    )  # fmt: skip


async def insert_correction(
    connection: Connection, sensor_id: int, columns: dict[str, Any], now: datetime
) -> int:
    """Insert a correction and return its id.

    Raises asyncpg.ExclusionViolationError if one of its kind overlaps it.
    """
    correction_id = await connection.fetchval(
        "INSERT INTO correction (sensor_id, kind, during, read_as, sent_as, shift_us, reason,"
        " made_by, made_at) VALUES ($1, $2, tstzrange($3, $4), $5, $6, $7, $8, $9, $10)"
        " RETURNING id",
        sensor_id,
        *(columns[name] for name in ("kind", "start", "until", "read_as", "sent_as", "shift_us")),
        *(columns[name] for name in ("reason", "made_by")),
        now,
    )
    return int(correction_id)


async def undo_correction(
    connection: Connection, correction_id: int, by: str, reason: str | None, now: datetime
) -> None:
    """Mark a correction as undone."""
    await connection.execute(
        "UPDATE correction SET undone_by = $2, undo_reason = $3, undone_at = $4 WHERE id = $1",
        correction_id, by, reason, now,
    )  # fmt: skip


async def read_complete_from(connection: Connection, sensor_id: int) -> Micros:
    """Return from when on (µs) all of a sensor's readings are still stored; 0 if none is dropped.

    Readings of dropped days that were shifted to a later time are missing there, too.
    """
    row = await connection.fetchrow(_KEPT, sensor_id)
    if row is None or row["horizon"] is None:
        return 0
    return complete_from(decode_corrections(row["shifts"]), row["horizon"])


async def read_segments(
    connection: Connection, sensor_id: int, start: datetime, end: datetime
) -> asyncpg.Record:
    """Return the columns of `segments.sql_columns` of a sensor over a range."""
    row = await connection.fetchrow(_SEGMENTS, sensor_id, start, end)
    if row is None:
        raise RuntimeError("a SELECT of one row returned none")
    return row


async def count_readings(
    connection: Connection, channel_id: int, start: datetime, end: datetime, most: int
) -> int:
    """Return how many readings of a channel are stored in a range, at most `most`."""
    count = await connection.fetchval(
        "SELECT count(*) FROM (SELECT FROM reading"
        " WHERE channel_id = $1 AND measured_at >= $2 AND measured_at < $3 LIMIT $4) r",
        channel_id, start, end, most,
    )  # fmt: skip
    return int(count)
