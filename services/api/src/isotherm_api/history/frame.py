"""What has to be known of a sensor before its readings over a range are summed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from struct import Struct

import asyncpg
import numpy as np

from isotherm.history import dated
from isotherm.history.asking import Question
from isotherm.history.load import Source, decode_around, load_around, question_around
from isotherm.history.readings import Readings, Segment
from isotherm.history.rules import Rules
from isotherm.history.window import Window
from isotherm.instants import ALWAYS, Times, from_postgres_one, to_datetime, to_micros
from isotherm.marks import CLOSED_TO, RAW_HORIZON
from isotherm.sensors.intervals import load_spacing
from isotherm_api.access import Access, Reference, Visible, seen, sensors_of
from isotherm_api.database import Connection
from isotherm_api.history.partition_days import PartitionDays
from isotherm_api.ranges import Range

_INSTANT = timedelta(microseconds=1)
_FURTHEST = timedelta(days=366)
"""No reading holds longer: so far around a range it matters what fed a sensor."""

_FED = Struct(">iqq")
_FACTS = f"""
SELECT x.*, r.rolled_to, r.revision,
       greatest(
           (SELECT max(d.id) FROM dirty d WHERE d.sensor_id = a.sensor_id),
           (SELECT max(d.id) FROM dirty d JOIN installation i ON i.channel_id = d.channel_id
            WHERE i.sensor_id = a.sensor_id)) AS dirty,
       (SELECT h.first_at FROM reading_hour h
        WHERE h.sensor_id = a.sensor_id AND h.first_at IS NOT NULL
        ORDER BY h.hour LIMIT 1) AS first_at,
       (SELECT (value #>> '{{}}')::bigint FROM state WHERE key = $3) AS horizon,
       (SELECT (value #>> '{{}}')::bigint FROM state WHERE key = $4) AS closed_to,
       (SELECT string_agg(int4send(channel_id) || timestamptz_send(greatest(lower(during), $5))
            || timestamptz_send(least(upper(during), $6)), ''::bytea ORDER BY during)
        FROM installation WHERE sensor_id = a.sensor_id AND during && tstzrange($5, $6)) AS fed,
       {dated.COLUMNS}
FROM ({{sensors}}) x CROSS JOIN LATERAL (SELECT x.id) AS a (sensor_id)
LEFT JOIN rollup r USING (sensor_id)"""

_KNOWN = "SELECT $1::int AS id, $2::int AS site_id"

_FIRST = """
SELECT r.measured_at FROM installation i CROSS JOIN LATERAL (
    SELECT measured_at FROM reading
    WHERE channel_id = i.channel_id AND measured_at < coalesce(upper(i.during), 'infinity')
      AND measured_at >= coalesce(lower(i.during), '-infinity')
      AND measured_at >= coalesce($2::timestamptz, '-infinity')
    ORDER BY measured_at LIMIT 1) r
WHERE i.sensor_id = $1 AND EXISTS (SELECT FROM latest a WHERE a.channel_id = i.channel_id)"""
"""Of what is not rolled up; a channel that never spoke is not looked for."""


@dataclass(frozen=True, slots=True)
class Head:
    """How far a sensor is rolled up, and which change was the last; times in µs since 1970."""

    rolled_to: int
    """ALWAYS where nothing is."""
    horizon: int
    """Before it there are no raw readings any more."""
    closed_to: int
    """Whatever changes before it shows in `state`."""
    first: int | None
    """The first reading that is rolled up."""
    state: tuple[int | None, int | None]
    """Other with each change of what was before `closed_to`."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One sensor over a range."""

    sensor: Visible
    span: Range
    start: int
    """Where the range begins, in µs."""
    end: int
    """Where it ends, in µs."""
    now: int
    head: Head
    rules: Rules
    fed: tuple[Segment, ...]
    """What fed it in the range, and as far around it as a reading holds."""
    source: Source
    """Where its readings are found."""

    @property
    def past(self) -> int:
        """Where it ends as far as it is past, in µs; before `start` where all is to come."""
        return min(self.end, self.now)

    @property
    def interval_s(self) -> float | None:
        """The expected interval at the end of the range."""
        found = float(self.rules.intervals(np.array([self.past], np.int64))[0])
        return None if np.isnan(found) else found

    async def window(
        self, connection: Connection, edges: Times, *, judge_lead: bool = False
    ) -> Window:
        """The readings between edges within the range, with those around them that matter."""
        found = await load_around(connection, self.fed, *self._asked(edges), self.source)
        return self._window(edges, *found, judge_lead=judge_lead)

    def question(self, edges: Times) -> Question | None:
        """What `window` asks where it is one question, to be asked with others; else none."""
        return question_around(self.fed, *self._asked(edges), self.source)

    def answered(self, edges: Times, answer: Sequence[bytes | None]) -> Window:
        """The window that `question` was asked for."""
        return self._window(edges, *decode_around(answer))

    def _asked(self, edges: Times) -> tuple[datetime, datetime, timedelta]:
        return (
            to_datetime(edges[0]),
            to_datetime(edges[-1]),
            timedelta(microseconds=self.rules.reach),
        )

    def _window(
        self,
        edges: Times,
        lead: Readings,
        inside: Readings,
        after: Readings,
        *,
        judge_lead: bool = False,
    ) -> Window:
        following = int(after.at[0]) if len(after) else None
        return Window(edges, inside, self.rules, self.now, lead, following, judge_lead)


async def frames(
    connection: Connection,
    access: Access,
    references: Sequence[Reference],
    span: Range,
    now: datetime,
    days: PartitionDays,
) -> list[Frame]:
    """The frame of each sensor asked for over a range, each once and in their order.

    NotFound as `access.resolve` says it.
    """
    rows = await _facts(connection, span, *sensors_of(references))
    sensors = seen(rows, access, references)
    return await _frames(connection, sensors, rows, span, now, days)


async def frame_of(
    connection: Connection, sensor: Visible, span: Range, now: datetime, days: PartitionDays
) -> Frame:
    """The frame of a sensor that was asked for before."""
    rows = await _facts(connection, span, _KNOWN, sensor.id, sensor.site_id)
    [found] = await _frames(connection, [sensor], rows, span, now, days)
    return found


async def _facts(
    connection: Connection, span: Range, sensors: str, *words: object
) -> list[asyncpg.Record]:
    reached = span.start - _FURTHEST, span.end + _FURTHEST
    text = _FACTS.replace("{sensors}", sensors)
    return list(await connection.fetch(text, *words, RAW_HORIZON, CLOSED_TO, *reached))


async def _frames(
    connection: Connection,
    sensors: Sequence[Visible],
    found: Sequence[asyncpg.Record],
    span: Range,
    now: datetime,
    days: PartitionDays,
) -> list[Frame]:
    rows = {row["id"]: row for row in found}
    judged = {
        sensor: dated.decode_rules(row["limits"], row["intervals"]) for sensor, row in rows.items()
    }
    unknown = [each for each, rules in judged.items() if np.isnan(rules.interval_s[0])]
    for since in (span.start, None):
        for sensor, seconds in (
            await load_spacing(connection, unknown, span.end, start=since)
        ).items():
            judged[sensor] = judged[sensor].paced(seconds)
            unknown.remove(sensor)
    heads = {sensor: _head(row) for sensor, row in rows.items()}
    source = await days.source(connection, max(each.horizon for each in heads.values()))
    reach = max((each.reach for each in judged.values()), default=0)
    start, end = to_micros(span.start), to_micros(span.end)
    first, last = start - reach, end + reach + 1
    return [
        Frame(each, span, start, end, to_micros(now), heads[each.id], judged[each.id],
              _fed(rows[each.id]["fed"], first, last), source)
        for each in sensors
    ]  # fmt: skip


def _head(row: asyncpg.Record) -> Head:
    return Head(
        ALWAYS if row["rolled_to"] is None else to_micros(row["rolled_to"]),
        ALWAYS if row["horizon"] is None else row["horizon"] * 1000,
        ALWAYS if row["closed_to"] is None else row["closed_to"] * 1000,
        None if row["first_at"] is None else to_micros(row["first_at"]),
        (row["revision"], row["dirty"]),
    )


def _fed(packed: bytes | None, first: int, last: int) -> tuple[Segment, ...]:
    """Segments by time, as far as they lie between two instants."""
    found = []
    for channel, *sent in _FED.iter_unpack(packed or b""):
        start, end = (min(max(from_postgres_one(each), first), last) for each in sent)
        if start < end:
            found.append(Segment(channel, to_datetime(start), to_datetime(end)))
    return tuple(found)


async def first_reading(connection: Connection, frame: Frame) -> int | None:
    """When the sensor's first reading ever was measured, in µs; none where there is none."""
    if frame.head.first is not None:
        return frame.head.first
    since = frame.head.rolled_to
    rows = await connection.fetch(
        _FIRST, frame.sensor.id, None if since == ALWAYS else to_datetime(since)
    )
    return min((to_micros(row[0]) for row in rows), default=None)
