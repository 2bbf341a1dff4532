"""When a sensor's first reading was measured."""

from isotherm.database import Connection
from isotherm.instants import ALWAYS, Micros, to_datetime, to_micros
from isotherm_api.history.frame import Frame

_FIRST = """
SELECT r.measured_at FROM installation i CROSS JOIN LATERAL (
    SELECT measured_at FROM reading
    WHERE channel_id = i.channel_id AND measured_at < coalesce(upper(i.during), 'infinity')
      AND measured_at >= coalesce(lower(i.during), '-infinity')
      AND measured_at >= coalesce($2::timestamptz, '-infinity')
    ORDER BY measured_at LIMIT 1) r
WHERE i.sensor_id = $1 AND EXISTS (SELECT FROM latest a WHERE a.channel_id = i.channel_id)"""
"""Channels that have never reported are skipped: each would be looked for in every partition."""


async def read_first_reading(connection: Connection, frame: Frame) -> Micros | None:
    """Read when the sensor's first reading ever was measured; None if it has none.

    The rollups know it, so raw readings are searched only if nothing is rolled up.
    """
    if frame.head.first is not None:
        return frame.head.first
    since = None if frame.head.rolled_to == ALWAYS else to_datetime(frame.head.rolled_to)
    rows = await connection.fetch(_FIRST, frame.sensor.id, since)
    return min((to_micros(row["measured_at"]) for row in rows), default=None)
