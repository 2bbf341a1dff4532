"""The sensors a transaction has locked, with all that their readings are judged by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import asyncpg

from isotherm.clock import EPOCH
from isotherm.history.readings import Segment, instant, micros, segments
from isotherm.history.rules import Rules
from isotherm.marks import CLOSED_TO, RAW_HORIZON
from isotherm_worker.jobs import Connection
from isotherm_worker.rollups.behind import Behind
from isotherm_worker.rollups.hours import from_hour

LATEST = datetime(9000, 1, 1, tzinfo=UTC)
ROWS_PER_HOUR = 60.0
"""Reckoned with where nobody knows how often a sensor speaks."""

_MARKS = "SELECT key, (value #>> '{}')::bigint AS ms FROM state WHERE key = ANY($1::text[])"
_ABOUT = """
SELECT r.sensor_id, r.rolled_to, site.slug AS site, site.time_zone,
    array(SELECT (extract(epoch FROM greatest(since, 'epoch')) * 1000000)::bigint
          FROM limits l WHERE l.sensor_id = r.sensor_id ORDER BY l.since) AS limits_since,
    array(SELECT low FROM limits l WHERE l.sensor_id = r.sensor_id ORDER BY l.since) AS low,
    array(SELECT high FROM limits l WHERE l.sensor_id = r.sensor_id ORDER BY l.since) AS high,
    array(SELECT (extract(epoch FROM greatest(since, 'epoch')) * 1000000)::bigint
          FROM sensor_interval v WHERE v.sensor_id = r.sensor_id ORDER BY v.since)
        AS interval_since,
    array(SELECT interval_s FROM sensor_interval v WHERE v.sensor_id = r.sensor_id
          ORDER BY v.since) AS interval_s
FROM rollup r JOIN sensor ON sensor.id = r.sensor_id JOIN site ON site.id = sensor.site_id
WHERE r.sensor_id = ANY($1::int[]) ORDER BY r.sensor_id
"""


@dataclass(frozen=True, slots=True)
class Marks:
    """How far readings can be trusted to be there; µs since 1970."""

    closed_to: int
    """What comes before it is there, or will have been noted as dirty."""
    horizon: int
    """What came before it has been dropped."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A sensor whose row in `rollup` is locked by this transaction."""

    sensor: int
    zone: ZoneInfo
    rolled_to: int | None
    fed: tuple[Segment, ...]
    rules: Rules
    marks: Marks

    @property
    def frozen_to(self) -> int:
        """The first hour that may be computed: raw readings are there for all of it."""
        return from_hour(self.marks.horizon, self.zone)

    def hours_of(self, rows: float) -> int:
        """In how many hours so many readings come, and some at least."""
        if len(self.rules.interval_s) and self.rules.interval_s[-1] > 0:
            return max(6, round(rows * float(self.rules.interval_s[-1]) / 3600))
        return max(6, round(rows / ROWS_PER_HOUR))

    def silence(self, at: int) -> int:
        """After how many µs without a next one a reading of this instant is followed by a gap."""
        number = int(self.rules.interval_since.searchsorted(at, "right")) - 1
        return int(self.rules.gap_limit[max(0, number)])


async def read_marks(connection: Connection) -> Marks | None:
    """The marks; none where nothing was closed yet.

    To be read in a statement before those that read readings. Until the transaction ends no day
    is dropped.
    """
    await connection.execute("LOCK TABLE reading IN ACCESS SHARE MODE")
    rows = await connection.fetch(_MARKS, [CLOSED_TO, RAW_HORIZON])
    found = {row["key"]: row["ms"] * 1000 for row in rows}
    return Marks(found[CLOSED_TO], found.get(RAW_HORIZON, 0)) if CLOSED_TO in found else None


async def about(
    connection: Connection, sensors: Sequence[int], marks: Marks, behind: Behind
) -> list[Subject]:
    """What is to be known of sensors, by id; an earlier statement has locked their rows.

    Those of which it cannot be made sense are left behind.
    """
    rows = await connection.fetch(_ABOUT, list(sensors))
    fed = await segments(connection, list(sensors), EPOCH, LATEST)
    found = []
    for row in rows:
        with behind.leaving(row["sensor_id"]):
            found.append(_subject(row, fed[row["sensor_id"]], marks))
    return found


def _subject(row: asyncpg.Record, fed: Sequence[Segment], marks: Marks) -> Subject:
    return Subject(
        row["sensor_id"],
        _zone(row["time_zone"], row["site"]),
        None if row["rolled_to"] is None else micros(row["rolled_to"]),
        tuple(fed),
        Rules.of(
            list(zip(row["limits_since"], row["low"], row["high"], strict=True)),
            list(zip(row["interval_since"], row["interval_s"], strict=True)),
        ),
        marks,
    )


def _zone(name: str, site: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # a folder of zones is an OSError
        raise ZoneInfoNotFoundError(f"no time zone {name!r}, which site {site} has") from error


def moment(us: int) -> datetime:
    """An instant for the database."""
    return instant(min(us, micros(LATEST)))
