"""Dated limits as rows; the sensor's own row is the lock for changing them."""

from datetime import datetime, timedelta

import asyncpg

from isotherm_api.database import Connection

_MS = timedelta(milliseconds=1)


async def lock(connection: Connection, sensor: int) -> None:
    """Let one transaction at a time change the sensor's limits or interval."""
    await connection.execute("SELECT FROM sensor WHERE id = $1 FOR NO KEY UPDATE", sensor)


async def load_limits(connection: Connection, issuer: str, sensor: int) -> list[asyncpg.Record]:
    """Return every limits of a sensor with who set them, newest first."""
    return await connection.fetch(
        "SELECT l.id, l.since, l.low, l.high, l.set_by, l.set_at, u.name AS set_by_name"
        " FROM limits l LEFT JOIN LATERAL (SELECT name FROM user_account"
        "  WHERE issuer = $2 AND username = l.set_by ORDER BY last_seen DESC LIMIT 1) u ON true"
        " WHERE l.sensor_id = $1 ORDER BY l.since DESC",
        sensor,
        issuer,
    )


async def set_limits(
    connection: Connection,
    sensor: int,
    since: datetime,
    bounds: tuple[float | None, float | None],
    by: str,
    now: datetime,
) -> None:
    """Write limits from an instant on; they replace those that begin in the same millisecond."""
    changed = await connection.execute(
        "UPDATE limits SET low = $3, high = $4, set_by = $5, set_at = $6"
        " WHERE sensor_id = $1 AND since >= $2 AND since < $7",
        sensor, since, *bounds, by, now, since + _MS,
    )  # fmt: skip
    if changed == "UPDATE 0":
        await connection.execute(
            "INSERT INTO limits (sensor_id, since, low, high, set_by, set_at)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            sensor, since, *bounds, by, now,
        )  # fmt: skip


async def delete_limits(connection: Connection, limits_id: int) -> None:
    """Delete a row; the limits before it are then in force until the next."""
    await connection.execute("DELETE FROM limits WHERE id = $1", limits_id)
