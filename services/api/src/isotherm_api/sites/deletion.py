"""Deleting a site, and what would be deleted with it."""

from isotherm.database import Connection
from isotherm_api import audit, installing
from isotherm_api.access import Access, SiteRef
from isotherm_api.etag import require_match
from isotherm_api.problem import Conflict, Invalid, NotFound
from isotherm_api.ranges import ms
from isotherm_api.sites import documents, queries
from isotherm_api.sites.schemas import Deletion

_LONGER = "SET LOCAL statement_timeout = '5min'"
"""Years of sums of many sensors take longer to delete than a request may usually take."""

_COUNTS = """
SELECT (SELECT count(*) FROM sensor WHERE site_id = $1) AS sensors,
    (SELECT count(*) FROM device WHERE site_id = $1 AND removed_at IS NULL) AS devices,
    (SELECT count(*) FROM access_grant WHERE site_id = $1) AS grants,
    site_has_history($1) AS readings"""

# the first hour of each sensor, and raw readings where none was summed yet
_SPAN = """
WITH fed AS (
    SELECT s.id AS sensor_id, u.rolled_to, i.channel_id,
        coalesce(lower(i.during), '-infinity') AS since,
        coalesce(upper(i.during), 'infinity') AS until
    FROM sensor s LEFT JOIN rollup u ON u.sensor_id = s.id
    LEFT JOIN installation i ON i.sensor_id = s.id WHERE s.site_id = $1),
summed AS (
    SELECT min(h.first_at) AS first, max(h.last_at) AS last
    FROM (SELECT DISTINCT sensor_id FROM fed) s CROSS JOIN LATERAL (
        (SELECT first_at, last_at FROM reading_hour WHERE sensor_id = s.sensor_id
            AND first_at IS NOT NULL ORDER BY hour LIMIT 1)
        UNION ALL
        (SELECT first_at, last_at FROM reading_hour WHERE sensor_id = s.sensor_id
            AND first_at IS NOT NULL ORDER BY hour DESC LIMIT 1)) h),
raw AS (
    SELECT min(r.measured_at) AS first, max(r.measured_at) AS last
    FROM fed CROSS JOIN LATERAL (
        (SELECT measured_at FROM reading WHERE channel_id = fed.channel_id
            AND measured_at >= fed.since AND measured_at < fed.until
            AND measured_at >= coalesce(fed.rolled_to, '-infinity')
         ORDER BY measured_at LIMIT 1)
        UNION ALL
        (SELECT measured_at FROM reading WHERE channel_id = fed.channel_id
            AND measured_at >= fed.since AND measured_at < fed.until
            AND measured_at >= coalesce(fed.rolled_to, '-infinity')
         ORDER BY measured_at DESC LIMIT 1)) r)
SELECT least(summed.first, raw.first) AS first, greatest(summed.last, raw.last) AS last
FROM summed, raw"""


async def read_deletion(connection: Connection, site: SiteRef) -> Deletion:
    """Return what would be deleted with a site, and from when to when there are readings."""
    row = await queries.read_site(connection, site.id)
    counts = await connection.fetchrow(_COUNTS, site.id)
    span = await connection.fetchrow(_SPAN, site.id)
    if counts is None or span is None:
        raise RuntimeError("counting returned no row")
    return Deletion(
        **dict(counts.items()),
        first=ms(span["first"]),
        last=ms(span["last"]),
        etag=documents.site_etag(row),
    )


async def delete_site(
    connection: Connection,
    access: Access,
    site: SiteRef,
    confirmed: str | None,
    if_match: str | None,
) -> None:
    """Delete a site with its sensors, their history, limits and installations, and its grants.

    Devices lose their home site. Channels that now feed nothing become proposals again; their raw
    readings stay with them until retention drops them.

    Raises Conflict if readings were stored and the slug is not `confirmed`, Invalid if another text
    is, NotFound if somebody has deleted it, and as `etag.require_match`.
    """
    if confirmed is not None and confirmed != site.slug:
        raise Invalid.field("confirm", f"is not {site.slug}")
    fed = await installing.lock_fed(connection, site.id)
    if not await queries.lock_site(connection, site.id):
        raise NotFound(f"There is no site {site.slug} that you may see.")
    row = await queries.read_site(connection, site.id)
    require_match(if_match, documents.site_etag(row), documents.raced(row))
    await installing.lock_all_installations(connection, fed)
    await connection.execute(_LONGER)
    counts = await queries.delete_site(connection, site.id, with_history=confirmed is not None)
    if counts is None:
        raise Conflict(
            f"{site.slug} has readings. Archive it instead: it is hidden then, and its history"
            f" stays. To delete it with its history, confirm that with its slug, {site.slug}."
        )
    before = {**documents.audited_whole(row), "deleted": counts}
    await audit.insert(connection, access, "site.delete", site.slug, None, before=before)
