"""SQL of a sensor's interval; `change.lock_sensor` comes before a change."""

from datetime import datetime

import asyncpg

from isotherm.database import Connection

_INTERVAL = """
SELECT expected_interval_s AS set_s, learned_interval_s AS learned_s, learned_usual_s AS usual_s,
       learned_heartbeat_s AS heartbeat_s, learned_messages AS messages,
       learned_span_s AS span_s, learned_at
FROM sensor WHERE id = $1"""


async def read_interval(connection: Connection, sensor_id: int) -> asyncpg.Record:
    """Return the set and the learned interval, `set_s` and `learned_s`, in seconds.

    The other columns say what the learned one was learned from.
    """
    row = await connection.fetchrow(_INTERVAL, sensor_id)
    if row is None:
        raise RuntimeError("the sensor was deleted in its own transaction")
    return row


async def load_intervals(connection: Connection, sensor_id: int) -> list[asyncpg.Record]:
    """Return the dated intervals, newest first; `since` of the first one is null."""
    return await connection.fetch(
        "SELECT CASE WHEN isfinite(since) THEN since END AS since, interval_s"
        " FROM sensor_interval WHERE sensor_id = $1 ORDER BY sensor_interval.since DESC",
        sensor_id,
    )


async def set_interval(
    connection: Connection, sensor_id: int, interval_s: float | None, since: datetime | None
) -> None:
    """Update the interval from now or from `since`; with interval None, worker learns it.

    A trigger dates a change that begins now. An earlier one is inserted first, so that the trigger
    finds it already in force.
    """
    if since is not None and interval_s is not None:
        await connection.execute(
            "DELETE FROM sensor_interval WHERE sensor_id = $1 AND since >= $2", sensor_id, since
        )
        await connection.execute(
            "INSERT INTO sensor_interval (sensor_id, since, interval_s) VALUES ($1, $2, $3)",
            sensor_id, since, interval_s,
        )  # fmt: skip
    await connection.execute(
        "UPDATE sensor SET expected_interval_s = $2 WHERE id = $1", sensor_id, interval_s
    )
