"""Dirty ranges: ranges of time, of a channel or a sensor, that must be rolled up again."""

from collections.abc import Mapping, Sequence

from isotherm.database import Connection
from isotherm.instants import LATEST, to_datetime, to_datetime_clamped, to_micros
from isotherm.spans import Span

_DELETE = """
DELETE FROM dirty WHERE id IN (
    SELECT id FROM dirty WHERE sensor_id IS NULL OR NOT sensor_id = ANY($3::int[])
    ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING channel_id, sensor_id, greatest(since, 'epoch') AS since, least(until, $2) AS until
"""
_BY_SENSOR = """
WITH stored AS (
    SELECT i.sensor_id, greatest(lower(i.during), n.since) AS since,
        least(upper(i.during), n.until) AS until
    FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[]) AS n (channel_id, since, until)
    JOIN installation i ON i.channel_id = n.channel_id
        AND i.during && tstzrange(n.since, n.until, '[]'))
SELECT sensor_id, since, until FROM stored
UNION ALL
SELECT s.sensor_id, greatest(lower(c.during), s.since) + c.shift_us * interval '1 microsecond',
    least(upper(c.during), s.until) + c.shift_us * interval '1 microsecond'
FROM stored s JOIN correction c ON c.sensor_id = s.sensor_id AND c.kind = 'time'
    AND c.undone_at IS NULL AND c.during && tstzrange(s.since, s.until, '[]')
"""
_INSERT = "INSERT INTO dirty (sensor_id, since, until) VALUES ($1, $2, $3)"


async def delete_dirty(
    connection: Connection, at_once: int, without: Sequence[int] = ()
) -> dict[int, list[Span]]:
    """Delete the oldest dirty ranges that no one else has locked; return them by sensor.

    Both ends of a range are included. Ranges of the sensors `without` stay. A channel's range
    becomes one of each sensor that it supplied then, as later statements see it; whoever changes an
    installation afterwards inserts a dirty range of its own. Where a correction shifts a channel's
    readings, the range that it shifts them into is dirty, too.
    """
    rows = await connection.fetch(_DELETE, at_once, to_datetime(LATEST), list(without))
    of_channels = [row for row in rows if row["channel_id"] is not None]
    of_sensors = [row for row in rows if row["sensor_id"] is not None]
    of_sensors = [
        *await connection.fetch(
            _BY_SENSOR,
            *([row[name] for row in of_channels] for name in ("channel_id", "since", "until")),
        ),
        *of_sensors,
    ]
    ranges: dict[int, list[Span]] = {}
    for row in of_sensors:
        span = to_micros(row["since"]), to_micros(row["until"])
        ranges.setdefault(row["sensor_id"], []).append(span)
    return ranges


async def insert_dirty(connection: Connection, ranges: Mapping[int, Sequence[Span]]) -> None:
    """Insert the ranges, by sensor, that this transaction leaves to a later one."""
    await connection.executemany(
        _INSERT,
        [
            (sensor_id, to_datetime_clamped(since), to_datetime_clamped(until))
            for sensor_id, spans in ranges.items()
            for since, until in spans
        ],
    )
