"""A database with sensors, written as ingest and api do, and rolled up."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from asyncpg import Range
from plain_history import Plain, Reading, days

from isotherm.marks import CLOSED_TO, STORING
from isotherm_worker.days.closing import close
from isotherm_worker.jobs import run_once
from isotherm_worker.rollups.again import roll_again
from isotherm_worker.rollups.forward import ROWS_AT_ONCE, roll

_MARK = f"SELECT (value #>> '{{}}')::bigint FROM state WHERE key = '{CLOSED_TO}'"
_READINGS = """
SELECT r.measured_at, r.value, r.quality FROM installation i
JOIN reading r ON r.channel_id = i.channel_id AND i.during @> r.measured_at
WHERE i.sensor_id = $1 ORDER BY r.measured_at
"""


class Standing:
    """A clock that stands where it is put."""

    def __init__(self, now: datetime) -> None:
        self.at = now

    def now(self) -> datetime:
        return self.at


@dataclass(slots=True)
class World:
    """`sql` may do everything, `pool` is worker's."""

    pool: asyncpg.Pool
    sql: asyncpg.Connection
    clock: Standing
    zones: dict[int, ZoneInfo] = field(default_factory=dict)

    async def sensor(
        self, zone: str = "UTC", interval_s: float | None = 60.0, *, fed: bool = True
    ) -> tuple[int, int]:
        """A sensor and a channel; fed by it for ever, where it is `fed`."""
        number = len(self.zones) + 1
        site = await self.sql.fetchval(
            "INSERT INTO site (slug, name, time_zone) VALUES ($1, $1, $2)"
            " ON CONFLICT (slug) DO UPDATE SET name = excluded.name RETURNING id",
            zone.lower().replace("/", "-").replace("_", "-"), zone,
        )  # fmt: skip
        sensor: int = await self.sql.fetchval(
            "INSERT INTO sensor (site_id, slug, name, expected_interval_s)"
            " VALUES ($1, $2, $2, $3) RETURNING id", site, f"s{number}", interval_s,
        )  # fmt: skip
        self.zones[sensor] = ZoneInfo(zone)
        channel = await self.channel(f"device-{number}")
        if fed:
            await self.install(sensor, channel)
        return sensor, channel

    async def channel(self, device: str) -> int:
        """A channel that nobody installed."""
        found: int = await self.sql.fetchval(
            "SELECT id FROM propose_channels(ARRAY[$1], ARRAY['temperature'])", device
        )
        return found

    async def install(
        self, sensor: int, channel: int, start: datetime | None = None, end: datetime | None = None
    ) -> None:
        """Says that the channel fed the sensor."""
        await self.sql.execute(
            "INSERT INTO installation (sensor_id, channel_id, during) VALUES ($1, $2, $3)",
            sensor, channel, Range(start, end),
        )  # fmt: skip

    async def store(
        self, channel: int, readings: Iterable[Reading], sql: asyncpg.Connection | None = None
    ) -> None:
        """A batch, as ingest commits it: what is before the mark is noted."""
        rows = list(readings)
        connection = sql or self.sql
        for day in sorted({at.astimezone(UTC).date() for at, _, _ in rows}):
            await connection.execute("SELECT make_day($1)", day)
        async with connection.transaction():
            await connection.execute(f"SELECT {STORING}")
            await connection.executemany(
                "INSERT INTO reading (channel_id, measured_at, received_at, value, quality)"
                " VALUES ($1, $2, $2, $3, $4) ON CONFLICT DO NOTHING",
                [(channel, *row) for row in rows],
            )
            mark = await connection.fetchval(_MARK)
            closed_to = datetime.fromtimestamp((mark or 0) / 1000, UTC)
            late = [at for at, _, _ in rows if at < closed_to]
            if late:
                await connection.execute(
                    "INSERT INTO dirty (channel_id, since, until) VALUES ($1, $2, $3)",
                    channel, min(late), max(late),
                )  # fmt: skip
        await connection.execute(
            "INSERT INTO latest (channel_id, measured_at, received_at, quality)"
            " VALUES ($1, $2, $2, 0) ON CONFLICT (channel_id) DO UPDATE"
            " SET measured_at = greatest(latest.measured_at, excluded.measured_at)",
            channel, max(at for at, _, _ in rows),
        )  # fmt: skip

    async def limit(
        self, sensor: int, since: datetime, low: float | None, high: float | None
    ) -> None:
        """Limits from an instant on."""
        await self.sql.execute(
            "INSERT INTO limits (sensor_id, since, low, high, set_by) VALUES ($1, $2, $3, $4, 'me')"
            " ON CONFLICT (sensor_id, since) DO UPDATE SET low = $3, high = $4",
            sensor, since, low, high,
        )  # fmt: skip

    async def expect(self, sensor: int, since: datetime, interval_s: float) -> None:
        """Another interval from an instant on."""
        await self.sql.execute(
            "INSERT INTO sensor_interval VALUES ($1, $2, $3)"
            " ON CONFLICT (sensor_id, since) DO UPDATE SET interval_s = $3",
            sensor, since, interval_s,
        )  # fmt: skip

    async def closed_to(self) -> datetime:
        """The mark."""
        return datetime.fromtimestamp(await self.sql.fetchval(_MARK) / 1000, UTC)

    async def close(self, now: datetime) -> None:
        """Moves the mark, as at an instant."""
        self.clock.at = now
        assert await run_once(self.pool, close(self.clock)) is not None

    async def again(self, rows: int = ROWS_AT_ONCE) -> int:
        """A step of what was noted."""
        async with self.pool.acquire() as connection, connection.transaction():
            return await roll_again(connection, rows_at_once=rows)

    async def forward(self, rows: int = ROWS_AT_ONCE) -> int:
        """A round of what is new."""
        hours = after = 0
        while True:
            async with self.pool.acquire() as connection, connection.transaction():
                done = await roll(connection, after, (), rows)
            hours += done.hours
            if done.last is None:
                return hours
            after = done.last

    async def roll(self, rows: int = ROWS_AT_ONCE) -> None:
        """Until there is nothing to do."""
        while await self.again(rows) or await self.forward(rows):
            pass

    async def plain(self, sensor: int) -> Plain:
        """The same by a plain walk."""
        limits = await self.sql.fetch(
            "SELECT since, low, high FROM limits WHERE sensor_id = $1 ORDER BY since", sensor
        )
        intervals = await self.sql.fetch(
            "SELECT greatest(since, 'epoch') AS since, interval_s FROM sensor_interval"
            " WHERE sensor_id = $1 ORDER BY sensor_interval.since", sensor,
        )  # fmt: skip
        readings = [tuple(row) for row in await self.sql.fetch(_READINGS, sensor)]
        return Plain(
            self.zones[sensor], readings, [tuple(row) for row in limits],
            [tuple(row) for row in intervals],
        )  # fmt: skip

    async def rolled_to(self, sensor: int) -> datetime | None:
        """How far it is."""
        found: datetime | None = await self.sql.fetchval(
            "SELECT rolled_to FROM rollup WHERE sensor_id = $1", sensor
        )
        return found

    async def rows(self, table: str, sensor: int, key: str = "since") -> dict[Any, dict[str, Any]]:
        """What is there, by key."""
        statement = f"SELECT * FROM {table} WHERE sensor_id = $1 ORDER BY {key}"
        found = await self.sql.fetch(statement, sensor)
        return {row[key]: dict(row) for row in found}

    async def check(self, sensor: int) -> None:
        """Everything before the mark is as a plain walk finds it, and nothing else is there."""
        plain = await self.plain(sensor)
        rolled_to = await self.rolled_to(sensor)
        if rolled_to is None:
            closed = plain.begin(await self.closed_to())
            assert not [at for at, _, _ in plain.readings if plain.end(plain.begin(at)) <= closed]
            return
        expected = plain.hours(rolled_to)
        found = await self.rows("reading_hour", sensor, "hour")
        assert list(found) == sorted(expected)
        for hour, row in found.items():
            about = _about(expected[hour])
            assert {name: row[name] for name in about} == about, hour
        gaps = await self.rows("gap", sensor)
        assert [(each["since"], each["until"]) for each in gaps.values()] == plain.gaps(rolled_to)
        faults = (await self.rows("fault", sensor)).values()
        seconds = sum((each["until"] - each["since"]).total_seconds() for each in faults)
        assert seconds == pytest.approx(plain.faulty_s(rolled_to))
        assert all(each["until"] <= plain.end(plain.begin(each["since"])) for each in faults)
        expected_days = days(self.zones[sensor], expected, rolled_to)
        by_day = await self.rows("reading_day", sensor, "day")
        assert list(by_day) == list(expected_days)
        for day, row in by_day.items():
            about = _about(expected_days[day])
            assert {name: row[name] for name in about} == about, day

    async def check_all(self) -> None:
        """Every sensor, and how far it is."""
        for sensor in self.zones:
            await self.check(sensor)
            rolled_to = await self.rolled_to(sensor)
            plain = await self.plain(sensor)
            if rolled_to is not None:
                assert rolled_to == plain.rolled_to(await self.closed_to())


def each(
    start: datetime, count: int, step_s: float = 60.0, value: float = 4.5, quality: int = 0
) -> list[Reading]:
    """So many alike, one every `step_s`."""
    return [(start + timedelta(seconds=n * step_s), value, quality) for n in range(count)]


def _about(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: pytest.approx(value, abs=1e-6) if isinstance(value, float) else value
        for name, value in row.items()
    }
