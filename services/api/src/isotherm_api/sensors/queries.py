"""Sensors as rows, and the statements that change them."""

from datetime import datetime

import asyncpg

from isotherm.database import Connection

_SENSOR = """
SELECT s.*, site.slug AS site, site.archived_at AS site_archived_at
FROM sensor s JOIN site ON site.id = s.site_id WHERE s.id = $1"""


async def load_installations(connection: Connection, sensor_id: int) -> list[asyncpg.Record]:
    """Return device, channel, start and end of a sensor's installations, the newest 500."""
    return await connection.fetch(
        "SELECT d.name AS device, c.name AS channel, lower(i.during) AS since,"
        " upper(i.during) AS until FROM installation i JOIN channel c ON c.id = i.channel_id"
        " JOIN device d ON d.id = c.device_id WHERE i.sensor_id = $1"
        " ORDER BY i.during DESC LIMIT 500",
        sensor_id,
    )


async def read_sensor(connection: Connection, sensor_id: int) -> asyncpg.Record:
    """Return the settings of a sensor that this transaction knows to exist."""
    row = await connection.fetchrow(_SENSOR, sensor_id)
    if row is None:
        raise RuntimeError("the transaction has lost its own sensor")
    return row


async def has_history(connection: Connection, sensor_id: int) -> bool:
    """Return whether a reading, a gap or a sum was ever stored for a sensor."""
    stored: bool = await connection.fetchval("SELECT sensor_has_history($1)", sensor_id)
    return stored


async def lock_site(connection: Connection, site_id: int) -> datetime | None:
    """Let one transaction at a time add, move and delete sensors of a site.

    Return since when the site is archived; None if it is not.
    """
    archived_at: datetime | None = await connection.fetchval(
        "SELECT archived_at FROM site WHERE id = $1 FOR NO KEY UPDATE", site_id
    )
    return archived_at


async def is_stored(connection: Connection, sensor_id: int) -> bool:
    """Return whether a sensor exists; nobody can delete it while `lock_site` holds."""
    row = await connection.fetchrow("SELECT FROM sensor WHERE id = $1", sensor_id)
    return row is not None


async def insert_sensor(
    connection: Connection,
    site_id: int,
    slug: str,
    name: str,
    place: str | None,
    expected_interval_s: float | None = None,
) -> int | None:
    """Insert a sensor and return its id; None if its slug is taken at the site."""
    sensor_id: int | None = await connection.fetchval(
        "INSERT INTO sensor (site_id, slug, name, place, expected_interval_s)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id",
        site_id,
        slug,
        name,
        place,
        expected_interval_s,
    )
    return sensor_id


async def update_sensor(
    connection: Connection,
    sensor_id: int,
    name: str,
    place: str | None,
    archived_at: datetime | None,
) -> None:
    """Set the fields of a sensor."""
    await connection.execute(
        "UPDATE sensor SET name = $2, place = $3, archived_at = $4 WHERE id = $1",
        sensor_id,
        name,
        place,
        archived_at,
    )


async def delete_sensor(connection: Connection, sensor_id: int) -> bool:
    """Delete a sensor with its installations and limits; return False if it has history."""
    deleted: bool = await connection.fetchval("SELECT delete_sensor($1)", sensor_id)
    return deleted


async def load_order(connection: Connection, site_id: int) -> list[asyncpg.Record]:
    """Return id, slug and position of a site's sensors in their order, also of archived ones."""
    return await connection.fetch(
        "SELECT id, slug, position FROM sensor WHERE site_id = $1"
        " ORDER BY position NULLS LAST, lower(name), slug",
        site_id,
    )


async def update_positions(connection: Connection, positions: dict[int, int]) -> None:
    """Set the positions of sensors, by id."""
    await connection.execute(
        "UPDATE sensor s SET position = a.position"
        " FROM unnest($1::int[], $2::int[]) AS a (id, position) WHERE s.id = a.id",
        list(positions),
        list(positions.values()),
    )
