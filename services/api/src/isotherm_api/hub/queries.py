"""SQL of the hub: which sensors have new readings."""

from datetime import datetime, timedelta

from isotherm.database import Connection

OVERLAP = timedelta(seconds=5)
"""Rows are written before they are committed, so look back this far before the newest row seen."""


async def load_written_since(connection: Connection, since: datetime) -> dict[int, datetime]:
    """Return when the newest reading of each sensor was written, if that was after `since`."""
    rows = await connection.fetch(
        "SELECT i.sensor_id, max(a.written_at) AS written_at FROM latest a"
        " JOIN installation i ON i.channel_id = a.channel_id AND i.during @> a.measured_at"
        " WHERE a.written_at > $1 GROUP BY i.sensor_id",
        since,
    )
    return {row["sensor_id"]: row["written_at"] for row in rows}


async def load_sensor_ids(connection: Connection) -> list[int]:
    """Return the ids of all sensors."""
    return [row["id"] for row in await connection.fetch("SELECT id FROM sensor ORDER BY id")]


async def read_newest(connection: Connection) -> datetime | None:
    """Return when a newest reading was last written; None if there are no readings."""
    written_at: datetime | None = await connection.fetchval("SELECT max(written_at) FROM latest")
    return written_at
