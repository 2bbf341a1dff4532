"""Load the frames of some sensors: rules, heads and segments in one statement for all of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from struct import Struct

import asyncpg
import numpy as np

from isotherm.database import Connection
from isotherm.history import dated
from isotherm.history.rules import Rules
from isotherm.history.segments import decode_segments, sql_columns
from isotherm.instants import (
    FOREVER,
    MILLISECOND,
    from_postgres_one,
    to_micros,
)
from isotherm.marks import CLOSED_TO, RAW_HORIZON, sql_mark
from isotherm.sensors.intervals import load_spacing
from isotherm.spans import Span
from isotherm_api.access import Access
from isotherm_api.history.frame import Frame
from isotherm_api.history.head import Head
from isotherm_api.history.partition_days import PartitionDays
from isotherm_api.history.stale import SQL_STALE, decode_stale
from isotherm_api.ranges import Range
from isotherm_api.visible import Reference, Visible, seen, sensors_of

_REACH = timedelta(days=366)
"""No reading holds longer, so no earlier or later installation matters to a range."""

_INSTANT = Struct(">q")
_FACTS = f"""
SELECT x.*, r.rolled_to, r.revision,
       greatest(
           (SELECT max(d.id) FROM dirty d WHERE d.sensor_id = a.sensor_id),
           (SELECT max(d.id) FROM dirty d JOIN installation i ON i.channel_id = d.channel_id
            WHERE i.sensor_id = a.sensor_id)) AS dirty,
       (SELECT h.first_at FROM reading_hour h
        WHERE h.sensor_id = a.sensor_id AND h.first_at IS NOT NULL
        ORDER BY h.hour LIMIT 1) AS first_at,
       {sql_mark(RAW_HORIZON)} AS horizon,
       {sql_mark(CLOSED_TO)} AS closed_to,
       {sql_columns("$3", "$4")},
       (SELECT greatest(0, max(-d.clock_skew_ms)) FROM installation i
        JOIN channel c ON c.id = i.channel_id JOIN device d ON d.id = c.device_id
        WHERE i.sensor_id = a.sensor_id AND upper_inf(i.during)) AS lag_ms,
       (SELECT timestamptz_send(min(coalesce(lower(during), '-infinity'))) FROM installation
        WHERE sensor_id = a.sensor_id) AS installed_since,
       (SELECT timestamptz_send(least(s.archived_at, p.archived_at))
        FROM sensor s JOIN site p ON p.id = s.site_id
        WHERE s.id = a.sensor_id AND NOT EXISTS (
            SELECT FROM installation
            WHERE sensor_id = a.sensor_id
              AND coalesce(upper(during), 'infinity') > least(s.archived_at, p.archived_at))
       ) AS installed_until,
       {SQL_STALE},
       {dated.COLUMNS}
FROM ({{sensors}}) x CROSS JOIN LATERAL (SELECT x.id) AS a (sensor_id)
LEFT JOIN rollup r USING (sensor_id)"""

_ONE_SENSOR = "SELECT $1::int AS id, $2::int AS site_id"


async def load_frames(
    connection: Connection,
    access: Access,
    references: Sequence[Reference],
    span: Range,
    now: datetime,
    days: PartitionDays,
) -> list[Frame]:
    """Load the frame of each sensor over a range, in the order of `references`, each once.

    Raise NotFound as `access.resolve` does.
    """
    rows = await _load_facts(connection, span, *sensors_of(references))
    sensors = seen(rows, access, references)
    return await _build(connection, sensors, rows, span, now, days)


async def load_frame(
    connection: Connection, sensor: Visible, span: Range, now: datetime, days: PartitionDays
) -> Frame:
    """Load the frame of a sensor that the caller is known to see."""
    rows = await _load_facts(connection, span, _ONE_SENSOR, sensor.id, sensor.site_id)
    [frame] = await _build(connection, [sensor], rows, span, now, days)
    return frame


async def _load_facts(
    connection: Connection, span: Range, sensors: str, *arguments: object
) -> list[asyncpg.Record]:
    text = _FACTS.replace("{sensors}", sensors)
    bounds = span.start - _REACH, span.end + _REACH
    return list(await connection.fetch(text, *arguments, *bounds))


async def _build(
    connection: Connection,
    sensors: Sequence[Visible],
    rows: Iterable[asyncpg.Record],
    span: Range,
    now: datetime,
    days: PartitionDays,
) -> list[Frame]:
    facts = {row["id"]: row for row in rows}
    rules = await _load_paces(connection, facts, span, now)
    heads = {sensor_id: Head.from_row(row) for sensor_id, row in facts.items()}
    source = await days.source(connection, max(head.horizon for head in heads.values()))
    reach = max(sensor_rules.reach for sensor_rules in rules.values())
    start, end, present = to_micros(span.start), to_micros(span.end), to_micros(now)
    longest = {sensor_id: _context(sensor_rules) for sensor_id, sensor_rules in rules.items()}
    return [
        Frame(
            sensor=sensor,
            span=span,
            start=start,
            end=end,
            now=present - MILLISECOND * (facts[sensor.id]["lag_ms"] or 0),
            head=heads[sensor.id],
            rules=rules[sensor.id],
            segments=decode_segments(
                facts[sensor.id]["installed"],
                facts[sensor.id]["corrections"],
                start - reach - longest[sensor.id],
                # a reading that is ahead of now waits for its time, as everywhere
                min(end + reach + longest[sensor.id], present) + 1,
            ),
            source=source,
            installed=_decode_installed(facts[sensor.id]),
            stale=decode_stale(facts[sensor.id]["stale"]),
        )
        for sensor in sensors
    ]


def _context(rules: Rules) -> int:
    """Return how far around a range readings matter to what excursions count in it, in µs."""
    return _REACH // timedelta(microseconds=1) if rules.has_grace else 0


async def _load_paces(
    connection: Connection, facts: dict[int, asyncpg.Record], span: Range, now: datetime
) -> dict[int, Rules]:
    """Return each sensor's rules, those without an interval at the pace of their own messages."""
    rules = {
        sensor_id: dated.decode_rules(row["limits"], row["intervals"])
        for sensor_id, row in facts.items()
    }
    unpaced = [sensor_id for sensor_id in rules if np.isnan(rules[sensor_id].interval_s[0])]
    for start in (span.start, None):
        spacings = await load_spacing(connection, unpaced, min(span.end, now), start=start)
        for sensor_id, interval_s in spacings.items():
            rules[sensor_id] = rules[sensor_id].paced(interval_s)
        unpaced = [sensor_id for sensor_id in unpaced if sensor_id not in spacings]
    return rules


def _decode_installed(row: asyncpg.Record) -> Span:
    """Return since when and until when readings were to be expected of a sensor."""
    since, until = (
        FOREVER if row[name] is None else from_postgres_one(*_INSTANT.unpack(row[name]))
        for name in ("installed_since", "installed_until")
    )
    return since, until
