"""Counts of what was received from a device, by hour."""

from datetime import datetime, timedelta

from isotherm.database import Connection

_LATE = timedelta(days=1)
"""How late a reading may be received to be counted."""

_READINGS = """
SELECT date_trunc('hour', r.received_at, 'UTC') AS hour, count(*) AS count
FROM reading r JOIN channel c ON c.id = r.channel_id
WHERE c.device_id = $1 AND r.measured_at >= $2 AND r.received_at >= $3 GROUP BY 1"""
_REJECTS = """
SELECT hour, sum(count)::bigint AS count FROM reject_counted
WHERE device_name = $1 AND hour >= $2 GROUP BY 1"""


async def count_readings(
    connection: Connection, device_id: int, since: datetime
) -> dict[datetime, int]:
    """Return the readings that were received since an instant, by hour; those a day late too."""
    rows = await connection.fetch(_READINGS, device_id, since - _LATE, since)
    return {row["hour"]: row["count"] for row in rows}


async def count_rejects(connection: Connection, name: str, since: datetime) -> dict[datetime, int]:
    """Return the rejects since an instant, by hour."""
    rows = await connection.fetch(_REJECTS, name, since)
    return {row["hour"]: row["count"] for row in rows}
