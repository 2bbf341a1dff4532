"""The interval of sensors for which none is set or learned yet, measured from their readings."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from isotherm.cadence import median_spacing
from isotherm.database import Connection

_SAMPLE = 101
_LOOK_BACK = timedelta(days=2)

_TIMES = """
SELECT s.id, t.times FROM unnest($1::int[]) AS s (id) CROSS JOIN LATERAL (
    SELECT array_agg(x.measured_at) AS times FROM (
        SELECT r.measured_at FROM installation i
        JOIN reading r ON r.channel_id = i.channel_id AND i.during @> r.measured_at
        WHERE i.sensor_id = s.id AND i.during && tstzrange($2, $3)
          AND r.measured_at >= $2 AND r.measured_at < $3
        ORDER BY r.measured_at DESC LIMIT $4) x) t"""


async def load_spacing(
    connection: Connection,
    sensor_ids: Sequence[int],
    end: datetime,
    *,
    start: datetime | None = None,
) -> dict[int, float]:
    """Load the median spacing, in seconds, of each sensor's last readings before `end`.

    Use at most 101 readings of each sensor, from `start` on, or two days back. A sensor with
    fewer than three readings is missing from the result.
    """
    if not sensor_ids:
        return {}
    since = end - _LOOK_BACK if start is None else start
    rows = await connection.fetch(_TIMES, list(sensor_ids), since, end, _SAMPLE)
    spacings = {row["id"]: median_spacing(row["times"] or ()) for row in rows}
    return {sensor_id: spacing for sensor_id, spacing in spacings.items() if spacing is not None}
