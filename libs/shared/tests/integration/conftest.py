"""A sensor in a database, for tests of the SQL that loads sensors."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg
import pytest_asyncio
from asyncpg import Range

from isotherm_devstack.testing.database import Database


@dataclass(frozen=True, slots=True)
class Sensor:
    """A sensor without an interval, and the channel that supplies it; `sql` may do everything."""

    sql: asyncpg.Connection
    id: int
    channel_id: int

    async def store(
        self, times: Sequence[datetime], value: float | None = 4.5, quality: int = 0
    ) -> None:
        """Store readings of its channel, the last one also as `latest`."""
        for day in sorted({at.date() for at in times}):
            await self.sql.execute("SELECT make_day($1)", day)
        await self.sql.executemany(
            "INSERT INTO reading VALUES ($1, $1, $2, $3, $4)",
            [(at, value, self.channel_id, quality) for at in times],
        )
        await self.sql.execute(
            "INSERT INTO latest (channel_id, measured_at, received_at, value, quality, good_at,"
            " good_value) SELECT $1, $2, $2, $3, $4, g.measured_at, g.value FROM (SELECT) x"
            " LEFT JOIN (SELECT measured_at, value FROM reading"
            "  WHERE channel_id = $1 AND quality & 7 = 0 ORDER BY measured_at DESC LIMIT 1) g"
            " ON true ON CONFLICT (channel_id) DO UPDATE SET measured_at = $2, received_at = $2,"
            " value = $3, quality = $4, good_at = excluded.good_at,"
            " good_value = excluded.good_value",
            self.channel_id, times[-1], value, quality,
        )  # fmt: skip


@pytest_asyncio.fixture(loop_scope="session")
async def sensor(database: Database) -> AsyncIterator[Sensor]:
    """Return a sensor of a fresh database, supplied by a channel for ever."""
    sql = await asyncpg.connect(database.superuser)
    site_id = await sql.fetchval(
        "INSERT INTO site (slug, name, time_zone) VALUES ('a', 'A', 'Europe/Vienna') RETURNING id"
    )
    sensor_id = await sql.fetchval(
        "INSERT INTO sensor (site_id, slug, name) VALUES ($1, 's', 'S') RETURNING id", site_id
    )
    channel_id = await sql.fetchval("SELECT id FROM propose_channels('{d}', '{c}')")
    await sql.execute(
        "INSERT INTO installation (sensor_id, channel_id, during) VALUES ($1, $2, $3)",
        sensor_id, channel_id, Range(),
    )  # fmt: skip
    yield Sensor(sql, sensor_id, channel_id)
    sql.terminate()
