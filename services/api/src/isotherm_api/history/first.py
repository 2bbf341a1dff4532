"""When a sensor's first reading was measured."""

from datetime import datetime

from isotherm.database import Connection
from isotherm.history.load import load_segments, read_first
from isotherm.instants import ALWAYS, EPOCH, LATEST, Micros, to_datetime, to_micros
from isotherm_api.history.frame import Frame

_FIRST = """
SELECT r.measured_at, EXISTS (SELECT FROM correction c WHERE c.sensor_id = i.sensor_id
    AND c.kind = 'time' AND c.undone_at IS NULL) AS shifted
FROM installation i CROSS JOIN LATERAL (
    SELECT measured_at FROM reading
    WHERE channel_id = i.channel_id AND measured_at < coalesce(upper(i.during), 'infinity')
      AND measured_at >= coalesce(lower(i.during), '-infinity')
      AND measured_at >= coalesce($2::timestamptz, '-infinity')
    ORDER BY measured_at LIMIT 1) r
WHERE i.sensor_id = $1 AND EXISTS (SELECT FROM latest a WHERE a.channel_id = i.channel_id)"""
"""Channels that have never reported are skipped: each would be looked for in every partition."""
_LATEST = to_datetime(LATEST)


async def read_first_reading(connection: Connection, frame: Frame) -> Micros | None:
    """Read when the sensor's first reading ever was measured; None if it has none.

    The rollups know it, so raw readings are searched only if nothing is rolled up.
    """
    if frame.head.first is not None:
        return frame.head.first
    since = None if frame.head.rolled_to == ALWAYS else to_datetime(frame.head.rolled_to)
    rows = await connection.fetch(_FIRST, frame.sensor.id, since)
    if any(row["shifted"] for row in rows):
        return await _read_first_shown(connection, frame, since or EPOCH)
    return min((to_micros(row["measured_at"]) for row in rows), default=None)


async def _read_first_shown(connection: Connection, frame: Frame, since: datetime) -> Micros | None:
    """Read the first reading from `since` on of a sensor whose readings were shifted."""
    [segments] = (await load_segments(connection, [frame.sensor.id], since, _LATEST)).values()
    first = await read_first(connection, segments, since, _LATEST)
    return int(first.at[0]) if len(first) else None
