"""Sites as rows, and the statements that change them."""

import json
from datetime import datetime
from typing import Any

import asyncpg

from isotherm.database import Connection
from isotherm.process.connections import LONG_STATEMENT_S
from isotherm_api.access import Access

_SITE = """
SELECT site.id, site.slug, site.name, site.time_zone, site.archived_at, site.created_at,
    (SELECT count(*) FROM sensor WHERE site_id = site.id AND archived_at IS NULL) AS sensors,
    (SELECT count(*) FROM sensor WHERE site_id = site.id AND archived_at IS NOT NULL)
        AS archived_sensors,
    (SELECT count(*) FROM device WHERE site_id = site.id AND removed_at IS NULL) AS devices,
    EXISTS (SELECT FROM sensor s JOIN rollup u ON u.sensor_id = s.id
        WHERE s.site_id = site.id AND u.rolled_to IS NOT NULL) AS zone_fixed
FROM site WHERE site.id = $1"""


async def load_page(
    connection: Connection, access: Access, after: str, limit: int, *, archived: bool = False
) -> list[asyncpg.Record]:
    """Return up to `limit` sites with a slug after `after`, by slug, each with what it holds.

    Archived sites are left out unless `archived` asks for them too.
    """
    return await connection.fetch(
        "SELECT id, slug, name, time_zone, archived_at, (SELECT count(*) FROM sensor"
        "  WHERE sensor.site_id = site.id AND sensor.archived_at IS NULL) AS sensors,"
        " (SELECT count(*) FROM device"
        "  WHERE device.site_id = site.id AND device.removed_at IS NULL) AS devices"
        " FROM site WHERE slug > $1 AND ($2::int[] IS NULL OR id = ANY($2::int[]))"
        " AND ($4 OR archived_at IS NULL) ORDER BY slug LIMIT $3",
        after,
        access.sites(),
        limit,
        archived,
    )


async def read_site(connection: Connection, site_id: int) -> asyncpg.Record:
    """Return a site that this transaction knows to exist, with its counts."""
    row = await connection.fetchrow(_SITE, site_id)
    if row is None:
        raise RuntimeError("the transaction has lost its own site")
    return row


async def lock_site(connection: Connection, site_id: int) -> bool:
    """Lock a site until the transaction ends; return False if it has been deleted.

    Nobody can add a sensor to it meanwhile: its foreign key waits for this lock.
    """
    row = await connection.fetchrow("SELECT id FROM site WHERE id = $1 FOR UPDATE", site_id)
    return row is not None


async def insert_site(connection: Connection, slug: str, name: str, zone: str) -> int | None:
    """Insert a site and return its id; None if its slug is taken."""
    site_id: int | None = await connection.fetchval(
        "INSERT INTO site (slug, name, time_zone) VALUES ($1, $2, $3)"
        " ON CONFLICT DO NOTHING RETURNING id",
        slug,
        name,
        zone,
    )
    return site_id


async def update_site(
    connection: Connection, site_id: int, name: str, zone: str, archived_at: datetime | None
) -> None:
    """Set the fields of a site.

    Raises asyncpg.ObjectNotInPrerequisiteStateError if the zone shall change and is fixed.
    """
    await connection.execute(
        "UPDATE site SET name = $2, archived_at = $3 WHERE id = $1", site_id, name, archived_at
    )
    await connection.execute(
        "UPDATE site SET time_zone = $2 WHERE id = $1 AND time_zone <> $2", site_id, zone
    )


async def delete_site(
    connection: Connection, site_id: int, *, with_history: bool
) -> dict[str, Any] | None:
    """Delete a site and return the numbers of rows deleted with it.

    Return None, and delete nothing, if it has history and `with_history` is false.
    """
    counts = await connection.fetchval(
        "SELECT delete_site($1, $2)", site_id, with_history, timeout=LONG_STATEMENT_S
    )
    return None if counts is None else json.loads(counts)
