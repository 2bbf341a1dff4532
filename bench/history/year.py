"""Insert a year of readings of ten sensors directly into the database, day by day.

The curves are those of fridges: a daily swing plus the compressor's. The second one cycles across
both of its limits. Each is silent for two hours every nine days and faulty for five minutes every
five days; one single reading is +20 °C.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import asyncpg

from bench.history.size import Size

SITE = "bench"
CYCLING, MINUTE, DECADE = "fridge-2", "minute", "decade"
MINUTE_DAYS = 31

_DAY = """
INSERT INTO reading (measured_at, received_at, value, channel_id, quality)
SELECT at, at + interval '120 ms', CASE WHEN faulty THEN NULL ELSE value END, channel,
    faulty::int
FROM (
    SELECT to_timestamp(t) AS at, c.channel,
        t % 432000 < 300 AS faulty,
        round(100 * CASE
            WHEN c.n = 1 THEN 5 + 4 * sin(x / 300) + 0.3 * sin(x * 1.7)
            ELSE 5 + 0.8 * sin(x / 13751 + c.n) + 0.9 * sin(x / 287 + c.n) + 0.1 * sin(x * 1.7)
        END) / 100 + CASE WHEN t = $5 AND c.n = 0 THEN 15 ELSE 0 END AS value
    FROM unnest($1::int[], $2::float8[]) AS c (channel, n)
    CROSS JOIN generate_series($3::bigint, $4::bigint - 1, $6::bigint) AS g (t)
    CROSS JOIN LATERAL (SELECT t::float8 AS x) AS plain
    WHERE NOT (t % 777600 BETWEEN 3600 + c.n * 60000 AND 10800 + c.n * 60000)
    ORDER BY c.channel, t
) AS x
"""
_CHANNEL = """
WITH made AS (INSERT INTO device (name, label, site_id, state)
    VALUES ($1, $1, $2, 'known') RETURNING id)
INSERT INTO channel (device_id, name, state) SELECT id, 'temperature', 'known' FROM made
RETURNING id
"""
_SENSOR = """
INSERT INTO sensor (site_id, slug, name, expected_interval_s) VALUES ($1, $2, $3, $4) RETURNING id
"""
_LIMITS = "INSERT INTO limits (sensor_id, since, low, high, set_by) VALUES ($1, $2, 2, 8, 'bench')"
_INSTALL = """
INSERT INTO installation (channel_id, sensor_id, during) VALUES ($1, $2, tstzrange($3, NULL))
"""
_LATEST = """
INSERT INTO latest (channel_id, measured_at, received_at, value, quality, good_at, good_value)
SELECT channel_id, measured_at, received_at, value, quality, measured_at, value FROM reading
WHERE channel_id = $1 AND measured_at > now() - interval '1 day' AND quality = 0
ORDER BY measured_at DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Year:
    """The inserted data: its range, channels and sensors by name, and number of readings."""

    start: datetime
    end: datetime
    channels: dict[str, int]
    sensors: dict[str, int]
    readings: int


async def fill(dsn: str, size: Size, log: Callable[[str], None]) -> Year:
    """Insert readings up to now, then the installations, so that worker sees a whole year."""
    owner = await asyncpg.connect(dsn, timeout=60)
    try:
        now = datetime.now(UTC)
        start = datetime(now.year, now.month, now.day, tzinfo=UTC) - timedelta(days=size.days)
        site = await owner.fetchval(
            "INSERT INTO site (slug, name, time_zone) VALUES ($1, 'Bench', 'Europe/Vienna')"
            " RETURNING id",
            SITE,
        )
        names = [f"fridge-{n + 1}" for n in range(size.sensors)]
        channels = {
            name: await owner.fetchval(_CHANNEL, f"bench-{name}", site) for name in (*names, MINUTE)
        }
        days = [start.date() + timedelta(days=n) for n in range(size.days + 1)]
        for day in days:
            await owner.execute("SELECT make_day($1)", day)
        fridges = [channels[name] for name in names]
        minutely = days[-min(MINUTE_DAYS, size.days) :]
        await asyncio.gather(
            *(_fill(dsn, fridges, days[half::2], now, size.interval_s, log) for half in (0, 1))
        )
        await _fill(dsn, [channels[MINUTE]], minutely, now, 60, None)
        await owner.execute("VACUUM ANALYZE reading", timeout=900)
        sensors = {}
        for name, channel in channels.items():
            interval = 60.0 if name == MINUTE else float(size.interval_s)
            sensor = await owner.fetchval(
                _SENSOR, site, name, name.replace("-", " ").title(), interval
            )
            await owner.execute(_LIMITS, sensor, start)
            await owner.execute(_LATEST, channel)
            await owner.execute(_INSTALL, channel, sensor, start)
            sensors[name] = sensor
        count = await owner.fetchval("SELECT count(*) FROM reading", timeout=300)
        return Year(start, now, channels, sensors, count)
    finally:
        await owner.close()


async def _fill(
    dsn: str,
    channels: list[int],
    days: list[date],
    now: datetime,
    interval_s: int,
    log: Callable[[str], None] | None,
) -> None:
    connection = await asyncpg.connect(dsn, timeout=60)
    spike = int((now - timedelta(days=len(days))).timestamp()) // 3600 * 3600 + 1800
    try:
        for number, day in enumerate(days):
            begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
            end = min(begin + timedelta(days=1), now)
            await connection.execute(
                _DAY, channels, [float(n) for n in range(len(channels))],
                int(begin.timestamp()), int(end.timestamp()), spike, interval_s, timeout=300,
            )  # fmt: skip
            if log and number % 30 == 29:
                log(f"{number + 1} of {len(days)} days of one half are filled")
    finally:
        await connection.close()
