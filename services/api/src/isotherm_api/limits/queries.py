"""SQL of dated limits; `change.lock_sensor` comes before a change."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from isotherm.database import Connection
from isotherm_api.audit import sql_named

_MS = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Dated:
    """What limits say; °C and seconds."""

    low: float | None
    high: float | None
    min_duration_s: float
    hysteresis: float


async def load_limits(connection: Connection, issuer: str, sensor_id: int) -> list[asyncpg.Record]:
    """Return all limits of a sensor, newest first.

    `set_by_name` is the name of who set them, or None if nobody of that user name has signed in.
    """
    return await connection.fetch(
        "SELECT l.id, l.since, l.low, l.high, l.min_duration_s, l.hysteresis,"
        " l.set_by, l.set_at, u.name AS set_by_name"
        f" FROM limits l {sql_named('l.set_by', '$2', 'u')}"
        " WHERE l.sensor_id = $1 ORDER BY l.since DESC",
        sensor_id,
        issuer,
    )


async def load_records(
    connection: Connection, issuer: str, sensor_id: int, before: int | None, limit: int
) -> list[asyncpg.Record]:
    """Return at most `limit` records of a sensor's limits in the audit log, newest first.

    `before` is the id of the last one of the page before. Names are those of `load_limits`.
    """
    return await connection.fetch(
        "SELECT a.id, a.at, a.actor, a.action, a.before, a.after, a.reason, u.name AS actor_name"
        f" FROM audit a {sql_named('a.actor', '$2', 'u')}"
        " WHERE a.sensor_id = $1 AND a.action IN ('limits.set', 'limits.remove')"
        " AND ($3::bigint IS NULL OR a.id < $3)"
        " ORDER BY a.id DESC LIMIT $4",
        sensor_id, issuer, before, limit,
    )  # fmt: skip


async def set_limits(
    connection: Connection,
    sensor_id: int,
    since: datetime,
    dated: Dated,
    by: str,
    now: datetime,
) -> None:
    """Insert limits that begin at `since`; update them if some begin in that millisecond."""
    values = dated.low, dated.high, dated.min_duration_s, dated.hysteresis
    changed = await connection.execute(
        "UPDATE limits SET low = $3, high = $4, min_duration_s = $5, hysteresis = $6, set_by = $7,"
        " set_at = $8 WHERE sensor_id = $1 AND since >= $2 AND since < $9",
        sensor_id, since, *values, by, now, since + _MS,
    )  # fmt: skip
    if changed == "UPDATE 0":
        await connection.execute(
            "INSERT INTO limits"
            " (sensor_id, since, low, high, min_duration_s, hysteresis, set_by, set_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            sensor_id, since, *values, by, now,
        )  # fmt: skip


async def delete_limits(connection: Connection, limits_id: int) -> None:
    """Delete limits; the ones before them then apply until the next."""
    await connection.execute("DELETE FROM limits WHERE id = $1", limits_id)
