"""The interval of a sensor as rows; the sensor's own row is the lock for changing it."""

from datetime import datetime

import asyncpg

from isotherm_api.database import Connection


async def lock(connection: Connection, sensor: int) -> None:
    """Let one transaction at a time change the sensor's limits or interval."""
    await connection.execute("SELECT FROM sensor WHERE id = $1 FOR NO KEY UPDATE", sensor)


async def read_interval(connection: Connection, sensor: int) -> asyncpg.Record:
    """Return the set and the learned interval, `set_s` and `learned_s`, in seconds."""
    row = await connection.fetchrow(
        "SELECT expected_interval_s AS set_s, learned_interval_s AS learned_s FROM sensor"
        " WHERE id = $1",
        sensor,
    )
    if row is None:
        raise RuntimeError("the transaction has lost its sensor")
    return row


async def load_intervals(connection: Connection, sensor: int) -> list[asyncpg.Record]:
    """Return the intervals in force, newest first; `since` of the earliest is null."""
    return await connection.fetch(
        "SELECT CASE WHEN isfinite(since) THEN since END AS since, interval_s"
        " FROM sensor_interval WHERE sensor_id = $1 ORDER BY sensor_interval.since DESC",
        sensor,
    )


async def set_interval(
    connection: Connection, sensor: int, interval_s: float | None, since: datetime | None
) -> None:
    """Set the interval from now on or from an instant in the past; None lets it be learned.

    A trigger dates a change that begins now. An earlier one is inserted first, so that the trigger
    finds it in force.
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
