"""Insert thousands of sensors with a day of readings each directly into the database.

For benchmarks and tests of pages with many sensors; ingest is not involved. Every state occurs: in
every hundred sensors about three are out of range, one is in fault, two are silent, and one has
never reported.
"""

from dataclasses import dataclass

import asyncpg

_SITES = """
INSERT INTO site (slug, name, time_zone)
SELECT 'bench-' || n, format('%s %s', (ARRAY['Linden', 'Northgate', 'Riverside', 'Harbour',
        'Basement', 'Kastanien', 'Orchard', 'Station'])[n % 8 + 1], 'store ' || n),
       (ARRAY['Europe/Vienna', 'Europe/Lisbon', 'Asia/Kathmandu'])[n % 3 + 1]
FROM generate_series(1, $1::int) n ON CONFLICT DO NOTHING"""

_HARDWARE = """
WITH wanted AS (
    SELECT n, format('%s %s', (ARRAY['Vaccine fridge', 'Freezer', 'Cold room', 'Loading dock',
            'Insulin fridge', 'Hot aisle', 'Reserve'])[n % 7 + 1], n) AS name,
        'Hall ' || chr(65 + n % 12) AS place,
        (SELECT id FROM site WHERE slug = 'bench-' || (n % $2::int + 1)) AS site_id
    FROM generate_series(1, $1::int) n),
sensors AS (
    INSERT INTO sensor (site_id, slug, name, place, expected_interval_s)
    SELECT site_id, 'sensor-' || n, name, place, $3 FROM wanted ON CONFLICT DO NOTHING
    RETURNING id, site_id, slug),
devices AS (
    INSERT INTO device (name, label, site_id, state)
    SELECT 'bench-' || slug, initcap(slug), site_id, 'known' FROM sensors RETURNING id, name),
channels AS (
    INSERT INTO channel (device_id, name, state)
    SELECT id, 'temperature', 'known' FROM devices RETURNING id, device_id),
limited AS (
    INSERT INTO limits (sensor_id, since, low, high, set_by)
    SELECT id, now() - interval '400 days', 2, 8, 'bench' FROM sensors)
INSERT INTO installation (channel_id, sensor_id, during)
SELECT c.id, s.id, tstzrange(now() - interval '400 days', NULL) FROM channels c
JOIN devices d ON d.id = c.device_id JOIN sensors s ON d.name = 'bench-' || s.slug"""

_READINGS = """
WITH made AS (INSERT INTO reading (measured_at, received_at, value, channel_id, quality)
SELECT at, at + interval '120 ms', CASE WHEN faulty THEN NULL ELSE round((
        5 + 1.5 * sin(extract(epoch FROM at) / 900 + n) + 0.3 * sin(n * k)
        + CASE WHEN n % 100 < 3 AND k < n % 60 THEN 5 ELSE 0 END)::numeric, 2) END,
    channel_id, faulty::int
FROM (
    SELECT i.channel_id, k, substring(s.slug FROM '^sensor-([0-9]+)$')::int AS n,
        date_trunc('milliseconds', now()) - make_interval(secs => $1::float8 * k
            + $1::float8 * (substring(s.slug FROM '^sensor-([0-9]+)$')::int % 97) / 97) AS at,
        substring(s.slug FROM '^sensor-([0-9]+)$')::int % 100 = 3 AND k < 9 AS faulty
    FROM sensor s JOIN site ON site.id = s.site_id JOIN installation i ON i.sensor_id = s.id
    CROSS JOIN generate_series(0, ($2::float8 / $1::float8)::int) k
    WHERE site.slug LIKE 'bench-%') x
WHERE n % 100 <> 6 AND NOT (n % 100 IN (4, 5) AND k < 12)
ORDER BY channel_id, at
ON CONFLICT DO NOTHING RETURNING measured_at, received_at),
entered AS (
    INSERT INTO ledger_entry (hour, instance, day, offered, stored)
    SELECT date_trunc('hour', received_at, 'UTC'), 'bench',
        (measured_at AT TIME ZONE 'UTC')::date, count(*), count(*) FROM made GROUP BY 1, 3)
SELECT count(*) FROM made"""
"""Inserts ledger entries too, because worker compares the ledger with the stored rows."""

_LATEST = """
INSERT INTO latest (channel_id, measured_at, received_at, value, quality, good_at, good_value)
SELECT DISTINCT ON (r.channel_id) r.channel_id, r.measured_at, r.received_at, r.value, r.quality,
    max(r.measured_at) FILTER (WHERE r.quality = 0) OVER w,
    last_value(r.value) OVER (PARTITION BY r.channel_id ORDER BY r.quality = 0, r.measured_at
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
FROM reading r JOIN channel c ON c.id = r.channel_id JOIN device d ON d.id = c.device_id
WHERE d.name LIKE 'bench-sensor-%' AND r.measured_at > now() - make_interval(secs => $1)
WINDOW w AS (PARTITION BY r.channel_id)
ORDER BY r.channel_id, r.measured_at DESC
ON CONFLICT (channel_id) DO UPDATE SET measured_at = excluded.measured_at,
    received_at = excluded.received_at, value = excluded.value, quality = excluded.quality,
    good_at = excluded.good_at, good_value = excluded.good_value, written_at = clock_timestamp()"""


@dataclass(frozen=True, slots=True)
class Fill:
    """Numbers of sensors and sites, and each sensor's interval and time span in seconds."""

    sensors: int = 5000
    sites: int = 25
    interval_s: float = 300.0
    span_s: float = 86_400.0


async def fill(owner: asyncpg.Connection, wanted: Fill) -> int:
    """Insert them as the owner of the database; return the number of readings. Idempotent.

    Readings end now: to keep the sensors from turning silent, continue within three intervals.
    """
    days = int(wanted.span_s // 86_400) + 2
    for n in range(-1, days):
        await owner.execute("SELECT make_day((now() AT TIME ZONE 'UTC')::date - $1::int)", n)
    await owner.execute(_SITES, wanted.sites)
    await owner.execute(_HARDWARE, wanted.sensors, wanted.sites, wanted.interval_s)
    readings: int = await owner.fetchval(_READINGS, wanted.interval_s, wanted.span_s, timeout=900)
    await owner.execute("ANALYZE")
    await owner.execute(_LATEST, wanted.span_s + 3600, timeout=300)
    await owner.execute("ANALYZE latest")
    return readings


_CLEAR = (
    # waits for worker if it is folding entries: a snapshot from before shows them neither here nor
    # there, and the days would keep what the entries said
    "LOCK TABLE ledger_entry IN SHARE ROW EXCLUSIVE MODE",
    # delete entries that are not folded yet; subtract the others from the days they are folded into
    "WITH gone AS (DELETE FROM reading r USING channel c, device d WHERE c.id = r.channel_id"
    " AND d.id = c.device_id AND d.name LIKE 'bench-sensor-%'"
    " RETURNING r.measured_at, r.received_at),"
    " unfolded AS (DELETE FROM ledger_entry WHERE instance = 'bench' RETURNING day, hour, stored),"
    " folded AS (SELECT day, hour, sum(n) AS n FROM ("
    " SELECT (measured_at AT TIME ZONE 'UTC')::date AS day,"
    " date_trunc('hour', received_at, 'UTC') AS hour, count(*) AS n FROM gone GROUP BY 1, 2"
    " UNION ALL SELECT day, hour, -stored FROM unfolded) each_part GROUP BY 1, 2)"
    " UPDATE ledger_day l SET stored = l.stored - folded.n FROM folded"
    " WHERE l.day = folded.day AND l.hour = folded.hour",
    "DELETE FROM ledger WHERE instance = 'bench'",
    "DELETE FROM ledger_difference",
    "DELETE FROM day_check",
    "DELETE FROM installation i USING channel c, device d WHERE c.id = i.channel_id"
    " AND d.id = c.device_id AND d.name LIKE 'bench-sensor-%'",
    "DELETE FROM channel c USING device d WHERE d.id = c.device_id"
    " AND d.name LIKE 'bench-sensor-%'",
    "DELETE FROM device WHERE name LIKE 'bench-sensor-%'",
    "DELETE FROM sensor s USING site WHERE site.id = s.site_id AND site.slug LIKE 'bench-%'",
    "DELETE FROM site WHERE slug LIKE 'bench-%'",
)


async def clear(owner: asyncpg.Connection) -> None:
    """Delete everything that `fill` inserted, even while worker rolls it up."""
    while True:
        try:
            async with owner.transaction():
                for statement in _CLEAR:
                    await owner.execute(statement, timeout=300)
        except asyncpg.DeadlockDetectedError:
            continue
        return
