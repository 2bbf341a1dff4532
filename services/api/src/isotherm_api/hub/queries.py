"""Which sensors have news."""

from datetime import datetime

from isotherm_api.database import Connection


async def written_since(connection: Connection, since: datetime) -> dict[int, datetime]:
    """When the newest reading of sensors was written, of those where it was after an instant."""
    rows = await connection.fetch(
        "SELECT i.sensor_id, max(a.written_at) AS written_at FROM latest a"
        " JOIN installation i ON i.channel_id = a.channel_id AND i.during @> a.measured_at"
        " WHERE a.written_at > $1 GROUP BY i.sensor_id",
        since,
    )
    return {row["sensor_id"]: row["written_at"] for row in rows}


async def everything(connection: Connection) -> list[int]:
    """Every sensor."""
    return [row["id"] for row in await connection.fetch("SELECT id FROM sensor ORDER BY id")]


async def newest(connection: Connection) -> datetime | None:
    """When a newest reading was last written."""
    found: datetime | None = await connection.fetchval("SELECT max(written_at) FROM latest")
    return found
