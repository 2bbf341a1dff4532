"""SQL of the hub: which sensors are shown, which have new readings, and where some changed."""

from datetime import datetime, timedelta

from isotherm.database import Connection

OVERLAP = timedelta(seconds=5)
"""Rows are written before they are committed, so look back this far before the newest row seen."""

_IDS = """
SELECT s.id FROM sensor s JOIN site ON site.id = s.site_id
WHERE s.archived_at IS NULL AND site.archived_at IS NULL ORDER BY s.id"""
_WRITTEN = """
SELECT i.sensor_id, max(a.written_at) AS written_at FROM latest a
JOIN installation i ON i.channel_id = a.channel_id AND i.during @> a.measured_at
JOIN sensor s ON s.id = i.sensor_id JOIN site ON site.id = s.site_id
WHERE a.written_at > $1 AND s.archived_at IS NULL AND site.archived_at IS NULL
GROUP BY i.sensor_id"""
_CHANGED = """
SELECT site_id, max(at) AS at FROM audit
WHERE at > $1 AND action IN
    ('sensor.add', 'sensor.change', 'sensor.delete', 'site.change', 'site.delete')
GROUP BY site_id"""


async def load_written_since(connection: Connection, since: datetime) -> dict[int, datetime]:
    """Return when the newest reading of each sensor was written, if that was after `since`.

    Archived sensors are left out, here as in `load_sensor_ids`.
    """
    rows = await connection.fetch(_WRITTEN, since)
    return {row["sensor_id"]: row["written_at"] for row in rows}


async def load_sensor_ids(connection: Connection) -> list[int]:
    """Return the ids of all sensors that are shown."""
    rows = await connection.fetch(_IDS)
    return [row["id"] for row in rows]


async def load_places_changed_since(
    connection: Connection, since: datetime
) -> dict[int | None, datetime]:
    """Return when people last changed a site or its sensors, by site id, if that was after `since`.

    The key None is for sites that have been deleted.
    """
    rows = await connection.fetch(_CHANGED, since)
    return {row["site_id"]: row["at"] for row in rows}


async def read_newest(connection: Connection) -> datetime | None:
    """Return when a newest reading was last written; None if there are no readings."""
    written_at: datetime | None = await connection.fetchval("SELECT max(written_at) FROM latest")
    return written_at
