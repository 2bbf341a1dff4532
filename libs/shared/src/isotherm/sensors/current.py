"""Load sensors with site, limits in force, device and newest reading.

The statement works on sets, so that thousands of sensors cost a few scans instead of thousands of
look-ups. The rows are what `isotherm.sensors.state.judge` judges. The newest reading is the newest
at or before now: one whose time has not come yet waits, see `isotherm.sensors.waiting`. Where a
correction changes it, `isotherm.sensors.corrected` replaces it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import asyncpg

from isotherm.database import Connection
from isotherm.folding import containing, folded_sql
from isotherm.sensors.corrected import complete_corrected
from isotherm.sensors.intervals import load_spacing
from isotherm.sensors.waiting import complete_newest

_ROWS = """
WITH chosen AS MATERIALIZED (
    SELECT s.id, s.site_id, site.slug AS site, site.name AS site_name, site.time_zone,
           s.slug, s.name, s.place, s.position, s.archived_at, site.archived_at AS site_archived_at,
           coalesce(s.expected_interval_s, s.learned_interval_s) AS interval_s
    FROM sensor s JOIN site ON site.id = s.site_id
    WHERE {chosen}),
fed AS MATERIALIZED (
    SELECT i.sensor_id, i.during, c.name AS channel, d.name AS device, d.label,
           d.clock_skew_ms, a.measured_at, a.received_at, a.value, a.quality,
           a.good_at, a.good_value
    FROM installation i JOIN chosen ON chosen.id = i.sensor_id
    JOIN channel c ON c.id = i.channel_id JOIN device d ON d.id = c.device_id
    LEFT JOIN latest a ON a.channel_id = i.channel_id),
newest AS (
    SELECT DISTINCT ON (sensor_id) sensor_id, measured_at, received_at, value, quality,
           clock_skew_ms, CASE WHEN during @> good_at THEN good_at END AS good_at,
           CASE WHEN during @> good_at THEN good_value END AS good_value
    FROM fed WHERE during @> measured_at ORDER BY sensor_id, measured_at DESC),
gone AS (
    SELECT sensor_id, max(upper(during)) AS at FROM fed
    WHERE upper(during) <= measured_at GROUP BY sensor_id),
corrected AS (
    SELECT c.sensor_id, max(upper(c.touched)) AS until
    FROM correction c JOIN chosen ON chosen.id = c.sensor_id
    WHERE c.undone_at IS NULL GROUP BY c.sensor_id),
in_force AS (
    SELECT DISTINCT ON (l.sensor_id) l.sensor_id, l.low, l.high, l.since
    FROM limits l JOIN chosen ON chosen.id = l.sensor_id
    WHERE l.since <= $1 ORDER BY l.sensor_id, l.since DESC)
SELECT s.*, l.low, l.high, l.since AS limits_since, h.device, h.label, h.channel,
       n.measured_at, n.received_at, n.value, n.quality, n.good_at, n.good_value,
       n.clock_skew_ms, n.measured_at > $1 AS ahead,
       g.at > coalesce(n.measured_at, '-infinity') AS moved, k.until AS corrected_to
FROM chosen s
LEFT JOIN in_force l ON l.sensor_id = s.id
LEFT JOIN fed h ON h.sensor_id = s.id AND h.during @> $1::timestamptz
LEFT JOIN newest n ON n.sensor_id = s.id
LEFT JOIN gone g ON g.sensor_id = s.id
LEFT JOIN corrected k ON k.sensor_id = s.id
ORDER BY s.site, """

_SHOWN = "s.archived_at IS NULL AND site.archived_at IS NULL"
_OF_SITES = (
    _ROWS.replace("{chosen}", f"($2::int[] IS NULL OR s.site_id = ANY($2::int[])) AND {_SHOWN}")
    + "s.position NULLS LAST, lower(s.name), s.slug"
)
_BY_ID = _ROWS.replace("{chosen}", "s.id = ANY($2::int[])") + "s.slug"
_PAGE = (
    _ROWS.replace(
        "{chosen}",
        f"""($2::int[] IS NULL OR s.site_id = ANY($2::int[]))
      AND ($3::text IS NULL OR s.slug LIKE $3
           OR {folded_sql("s.name")} LIKE $3 OR {folded_sql("s.place")} LIKE $3
           OR {folded_sql("site.name")} LIKE $3)
      AND (site.slug, s.slug) > ($4, $5) AND ($7 OR {_SHOWN})
    ORDER BY site.slug, s.slug LIMIT $6""",
    )
    + "s.slug"
)

Row = dict[str, Any]


async def load_of_sites(
    connection: Connection, now: datetime, site_ids: Sequence[int] | None
) -> list[Row]:
    """Load every sensor of some sites (None: of all), without the archived ones.

    They are ordered by the site's slug, and at a site as people have arranged them: by position,
    and those without one by name.
    """
    sites = None if site_ids is None else list(site_ids)
    return await _complete(connection, await connection.fetch(_OF_SITES, now, sites), now)


async def load_by_id(connection: Connection, now: datetime, sensor_ids: Sequence[int]) -> list[Row]:
    """Load these sensors, also archived ones, ordered by slugs; unknown ids are left out."""
    if not sensor_ids:
        return []
    rows = await connection.fetch(_BY_ID, now, list(sensor_ids))
    return await _complete(connection, rows, now)


async def load_page(
    connection: Connection,
    now: datetime,
    *,
    site_ids: Sequence[int] | None,
    matching: str | None,
    after: tuple[str, str],
    limit: int,
    archived: bool = False,
) -> list[Row]:
    """Load up to `limit` sensors of some sites (None: of all) that follow the slugs `after`.

    Archived sensors, and those of archived sites, are left out unless `archived` asks for them too.
    With `matching`, load only those with that text in their name, slug, place or site's name.
    """
    pattern = containing(matching) if matching else None
    sites = None if site_ids is None else list(site_ids)
    rows = await connection.fetch(_PAGE, now, sites, pattern, *after, limit, archived)
    return await _complete(connection, rows, now)


async def _complete(
    connection: Connection, rows: Sequence[asyncpg.Record], now: datetime
) -> list[Row]:
    """Add what few sensors need: another newest reading, measured intervals."""
    sensors = {row["id"]: dict(row) for row in rows}
    await complete_newest(connection, sensors, now)
    await complete_corrected(connection, sensors, now)
    unset = [sensor_id for sensor_id, sensor in sensors.items() if sensor["interval_s"] is None]
    for sensor_id, seconds in (await load_spacing(connection, unset, now)).items():
        sensors[sensor_id]["interval_s"] = seconds
    return list(sensors.values())
