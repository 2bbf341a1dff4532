"""Pages of the sites that a caller sees."""

import asyncpg

from isotherm.database import Connection
from isotherm_api.access import Access


async def load_page(
    connection: Connection, access: Access, after: str, limit: int
) -> list[asyncpg.Record]:
    """Return up to `limit` sites with a slug after `after`, by slug, each with its sensor count."""
    return await connection.fetch(
        "SELECT id, slug, name, time_zone,"
        " (SELECT count(*) FROM sensor WHERE sensor.site_id = site.id) AS sensors"
        " FROM site WHERE slug > $1 AND ($2::int[] IS NULL OR id = ANY($2::int[]))"
        " ORDER BY slug LIMIT $3",
        after,
        access.sites(),
        limit,
    )
