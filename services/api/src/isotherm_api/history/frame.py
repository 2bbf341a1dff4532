"""What has to be known of a sensor before its readings over a range are summed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from isotherm.history import readings
from isotherm.history.dated import rules as load_rules
from isotherm.history.readings import Readings, Segment, instant, micros, segments
from isotherm.history.rules import ALWAYS, Rules, Times
from isotherm.history.window import Window
from isotherm.marks import CLOSED_TO, RAW_HORIZON
from isotherm_api.access import Visible
from isotherm_api.database import Connection
from isotherm_api.history import interval
from isotherm_api.ranges import Range

_INSTANT = timedelta(microseconds=1)

_HEADS = """
SELECT a.sensor_id, r.rolled_to, r.revision,
       greatest(
           (SELECT max(d.id) FROM dirty d WHERE d.sensor_id = a.sensor_id),
           (SELECT max(d.id) FROM dirty d JOIN installation i ON i.channel_id = d.channel_id
            WHERE i.sensor_id = a.sensor_id)) AS dirty,
       (SELECT h.first_at FROM reading_hour h
        WHERE h.sensor_id = a.sensor_id AND h.first_at IS NOT NULL
        ORDER BY h.hour LIMIT 1) AS first_at,
       (SELECT (value #>> '{}')::bigint FROM state WHERE key = $2) AS horizon,
       (SELECT (value #>> '{}')::bigint FROM state WHERE key = $3) AS closed_to
FROM unnest($1::int[]) AS a (sensor_id) LEFT JOIN rollup r USING (sensor_id)"""

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
    now: int
    head: Head
    rules: Rules
    fed: tuple[Segment, ...]
    """What fed it in the range, and as far around it as a reading holds."""

    @property
    def start(self) -> int:
        """Where the range begins, in µs."""
        return micros(self.span.start)

    @property
    def end(self) -> int:
        """Where it ends, in µs."""
        return micros(self.span.end)

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
        reach = timedelta(microseconds=self.rules.reach)
        start, end = instant(edges[0]), instant(edges[-1])
        lead, inside, after = await readings.around(connection, self.fed, start, end, reach)
        return Window(
            edges, inside, self.rules, self.now, lead,
            int(after.at[0]) if len(after) else None, judge_lead,
        )  # fmt: skip


async def heads(connection: Connection, sensors: Sequence[int]) -> dict[int, Head]:
    """The head of each sensor."""
    rows = await connection.fetch(_HEADS, list(sensors), RAW_HORIZON, CLOSED_TO)
    return {
        row["sensor_id"]: Head(
            ALWAYS if row["rolled_to"] is None else micros(row["rolled_to"]),
            ALWAYS if row["horizon"] is None else row["horizon"] * 1000,
            ALWAYS if row["closed_to"] is None else row["closed_to"] * 1000,
            None if row["first_at"] is None else micros(row["first_at"]),
            (row["revision"], row["dirty"]),
        )
        for row in rows
    }


async def frames(
    connection: Connection,
    sensors: Sequence[Visible],
    span: Range,
    now: datetime,
    known: dict[int, Head] | None = None,
) -> list[Frame]:
    """The frame of each sensor over a range, in their order."""
    ids = [each.id for each in sensors]
    known = await heads(connection, ids) if known is None else known
    judged = await load_rules(connection, ids)
    unknown = [each for each in ids if np.isnan(judged[each].interval_s[0])]
    for start in (span.start, None):
        for sensor, seconds in (
            await interval.seen(connection, unknown, span.end, start=start)
        ).items():
            judged[sensor] = judged[sensor].paced(seconds)
            unknown.remove(sensor)
    reach = timedelta(microseconds=max((judged[each].reach for each in ids), default=0))
    fed = await segments(connection, ids, span.start - reach, span.end + reach + _INSTANT)
    return [
        Frame(each, span, micros(now), known[each.id], judged[each.id], tuple(fed[each.id]))
        for each in sensors
    ]


def counted(readings_: Readings) -> Readings:
    """Those of some readings that count."""
    counts = readings_.counts
    return Readings(readings_.at[counts], readings_.value[counts], readings_.quality[counts])


async def first_reading(connection: Connection, frame: Frame) -> int | None:
    """When the sensor's first reading ever was measured, in µs; none where there is none."""
    if frame.head.first is not None:
        return frame.head.first
    since = frame.head.rolled_to
    rows = await connection.fetch(
        _FIRST, frame.sensor.id, None if since == ALWAYS else instant(since)
    )
    return min((micros(row[0]) for row in rows), default=None)
