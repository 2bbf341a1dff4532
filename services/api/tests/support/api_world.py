"""Places, hardware, readings and sums, inserted with the owner's rights."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg


class World:
    """Insert what a test needs, with the owner's rights; return the new keys."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.connection = connection

    async def site(self, slug: str, zone: str = "Europe/Vienna") -> int:
        """Insert a site, named after its slug."""
        return await self._key(
            "INSERT INTO site (slug, name, time_zone) VALUES ($1, $2, $3) RETURNING id",
            slug, slug.title(), zone,
        )  # fmt: skip

    async def sensor(self, site: int, slug: str, interval_s: float | None = 60.0) -> int:
        """Insert a sensor, named after its slug."""
        return await self._key(
            "INSERT INTO sensor (site_id, slug, name, expected_interval_s)"
            " VALUES ($1, $2, $3, $4) RETURNING id",
            site, slug, slug.title(), interval_s,
        )  # fmt: skip

    async def channel(self, device: str, site: int | None = None) -> int:
        """Insert a device with one channel, `temperature`; return the channel's key."""
        of_device = await self._key(
            "INSERT INTO device (name, label, site_id, state) VALUES ($1, $1, $2, 'known')"
            " RETURNING id",
            device, site,
        )  # fmt: skip
        return await self._key(
            "INSERT INTO channel (device_id, name, state) VALUES ($1, 'temperature', 'known')"
            " RETURNING id",
            of_device,
        )

    async def propose(
        self, device: str, site: int | None = None, channel: str = "temperature"
    ) -> int:
        """Insert a proposed channel as ingest does; with a site, its device has a home there."""
        channel_key = await self._key(
            "SELECT id FROM propose_channels(ARRAY[$1], ARRAY[$2])", device, channel
        )
        if site is not None:
            await self.connection.execute(
                "UPDATE device SET site_id = $2 WHERE name = $1", device, site
            )
        return channel_key

    async def install(
        self,
        channel: int,
        sensor: int,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> None:
        """Install the channel on the sensor, by default for all time."""
        await self.connection.execute(
            "INSERT INTO installation (channel_id, sensor_id, during)"
            " VALUES ($1, $2, tstzrange($3, $4))",
            channel, sensor, since, until,
        )  # fmt: skip

    async def fed(self, site: int, slug: str, interval_s: float | None = 60.0) -> tuple[int, int]:
        """Insert a sensor and the channel that always feeds it; return both keys."""
        sensor = await self.sensor(site, slug, interval_s)
        channel = await self.channel(f"device-{site}-{slug}", site)
        await self.install(channel, sensor)
        return sensor, channel

    async def readings(
        self, channel: int, rows: Iterable[tuple[datetime, float | None, int]]
    ) -> None:
        """Insert readings (time, value, quality); the newest becomes `latest`."""
        readings = sorted(rows)
        for day in sorted({at.astimezone(UTC).date() for at, _, _ in readings}):
            await self.connection.execute("SELECT make_day($1)", day)
        await self.connection.copy_records_to_table(
            "reading",
            columns=["measured_at", "received_at", "value", "channel_id", "quality"],
            records=[(at, at, value, channel, quality) for at, value, quality in readings],
        )
        await self._latest(channel)

    async def _latest(self, channel: int) -> None:
        await self.connection.execute(
            "INSERT INTO latest (channel_id, measured_at, received_at, value, quality,"
            " good_at, good_value)"
            " SELECT $1, r.measured_at, r.received_at, r.value, r.quality,"
            "  g.measured_at, g.value FROM"
            " (SELECT * FROM reading WHERE channel_id = $1 ORDER BY measured_at DESC LIMIT 1) r"
            " LEFT JOIN (SELECT * FROM reading WHERE channel_id = $1 AND quality & 7 = 0"
            "  ORDER BY measured_at DESC LIMIT 1) g ON true"
            " ON CONFLICT (channel_id) DO UPDATE SET measured_at = excluded.measured_at,"
            " received_at = excluded.received_at, value = excluded.value,"
            " quality = excluded.quality, good_at = excluded.good_at,"
            " good_value = excluded.good_value, written_at = clock_timestamp()",
            channel,
        )

    async def roll(self, sensor: int, channel: int, to: datetime) -> None:
        """Roll up whole UTC hours before an instant, with the sums that lists of sensors read."""
        await self.connection.execute(
            "INSERT INTO reading_hour (sensor_id, hour, n, uncounted, total, integral, known_s,"
            " covered_s, least, least_at, most, most_at, first_at, last_at, last_quality,"
            " above_s, below_s, above_times, below_times)"
            " SELECT $1, date_trunc('hour', at), count(*) FILTER (WHERE good),"
            "  count(*) FILTER (WHERE NOT good), 0, 0, 0, 0,"
            "  min(value) FILTER (WHERE good), min(at) FILTER (WHERE good AND value = least),"
            "  max(value) FILTER (WHERE good), min(at) FILTER (WHERE good AND value = most),"
            "  min(at), max(at), (array_agg(quality ORDER BY at DESC))[1], 0, 0, 0, 0"
            " FROM (SELECT measured_at AS at, value, quality, quality & 7 = 0 AS good,"
            "   min(value) FILTER (WHERE quality & 7 = 0) OVER w AS least,"
            "   max(value) FILTER (WHERE quality & 7 = 0) OVER w AS most FROM reading"
            "   WHERE channel_id = $2 AND measured_at < $3"
            "   WINDOW w AS (PARTITION BY date_trunc('hour', measured_at))) r"
            " GROUP BY 2",
            sensor, channel, to,
        )  # fmt: skip
        await self.connection.execute(
            "INSERT INTO rollup (sensor_id, rolled_to) VALUES ($1, $2)"
            " ON CONFLICT (sensor_id) DO UPDATE SET rolled_to = excluded.rolled_to",
            sensor, to,
        )  # fmt: skip

    async def gap(self, sensor: int, since: datetime, until: datetime | None) -> None:
        """Insert a silence as worker does."""
        await self.connection.execute("INSERT INTO gap VALUES ($1, $2, $3)", sensor, since, until)

    async def fault(self, sensor: int, since: datetime, until: datetime) -> None:
        """Insert a run of faulty readings as worker does."""
        await self.connection.execute("INSERT INTO fault VALUES ($1, $2, $3)", sensor, since, until)

    async def limits(
        self,
        sensor: int,
        since: datetime,
        low: float | None,
        high: float | None,
        min_duration_s: float = 0.0,
        hysteresis: float = 0.0,
    ) -> None:
        """Insert limits in force from an instant on."""
        await self.connection.execute(
            "INSERT INTO limits (sensor_id, since, low, high, set_by, min_duration_s, hysteresis)"
            " VALUES ($1, $2, $3, $4, 't', $5, $6)",
            sensor, since, low, high, min_duration_s, hysteresis,
        )  # fmt: skip

    async def correct(
        self,
        sensor: int,
        since: datetime,
        until: datetime,
        kind: str = "set_aside",
        units: tuple[str, str] | None = None,
        shift: timedelta | None = None,
    ) -> int:
        """Insert a correction in force; `units` are those read and sent."""
        return await self._key(
            "INSERT INTO correction (sensor_id, kind, during, read_as, sent_as, shift_us, reason,"
            " made_by) VALUES ($1, $2, tstzrange($3, $4), $5, $6, $7, 'Door open', 'otto')"
            " RETURNING id",
            sensor, kind, since, until, *(units or (None, None)),
            None if shift is None else shift // timedelta(microseconds=1),
        )  # fmt: skip

    async def grant(
        self, site: int, role: str, *, username: str | None = None, group: str | None = None
    ) -> int:
        """Insert a grant to a user of `Realm.token`, or to a group."""
        return await self._key(
            "INSERT INTO access_grant (site_id, subject, group_path, role, granted_by)"
            " VALUES ($1, $2, $3, $4, 't') RETURNING id",
            site, username and f"subject-of-{username}", group, role,
        )  # fmt: skip

    async def _key(self, statement: str, *values: Any) -> int:
        key = await self.connection.fetchval(statement, *values)
        assert isinstance(key, int)
        return key
