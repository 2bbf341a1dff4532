"""A database with sensors, written as ingest and api write it, and rolled up by worker."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from asyncpg import Range
from fixed_clock import FixedClock
from plain_corrections import plain as correct
from plain_history import Plain, Reading, sum_days

from isotherm.history.segments import decode_corrections, sql_packed
from isotherm.instants import sql_timestamptz, to_datetime, to_micros
from isotherm.marks import CLOSED_TO, STORING, sql_mark
from isotherm_worker.days.closing import close
from isotherm_worker.jobs import run_once
from isotherm_worker.rollups.again import roll_again
from isotherm_worker.rollups.forward import ROWS_AT_ONCE, roll

_MARK = f"SELECT {sql_timestamptz(sql_mark(CLOSED_TO))}"
_READINGS = """
SELECT r.measured_at, r.value, r.quality FROM installation i
JOIN reading r ON r.channel_id = i.channel_id AND i.during @> r.measured_at
WHERE i.sensor_id = $1 ORDER BY r.measured_at
"""
_CORRECTIONS = f"""
SELECT string_agg({sql_packed("c")}, ''::bytea)
FROM correction c WHERE c.sensor_id = $1 AND c.undone_at IS NULL"""


@dataclass(slots=True)
class World:
    """The database: `sql` is a superuser's connection, `pool` is worker's."""

    pool: asyncpg.Pool
    sql: asyncpg.Connection
    clock: FixedClock
    zones: dict[int, ZoneInfo] = field(default_factory=dict)

    async def sensor(
        self, zone: str = "UTC", interval_s: float | None = 60.0, *, fed: bool = True
    ) -> tuple[int, int]:
        """Insert a sensor and a channel, which supplies it for ever if `fed`; return their ids."""
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
        """Insert a channel that is not installed; return its id."""
        channel_id: int = await self.sql.fetchval(
            "SELECT id FROM propose_channels(ARRAY[$1], ARRAY['temperature'])", device
        )
        return channel_id

    async def install(
        self, sensor: int, channel: int, start: datetime | None = None, end: datetime | None = None
    ) -> None:
        """Install the channel on the sensor."""
        await self.sql.execute(
            "INSERT INTO installation (sensor_id, channel_id, during) VALUES ($1, $2, $3)",
            sensor, channel, Range(start, end),
        )  # fmt: skip

    async def store(
        self, channel: int, readings: Iterable[Reading], sql: asyncpg.Connection | None = None
    ) -> None:
        """Store a batch as ingest does, with a dirty range for readings before `closed_to`."""
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
            closed_to = await connection.fetchval(_MARK)
            late = [at for at, _, _ in rows if closed_to is not None and at < closed_to]
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
        self,
        sensor: int,
        since: datetime,
        low: float | None,
        high: float | None,
        grace: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        """Set limits in °C from an instant on, with a least duration (s) and a hysteresis."""
        await self.sql.execute(
            "INSERT INTO limits (sensor_id, since, low, high, set_by, min_duration_s, hysteresis)"
            " VALUES ($1, $2, $3, $4, 'me', $5, $6) ON CONFLICT (sensor_id, since) DO UPDATE"
            " SET low = $3, high = $4, min_duration_s = $5, hysteresis = $6",
            sensor, since, low, high, *grace,
        )  # fmt: skip

    async def expect(self, sensor: int, since: datetime, interval_s: float) -> None:
        """Set the expected interval from an instant on."""
        await self.sql.execute(
            "INSERT INTO sensor_interval VALUES ($1, $2, $3)"
            " ON CONFLICT (sensor_id, since) DO UPDATE SET interval_s = $3",
            sensor, since, interval_s,
        )  # fmt: skip

    async def intervals(self, sensor: int) -> list[tuple[datetime | None, float]]:
        """Return since when which interval (s) is expected; None is always."""
        rows = await self.sql.fetch(
            "SELECT CASE WHEN isfinite(since) THEN since END, interval_s FROM sensor_interval"
            " WHERE sensor_id = $1 ORDER BY since", sensor,
        )  # fmt: skip
        return [tuple(row) for row in rows]

    async def correct(
        self,
        sensor: int,
        kind: str,
        start: datetime,
        end: datetime,
        *,
        shift: timedelta | None = None,
        units: tuple[str, str] | None = None,
    ) -> int:
        """Make a correction as api does; return its id."""
        correction: int = await self.sql.fetchval(
            "INSERT INTO correction (sensor_id, kind, during, shift_us, read_as, sent_as, reason,"
            " made_by) VALUES ($1, $2, $3, $4, $5, $6, 'r', 'm') RETURNING id",
            sensor, kind, Range(start, end),
            None if shift is None else shift // timedelta(microseconds=1), *(units or (None, None)),
        )  # fmt: skip
        return correction

    async def undo(self, correction: int) -> None:
        """Undo a correction as api does."""
        await self.sql.execute(
            "UPDATE correction SET undone_by = 'm', undone_at = now() WHERE id = $1", correction
        )

    async def closed_to(self) -> datetime:
        """Return the mark `closed_to`."""
        mark: datetime = await self.sql.fetchval(_MARK)
        return mark

    async def close(self, now: datetime) -> None:
        """Move the mark `closed_to` as worker would at an instant."""
        self.clock.at = now
        assert await run_once(self.pool, close(self.clock)) is not None

    async def again(self, rows: int = ROWS_AT_ONCE) -> int:
        """Roll up some dirty ranges again, in one transaction."""
        async with self.pool.acquire() as connection, connection.transaction():
            return await roll_again(connection, rows_at_once=rows)

    async def forward(self, rows: int = ROWS_AT_ONCE) -> int:
        """Roll every sensor up once; return how many hours."""
        hours = after = 0
        while True:
            async with self.pool.acquire() as connection, connection.transaction():
                rolled = await roll(connection, after, (), rows)
            hours += rolled.hours
            if rolled.last is None:
                return hours
            after = rolled.last

    async def roll(self, rows: int = ROWS_AT_ONCE) -> None:
        """Roll up until there is nothing left to do."""
        while await self.again(rows) or await self.forward(rows):
            pass

    async def plain(self, sensor: int) -> Plain:
        """Return the plain history of what is stored for a sensor, corrected."""
        limits = await self.sql.fetch(
            "SELECT since, low, high, min_duration_s, hysteresis FROM limits"
            " WHERE sensor_id = $1 ORDER BY since", sensor,
        )  # fmt: skip
        intervals = await self.sql.fetch(
            "SELECT greatest(since, 'epoch') AS since, interval_s FROM sensor_interval"
            " WHERE sensor_id = $1 ORDER BY sensor_interval.since", sensor,
        )  # fmt: skip
        stored = [
            (to_micros(row["measured_at"]), row["value"], row["quality"])
            for row in await self.sql.fetch(_READINGS, sensor)
        ]
        [packed] = await self.sql.fetchrow(_CORRECTIONS, sensor)
        readings = [
            (to_datetime(at), value, quality)
            for at, value, quality in correct(stored, decode_corrections(packed))
        ]
        return Plain(
            self.zones[sensor], readings, [tuple(row) for row in limits],
            [tuple(row) for row in intervals], await self.closed_to(),
        )  # fmt: skip

    async def rolled_to(self, sensor: int) -> datetime | None:
        """Return the sensor's mark `rolled_to`."""
        mark: datetime | None = await self.sql.fetchval(
            "SELECT rolled_to FROM rollup WHERE sensor_id = $1", sensor
        )
        return mark

    async def rows(self, table: str, sensor: int, key: str = "since") -> dict[Any, dict[str, Any]]:
        """Return a table's rows of a sensor, by key."""
        statement = f"SELECT * FROM {table} WHERE sensor_id = $1 ORDER BY {key}"
        return {row[key]: dict(row) for row in await self.sql.fetch(statement, sensor)}

    async def check(self, sensor: int) -> None:
        """Assert that a sensor's stored rollups are exactly those of the plain history."""
        plain = await self.plain(sensor)
        rolled_to = await self.rolled_to(sensor)
        if rolled_to is None:
            closed = plain.begin(await self.closed_to())
            assert not [at for at, _, _ in plain.readings if plain.end(plain.begin(at)) <= closed]
            return
        expected = plain.hours(rolled_to)
        hours = await self.rows("reading_hour", sensor, "hour")
        assert list(hours) == sorted(expected)
        for hour, row in hours.items():
            different = _different(row, _about(expected[hour]))
            assert not different, f"{hour}: {different}"
        gaps = await self.rows("gap", sensor)
        assert [(gap["since"], gap["until"]) for gap in gaps.values()] == plain.gaps(rolled_to)
        faults = (await self.rows("fault", sensor)).values()
        seconds = sum((fault["until"] - fault["since"]).total_seconds() for fault in faults)
        assert seconds == pytest.approx(plain.faulty_s(rolled_to))
        assert all(fault["until"] <= plain.end(plain.begin(fault["since"])) for fault in faults)
        expected_days = sum_days(self.zones[sensor], expected, rolled_to)
        by_day = await self.rows("reading_day", sensor, "day")
        assert list(by_day) == list(expected_days)
        for day, row in by_day.items():
            different = _different(row, _about(expected_days[day]))
            assert not different, f"{day}: {different}"

    async def check_all(self) -> None:
        """Assert the same of every sensor, and that each is rolled up as far as it can be."""
        for sensor in self.zones:
            await self.check(sensor)
            rolled_to = await self.rolled_to(sensor)
            plain = await self.plain(sensor)
            if rolled_to is not None:
                assert rolled_to == plain.rolled_to(await self.closed_to())


def evenly(
    start: datetime, count: int, step_s: float = 60.0, value: float = 4.5, quality: int = 0
) -> list[Reading]:
    """Return `count` equal readings, `step_s` seconds apart."""
    return [(start + timedelta(seconds=n * step_s), value, quality) for n in range(count)]


def _different(row: dict[str, Any], about: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what a row has and what it should have, where these differ."""
    return {name: (row[name], value) for name, value in about.items() if row[name] != value}


def _about(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: pytest.approx(value, abs=1e-6) if isinstance(value, float) else value
        for name, value in row.items()
    }
