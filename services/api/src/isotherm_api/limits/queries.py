"""SQL of dated limits; `change.lock_sensor` comes before a change."""

from datetime import datetime, timedelta

import asyncpg

from isotherm.database import Connection
from isotherm_api.audit import sql_named

_MS = timedelta(milliseconds=1)


async def load_limits(connection: Connection, issuer: str, sensor_id: int) -> list[asyncpg.Record]:
    """Return all limits of a sensor, newest first.

    `set_by_name` is the name of who set them, or None if nobody of that user name has signed in.
    """
    return await connection.fetch(
        "SELECT l.id, l.since, l.low, l.high, l.set_by, l.set_at, u.name AS set_by_name"
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
    bounds: tuple[float | None, float | None],
    by: str,
    now: datetime,
) -> None:
    """Insert limits that begin at `since`; update them if some begin in that millisecond."""
    changed = await connection.execute(
        "UPDATE limits SET low = $3, high = $4, set_by = $5, set_at = $6"
        " WHERE sensor_id = $1 AND since >= $2 AND since < $7",
        sensor_id, since, *bounds, by, now, since + _MS,
    )  # fmt: skip
    if changed == "UPDATE 0":
        await connection.execute(
            "INSERT INTO limits (sensor_id, since, low, high, set_by, set_at)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            sensor_id, since, *bounds, by, now,
        )  # fmt: skip


async def delete_limits(connection: Connection, limits_id: int) -> None:
    """Delete limits; the ones before them then apply until the next."""
    await connection.execute("DELETE FROM limits WHERE id = $1", limits_id)
