"""A fridge in a database, whose readings the dashboard of temperatures shows."""

from datetime import UTC, datetime, timedelta

import asyncpg

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def store_fridge(connection: asyncpg.Connection) -> None:
    """Store a reading a minute for two hours from noon, but for 20 minutes, and an empty sensor."""
    await connection.execute(
        """
        INSERT INTO site (slug, name, time_zone) VALUES ('oslo', 'Oslo', 'UTC');
        INSERT INTO sensor (site_id, slug, name, place, expected_interval_s)
        SELECT id, 'fridge', 'Fridge', 'Lab', 60 FROM site
        UNION ALL SELECT id, 'room', 'Room', NULL, NULL FROM site;
        INSERT INTO device (name) VALUES ('probe');
        INSERT INTO channel (device_id, name) SELECT id, 't' FROM device;
        INSERT INTO installation (channel_id, sensor_id, during)
        SELECT c.id, s.id, '(,)' FROM channel c, sensor s WHERE s.slug = 'fridge';
        SELECT make_day(day::date) FROM generate_series(
            timestamptz '2026-11-23', '2026-11-25', '1 day') AS day;
        UPDATE sensor_interval SET since = '-infinity';
        """
    )
    await connection.execute(
        "INSERT INTO limits (sensor_id, since, low, high, set_by)"
        " SELECT id, since, low, high, 'm' FROM sensor,"
        " (VALUES ($1::timestamptz, 2, 8), ($2, NULL, 7.5)) AS l (since, low, high)"
        " WHERE slug = 'fridge'",
        NOON - 30 * DAY, NOON + 30 * MINUTE,
    )  # fmt: skip
    await connection.execute(
        "INSERT INTO reading (measured_at, received_at, value, channel_id, quality)"
        " SELECT at, at, CASE WHEN extract(minute FROM at) = 5 THEN 85 ELSE"
        "   5 + extract(minute FROM at)::int % 3 END,"
        "   c.id, CASE WHEN extract(minute FROM at) = 5 THEN 2 ELSE 0 END"
        " FROM channel c, generate_series($1::timestamptz, $2, '1 minute') at"
        " WHERE NOT (at > $1::timestamptz + interval '40 min'"
        "            AND at < $1::timestamptz + interval '60 min')",
        NOON, NOON + 2 * HOUR,
    )  # fmt: skip


async def roll_up(connection: asyncpg.Connection, hours: int) -> None:
    """Write what worker would have written of the first hours of the fridge."""
    await connection.execute("UPDATE rollup SET rolled_to = $1", NOON + hours * HOUR)
    await connection.execute(
        "INSERT INTO gap (sensor_id, since, until) SELECT id, $1, $2 FROM sensor"
        " WHERE slug = 'fridge'",
        NOON + 40 * MINUTE, NOON + HOUR if hours > 1 else None,
    )  # fmt: skip
    await connection.execute(
        "INSERT INTO reading_hour (sensor_id, hour, n, uncounted, total, integral, known_s,"
        " covered_s, least, most, above_s, below_s, above_times, below_times)"
        " SELECT s.id, date_trunc('hour', r.measured_at), count(*), 0, sum(value), 0, 2400, 2400,"
        "   min(value), max(value), 600, 0, 1, 0"
        " FROM reading r, sensor s WHERE s.slug = 'fridge' AND quality = 0 AND measured_at < $1"
        " GROUP BY 1, 2",
        NOON + hours * HOUR,
    )
