"""A sensor locked by this transaction, with all that its readings are judged by."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import asyncpg

from isotherm import marks, zones
from isotherm.database import Connection
from isotherm.history import dated
from isotherm.history.load import load_segments
from isotherm.history.rules import Rules
from isotherm.history.segments import Segment, complete_from
from isotherm.instants import EPOCH, HOUR, LATEST, SECOND, Micros, to_datetime, to_micros
from isotherm.partitions import see_days
from isotherm_worker.rollups.skipped import Skipped

ROWS_PER_HOUR = 60.0
"""Assumed for a sensor whose interval is unknown."""
_LEAST_HOURS = 6

_SENSORS = f"""
SELECT a.sensor_id, a.rolled_to, site.slug AS site, sensor.slug, site.time_zone, {dated.COLUMNS}
FROM rollup a JOIN sensor ON sensor.id = a.sensor_id JOIN site ON site.id = sensor.site_id
WHERE a.sensor_id = ANY($1::int[]) ORDER BY a.sensor_id
"""


@dataclass(frozen=True, slots=True)
class Marks:
    """Which readings can be relied on, in µs since 1970."""

    closed_to: Micros
    """Readings before it are stored, or ingest will insert a dirty range for them."""
    horizon: Micros
    """Readings before it have been dropped; of a sensor, those that it shows before it are not all
    stored: see `complete_from`."""


@dataclass(frozen=True, slots=True)
class Sensor:
    """A sensor whose row in `rollup` is locked by this transaction."""

    id: int
    zone: ZoneInfo
    rolled_to: Micros | None
    """The full hour up to which it is rolled up; None before its first rollup."""
    segments: tuple[Segment, ...]
    """The channels that supplied it, in order of time."""
    rules: Rules
    marks: Marks
    name: str = ""
    """For the log, such as `linden-pharmacy/vaccine-fridge-1`."""

    @property
    def frozen_to(self) -> Micros:
        """The first hour that may be computed: all of its raw readings are still stored."""
        return zones.hour_from(self.marks.horizon, self.zone)

    @property
    def reach(self) -> timedelta:
        """The longest that one of its readings can hold."""
        return timedelta(microseconds=self.rules.reach)

    def hours_of(self, rows: float) -> int:
        """Return in how many hours about `rows` readings are due; at least six."""
        interval_s = self.rules.interval_s
        if len(interval_s) and interval_s[-1] > 0:
            return max(_LEAST_HOURS, round(rows * float(interval_s[-1]) * SECOND / HOUR))
        return max(_LEAST_HOURS, round(rows / ROWS_PER_HOUR))

    def silence(self, at: Micros) -> Micros:
        """Return after which silence, in µs, a reading of instant `at` is followed by a gap."""
        index = int(self.rules.interval_since.searchsorted(at, "right")) - 1
        return int(self.rules.gap_limit[max(0, index)])


async def lock_marks(connection: Connection) -> Marks | None:
    """Read the marks, and lock `reading` so that no day is dropped until the transaction ends.

    Return None before the first hour is closed. Callers must read the readings in a statement of
    their own after this one, because a statement sees only what was committed before it began. No
    day is hidden from it that took a reading before.
    """
    await connection.execute("LOCK TABLE reading IN ACCESS SHARE MODE")
    stored = await marks.read_marks(connection)
    await see_days(connection)
    return None if stored.closed_to is None else Marks(stored.closed_to, stored.raw_horizon or 0)


async def load_sensors(
    connection: Connection, sensor_ids: Sequence[int], at: Marks, skipped: Skipped
) -> list[Sensor]:
    """Load all that rolling up needs to know of sensors, by id; their rows are locked already.

    A sensor that cannot be read, for example because its zone is unknown, is skipped for a while.
    """
    rows = await connection.fetch(_SENSORS, list(sensor_ids))
    by_sensor = await load_segments(connection, list(sensor_ids), EPOCH, to_datetime(LATEST))
    sensors = []
    for row in rows:
        with skipped.on_error(row["sensor_id"], _name(row)):
            sensors.append(_sensor(row, by_sensor[row["sensor_id"]], at))
    return sensors


def _sensor(row: asyncpg.Record, fed_by: Sequence[Segment], at: Marks) -> Sensor:
    corrections = fed_by[0].corrections if fed_by else ()
    at = replace(at, horizon=complete_from(corrections, at.horizon))
    return Sensor(
        row["sensor_id"],
        _zone(row["time_zone"], row["site"]),
        None if row["rolled_to"] is None else to_micros(row["rolled_to"]),
        tuple(fed_by),
        dated.decode_rules(row["limits"], row["intervals"]),
        at,
        _name(row),
    )


def _name(row: asyncpg.Record) -> str:
    return f"{row['site']}/{row['slug']}"


def _zone(name: str, site: str) -> ZoneInfo:
    try:
        return zones.zone(name)
    except zones.UnknownZoneError as error:
        raise zones.UnknownZoneError(f"no time zone {name!r}, which site {site} has") from error
