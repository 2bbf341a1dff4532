"""Dated limits and intervals as rows; the sensor's own row is the lock of who changes them."""

from datetime import datetime, timedelta

import asyncpg

from isotherm_api.database import Connection

_MS = timedelta(milliseconds=1)


async def lock(connection: Connection, sensor: int) -> None:
    """Lets one transaction at a time change what a sensor is judged by."""
    await connection.execute("SELECT FROM sensor WHERE id = $1 FOR NO KEY UPDATE", sensor)


async def limits(connection: Connection, issuer: str, sensor: int) -> list[asyncpg.Record]:
    """Every limits of a sensor, newest first, with who set them."""
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
    """Limits from an instant on, in place of those that begin in the same millisecond."""
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


async def remove_limits(connection: Connection, limits_id: int) -> None:
    """Takes a row away: those before it are in force until the next."""
    await connection.execute("DELETE FROM limits WHERE id = $1", limits_id)


async def interval(connection: Connection, sensor: int) -> asyncpg.Record:
    """What is set and learned: `set_s`, `learned_s`."""
    row = await connection.fetchrow(
        "SELECT expected_interval_s AS set_s, learned_interval_s AS learned_s FROM sensor"
        " WHERE id = $1",
        sensor,
    )
    if row is None:
        raise RuntimeError("the transaction has lost its sensor")
    return row


async def intervals(connection: Connection, sensor: int) -> list[asyncpg.Record]:
    """What was in force since when, newest first; the first has always been, `since` is null."""
    return await connection.fetch(
        "SELECT CASE WHEN isfinite(since) THEN since END AS since, interval_s"
        " FROM sensor_interval WHERE sensor_id = $1 ORDER BY sensor_interval.since DESC",
        sensor,
    )


async def set_interval(
    connection: Connection, sensor: int, interval_s: float | None, since: datetime | None
) -> None:
    """Sets it from now on, or from an instant in the past until now, or lets it be learned.

    A trigger dates what becomes other now; what is dated earlier is written before, and then found
    in force by it.
    """
    if since is not None and interval_s is not None:
        await connection.execute(
            "DELETE FROM sensor_interval WHERE sensor_id = $1 AND since >= $2", sensor, since
        )
        await connection.execute(
            "INSERT INTO sensor_interval (sensor_id, since, interval_s) VALUES ($1, $2, $3)",
            sensor, since, interval_s,
        )  # fmt: skip
    await connection.execute(
        "UPDATE sensor SET expected_interval_s = $2 WHERE id = $1", sensor, interval_s
    )
