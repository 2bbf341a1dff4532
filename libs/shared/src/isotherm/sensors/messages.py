"""When messages were sent: the instants of readings, without those that came with a later one.

A message with several readings counts once, at its last one: the readings in [since, until) of a
row of `bundle` are left out. Times are those that were stored: how often a device sends is learned
from what it did, and no correction of its sensor changes that.
"""

from collections.abc import Sequence
from datetime import datetime

from isotherm.database import Connection
from isotherm.quality import Quality

# the readings between bundles are read, the others are not touched: an array an hour of readings a
# second apart would be 170,000 of them in two days. Bounds as rows, and `<>`, keep the planner from
# expecting so few readings that it reads and sorts all of them instead of the newest by the index
_TIMES = """array(
    SELECT r.measured_at
    FROM ({fed}) f
    CROSS JOIN LATERAL (
        SELECT max(b.until) OVER (ORDER BY b.since) AS since,
               lead(b.since, 1, 'infinity') OVER (ORDER BY b.since) AS before
        FROM (
            (SELECT since, until FROM bundle
             WHERE channel_id = f.channel_id AND since <= {end} AND until >= {start}
             ORDER BY since DESC LIMIT {limit})
            UNION ALL SELECT '-infinity', '-infinity') b) g
    CROSS JOIN LATERAL (
        SELECT measured_at FROM reading
        WHERE channel_id = f.channel_id AND measured_at >= {start} AND measured_at <= {end}
          AND (channel_id, measured_at) >= (f.channel_id, greatest(g.since, f.since))
          AND (channel_id, measured_at) < (f.channel_id, least(g.before, f.before))
          AND quality & {unsure} <> {unsure}
        ORDER BY measured_at DESC LIMIT {limit}) r
    ORDER BY r.measured_at DESC LIMIT {limit})"""
_FED_BY_CHANNEL = (
    "SELECT {channel} AS channel_id, timestamptz '-infinity' AS since,"
    " timestamptz 'infinity' AS before"
)
_FED_BY_INSTALLATIONS = (
    "SELECT channel_id, coalesce(lower(during), '-infinity') AS since,"
    " coalesce(upper(during), 'infinity') AS before FROM installation"
    " WHERE sensor_id = s.id AND during && tstzrange($2, $3, '[]')"
)


def sql_messages(channel: str, start: str, end: str, limit: int) -> str:
    """Return SQL of when the newest messages of a channel were sent, as an array, newest first.

    `channel`, `start` and `end` are SQL expressions.
    """
    return _sql(_FED_BY_CHANNEL.format(channel=channel), start, end, str(limit))


def _sql(fed: str, start: str, end: str, limit: str) -> str:
    unsure = int(Quality.TIME_UNSURE)
    return _TIMES.format(fed=fed, start=start, end=end, limit=limit, unsure=unsure)


_OF_SENSORS = "SELECT s.id, {times} AS times FROM unnest($1::int[]) AS s (id)".replace(
    "{times}", _sql(_FED_BY_INSTALLATIONS, "$2", "$3", "$4")
)


async def load_messages(
    connection: Connection, sensor_ids: Sequence[int], start: datetime, end: datetime, limit: int
) -> dict[int, list[datetime]]:
    """Load when the newest messages of each sensor were sent, from `start` to `end`, in order.

    A message has the instant of its last reading. Readings whose time is unsure are left out.
    """
    if not sensor_ids or start > end:
        return {sensor_id: [] for sensor_id in sensor_ids}
    rows = await connection.fetch(_OF_SENSORS, list(sensor_ids), start, end, limit)
    return {row["id"]: row["times"][::-1] for row in rows}
