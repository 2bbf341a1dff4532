"""Sensors with limits, device and newest reading."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from isotherm.quality import counts
from isotherm_api.database import Connection
from isotherm_api.history import interval
from isotherm_api.sensors.since import since
from isotherm_api.sensors.state import Judged, judge

__all__ = ["bare", "by_id", "complete", "installations", "judged", "page", "since"]

_AHEAD = timedelta(hours=1)

_ROWS = """
SELECT s.id, s.site_id, site.slug AS site, site.name AS site_name, site.time_zone,
       s.slug, s.name, s.place, coalesce(s.expected_interval_s, s.learned_interval_s) AS interval_s,
       l.low, l.high, l.since AS limits_since, h.device, h.label, h.channel,
       n.measured_at, n.received_at, n.value, n.quality, n.good_at, n.good_value,
       EXISTS (
           SELECT FROM installation i JOIN latest a ON a.channel_id = i.channel_id
           WHERE i.sensor_id = s.id AND upper(i.during) <= a.measured_at
             AND upper(i.during) > coalesce(n.measured_at, '-infinity')) AS moved
FROM sensor s
JOIN site ON site.id = s.site_id
LEFT JOIN LATERAL (
    SELECT low, high, since FROM limits
    WHERE sensor_id = s.id AND since <= $1 ORDER BY since DESC LIMIT 1) l ON true
LEFT JOIN LATERAL (
    SELECT d.name AS device, d.label, c.name AS channel
    FROM installation i JOIN channel c ON c.id = i.channel_id JOIN device d ON d.id = c.device_id
    WHERE i.sensor_id = s.id AND i.during @> $1::timestamptz LIMIT 1) h ON true
LEFT JOIN LATERAL (
    SELECT a.measured_at, a.received_at, a.value, a.quality,
           CASE WHEN i.during @> a.good_at THEN a.good_at END AS good_at,
           CASE WHEN i.during @> a.good_at THEN a.good_value END AS good_value
    FROM installation i JOIN latest a ON a.channel_id = i.channel_id
    WHERE i.sensor_id = s.id AND i.during @> a.measured_at
    ORDER BY a.measured_at DESC LIMIT 1) n ON true
"""

_PAGE = (
    _ROWS
    + """
WHERE ($2::int[] IS NULL OR s.site_id = ANY($2::int[]))
  AND ($3::text IS NULL OR s.name ILIKE $3 OR s.slug ILIKE $3 OR s.place ILIKE $3
       OR site.name ILIKE $3)
  AND (site.slug, s.slug) > ($4, $5)
ORDER BY site.slug, s.slug LIMIT $6"""
)

_BY_ID = _ROWS + "WHERE s.id = ANY($2::int[]) ORDER BY site.slug, s.slug"

_MOVED = """
SELECT DISTINCT ON (i.sensor_id) i.sensor_id, r.measured_at, r.received_at, r.value, r.quality
FROM installation i
CROSS JOIN LATERAL (
    SELECT r.* FROM reading r
    WHERE r.channel_id = i.channel_id
      AND r.measured_at >= coalesce(lower(i.during), '-infinity')
      AND r.measured_at < upper(i.during)
    ORDER BY r.measured_at DESC LIMIT 1) r
WHERE i.sensor_id = ANY($1::int[]) AND NOT upper_inf(i.during)
  AND EXISTS (SELECT FROM latest a WHERE a.channel_id = i.channel_id)
ORDER BY i.sensor_id, r.measured_at DESC"""
"""The newest reading where the channel that gave it has gone on, elsewhere or nowhere."""


async def page(
    connection: Connection,
    now: datetime,
    *,
    sites: Sequence[int] | None,
    matching: str | None,
    after: tuple[str, str],
    limit: int,
) -> list[Judged]:
    """Up to `limit` sensors of some sites (None: of all), after a place in the order."""
    pattern = None
    if matching:
        escaped = matching.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
        pattern = f"%{escaped}%"
    rows = await connection.fetch(
        _PAGE, now, None if sites is None else list(sites), pattern, *after, limit
    )
    return await judged(connection, rows, now)


async def by_id(connection: Connection, sensors: Sequence[int], now: datetime) -> list[Judged]:
    """These sensors."""
    return await judged(connection, await bare(connection, sensors, now), now)


async def bare(
    connection: Connection, sensors: Sequence[int], now: datetime
) -> list[dict[str, Any]]:
    """The rows of these sensors, not yet judged."""
    return await complete(connection, await connection.fetch(_BY_ID, now, list(sensors)), now)


async def judged(
    connection: Connection, rows: Sequence[asyncpg.Record | dict[str, Any]], now: datetime
) -> list[Judged]:
    """Documents of rows, each with when its state began."""
    whole = await complete(connection, rows, now)
    began = await since(connection, whole, now)
    return [judge(row, now, began.get(row["id"])) for row in whole]


async def complete(
    connection: Connection, rows: Sequence[asyncpg.Record | dict[str, Any]], now: datetime
) -> list[dict[str, Any]]:
    """Rows with what only a few of them need to be looked up for."""
    whole = {row["id"]: dict(row) for row in rows}
    moved = [each for each, row in whole.items() if row["moved"]]
    if moved:
        for row in await connection.fetch(_MOVED, moved):
            found = dict(row)
            known = whole[found.pop("sensor_id")]
            if known["measured_at"] is None or known["measured_at"] < found["measured_at"]:
                known.update(found)
                if counts(found["quality"]):
                    known |= {"good_at": found["measured_at"], "good_value": found["value"]}
    unset = [each for each, row in whole.items() if row["interval_s"] is None]
    for each, seconds in (await interval.seen(connection, unset, now + _AHEAD)).items():
        whole[each]["interval_s"] = seconds
    return list(whole.values())


async def installations(connection: Connection, sensor: int) -> list[asyncpg.Record]:
    """Which channels fed a sensor, newest first."""
    return await connection.fetch(
        "SELECT d.name AS device, c.name AS channel, lower(i.during) AS since,"
        " upper(i.during) AS until FROM installation i JOIN channel c ON c.id = i.channel_id"
        " JOIN device d ON d.id = c.device_id WHERE i.sensor_id = $1"
        " ORDER BY i.during DESC LIMIT 500",
        sensor,
    )
