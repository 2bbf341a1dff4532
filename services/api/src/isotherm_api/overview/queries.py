"""Every sensor of some sites at once: set by set, where the list of sensors asks row by row."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from isotherm_api.database import Connection
from isotherm_api.sensors.queries import complete

_ROWS = """
WITH chosen AS MATERIALIZED (
    SELECT s.id, s.site_id, site.slug AS site, site.name AS site_name, site.time_zone,
           s.slug, s.name, s.place,
           coalesce(s.expected_interval_s, s.learned_interval_s) AS interval_s
    FROM sensor s JOIN site ON site.id = s.site_id
    WHERE $2::int[] IS NULL OR s.site_id = ANY($2::int[])),
fed AS MATERIALIZED (
    SELECT i.sensor_id, i.during, c.name AS channel, d.name AS device, d.label,
           a.measured_at, a.received_at, a.value, a.quality, a.good_at, a.good_value
    FROM installation i JOIN chosen ON chosen.id = i.sensor_id
    JOIN channel c ON c.id = i.channel_id JOIN device d ON d.id = c.device_id
    LEFT JOIN latest a ON a.channel_id = i.channel_id),
newest AS (
    SELECT DISTINCT ON (sensor_id) sensor_id, measured_at, received_at, value, quality,
           CASE WHEN during @> good_at THEN good_at END AS good_at,
           CASE WHEN during @> good_at THEN good_value END AS good_value
    FROM fed WHERE during @> measured_at ORDER BY sensor_id, measured_at DESC),
gone AS (
    SELECT sensor_id, max(upper(during)) AS at FROM fed
    WHERE upper(during) <= measured_at GROUP BY sensor_id),
in_force AS (
    SELECT DISTINCT ON (l.sensor_id) l.sensor_id, l.low, l.high, l.since
    FROM limits l JOIN chosen ON chosen.id = l.sensor_id
    WHERE l.since <= $1 ORDER BY l.sensor_id, l.since DESC)
SELECT s.*, l.low, l.high, l.since AS limits_since, h.device, h.label, h.channel,
       n.measured_at, n.received_at, n.value, n.quality, n.good_at, n.good_value,
       coalesce(g.at > coalesce(n.measured_at, '-infinity'), false) AS moved
FROM chosen s
LEFT JOIN in_force l ON l.sensor_id = s.id
LEFT JOIN fed h ON h.sensor_id = s.id AND h.during @> $1::timestamptz
LEFT JOIN newest n ON n.sensor_id = s.id
LEFT JOIN gone g ON g.sensor_id = s.id
ORDER BY s.site, s.slug"""

_SILENT = """
SELECT s.id, u.rolled_to, f.first_at, extract(epoch FROM coalesce(CASE
           WHEN g.since IS NULL THEN '0'
           WHEN g.since > $2 THEN t.silent
           WHEN coalesce(g.until, u.rolled_to) > $2
           THEN least(coalesce(g.until, u.rolled_to), $3) - $2 END, '0'))::float8 AS silent
FROM unnest($1::int[]) AS s (id)
JOIN rollup u ON u.sensor_id = s.id AND u.rolled_to > $2
LEFT JOIN LATERAL (
    SELECT h.first_at FROM reading_hour h WHERE h.sensor_id = s.id ORDER BY h.hour LIMIT 1
) f ON true
LEFT JOIN LATERAL (
    SELECT since, until FROM gap WHERE sensor_id = s.id AND since < $3
    ORDER BY since DESC LIMIT 1
) g ON true
LEFT JOIN LATERAL (
    SELECT sum(least(coalesce(d.until, u.rolled_to), $3) - greatest(d.since, $2)) AS silent
    FROM ((SELECT since, until FROM gap
           WHERE g.since > $2 AND sensor_id = s.id AND since > $2 AND since < $3)
          UNION ALL
          -- of those that began before, only the last one can reach into the day
          (SELECT since, until FROM gap WHERE g.since > $2 AND sensor_id = s.id AND since <= $2
           ORDER BY since DESC LIMIT 1)) d
    WHERE d.until IS NULL OR d.until > $2
) t ON true"""
"""How long each was silent, as far as it is rolled up, and when it was first heard. Most had no gap
within the day, which the last one tells."""


async def rows(
    connection: Connection, now: datetime, sites: Sequence[int] | None
) -> list[dict[str, Any]]:
    """Every sensor of some sites (None: of all), as `sensors.queries` has it, by site and slug."""
    found = await connection.fetch(_ROWS, now, None if sites is None else list(sites))
    return await complete(connection, found, now)


async def silent(
    connection: Connection, sensors: Sequence[int], now: datetime, within: timedelta
) -> dict[int, tuple[datetime, datetime | None, float]]:
    """Rolled up to, first heard and seconds of gaps in the time just before now.

    Sensors that are not rolled up that far lack.
    """
    found = await connection.fetch(_SILENT, list(sensors), now - within, now)
    return {row["id"]: (row["rolled_to"], row["first_at"], row["silent"]) for row in found}
