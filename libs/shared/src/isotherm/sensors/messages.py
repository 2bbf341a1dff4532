"""When messages were sent: the instants of readings, without those that came with a later one.

A message with several readings counts once, at its last one: the readings in [since, until) of a
row of `bundle` are left out.
"""

from collections.abc import Sequence
from datetime import datetime

from isotherm.database import Connection
from isotherm.quality import Quality

# the readings between bundles are read, the others are not touched: an array an hour of readings a
# second apart would be 170,000 of them in two days
_TIMES = """
SELECT s.id, array(
    SELECT r.measured_at
    FROM ({fed}) f
    CROSS JOIN LATERAL (
        SELECT max(b.until) OVER (ORDER BY b.since) AS since,
               lead(b.since, 1, 'infinity') OVER (ORDER BY b.since) AS before
        FROM (
            (SELECT since, until FROM bundle
             WHERE channel_id = f.channel_id AND since <= $3 AND until >= $2
             ORDER BY since DESC LIMIT $4)
            UNION ALL SELECT '-infinity', '-infinity') b) g
    CROSS JOIN LATERAL (
        SELECT measured_at FROM reading
        WHERE channel_id = f.channel_id AND measured_at >= g.since AND measured_at < g.before
          AND measured_at >= f.since AND measured_at < f.before
          AND measured_at >= $2 AND measured_at <= $3
          AND quality & $5::int2 = 0
        ORDER BY measured_at DESC LIMIT $4) r
    ORDER BY r.measured_at DESC LIMIT $4) AS times
FROM unnest($1::int[]) AS s (id)
"""
_OF_SENSORS = _TIMES.replace(
    "{fed}",
    "SELECT channel_id, coalesce(lower(during), '-infinity') AS since,"
    " coalesce(upper(during), 'infinity') AS before FROM installation"
    " WHERE sensor_id = s.id AND during && tstzrange($2, $3, '[]')",
)
_OF_CHANNELS = _TIMES.replace(
    "{fed}",
    "SELECT s.id AS channel_id, timestamptz '-infinity' AS since, timestamptz 'infinity' AS before",
)


async def load_messages(
    connection: Connection, sensor_ids: Sequence[int], start: datetime, end: datetime, limit: int
) -> dict[int, list[datetime]]:
    """Load when the newest messages of each sensor were sent, from `start` to `end`, in order.

    A message has the instant of its last reading. Readings whose time is unsure are left out.
    """
    return await _load(connection, _OF_SENSORS, sensor_ids, start, end, limit)


async def load_channel_messages(
    connection: Connection, channel_ids: Sequence[int], start: datetime, end: datetime, limit: int
) -> dict[int, list[datetime]]:
    """Load the same by channel."""
    return await _load(connection, _OF_CHANNELS, channel_ids, start, end, limit)


async def _load(
    connection: Connection,
    statement: str,
    ids: Sequence[int],
    start: datetime,
    end: datetime,
    limit: int,
) -> dict[int, list[datetime]]:
    if not ids or start > end:
        return {each: [] for each in ids}
    unsure = int(Quality.TIME_UNSURE)
    rows = await connection.fetch(statement, list(ids), start, end, limit, unsure)
    return {row["id"]: row["times"][::-1] for row in rows}
