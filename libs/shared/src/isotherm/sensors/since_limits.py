"""Load since when sensors are out of range whose limits have changed meanwhile.

Each reading is judged by the limits in force when it was measured, and again if others come into
force while it holds, as in statistics. Hourly sums do not help here, so this is for few sensors.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from isotherm.database import Connection
from isotherm.sensors.judging import JUDGED
from isotherm.units import HALF_STEP, STEPS

Sensor = tuple[int, str, int, timedelta]
"""Its id, its state, the quality bits that do not count, and the longest silence that is no gap."""

_SINCE = f"""
WITH a AS MATERIALIZED (
    SELECT * FROM unnest($1::int[], $2::text[], $3::int[], $4::interval[])
        AS a (sensor_id, state, ignored, reach)),
in_force AS MATERIALIZED (
    SELECT l.sensor_id, l.since,
           lead(l.since, 1, 'infinity') OVER (PARTITION BY l.sensor_id ORDER BY l.since) AS until,
           round(l.low * {STEPS}) / {STEPS} - {HALF_STEP} AS low,
           round(l.high * {STEPS}) / {STEPS} + {HALF_STEP} AS high
    FROM limits l JOIN a USING (sensor_id)),
held AS MATERIALIZED (
    SELECT a.sensor_id, r.measured_at AS at, r.value,
           lead(r.measured_at, 1, $5) OVER (PARTITION BY a.sensor_id ORDER BY r.measured_at) AS next
    FROM a JOIN installation i ON i.sensor_id = a.sensor_id AND i.during && tstzrange($7, $5)
    JOIN reading r ON r.channel_id = i.channel_id AND r.measured_at <@ i.during
    WHERE r.measured_at >= $7 AND r.measured_at < $5 AND {JUDGED}),
moment AS (
    SELECT sensor_id, at, value FROM held
    UNION ALL
    SELECT l.sensor_id, l.since, h.value
    FROM in_force l JOIN a USING (sensor_id)
    JOIN held h ON h.sensor_id = l.sensor_id AND h.at < l.since AND h.next > l.since
    WHERE h.next - h.at <= a.reach),
judged AS (
    SELECT m.sensor_id, m.at, coalesce(
        CASE a.state WHEN 'above' THEN m.value > l.high ELSE m.value < l.low END, false) AS same
    FROM moment m JOIN a USING (sensor_id)
    LEFT JOIN in_force l ON l.sensor_id = m.sensor_id AND m.at >= l.since AND m.at < l.until)
SELECT sensor_id, min(at) AS since
FROM (SELECT sensor_id, at,
             max(at) FILTER (WHERE NOT same) OVER (PARTITION BY sensor_id) AS otherwise
      FROM judged) j
WHERE at > coalesce(otherwise, '-infinity')
GROUP BY sensor_id HAVING min(at) >= $6"""


async def load_since_limits(
    connection: Connection,
    sensors: Sequence[Sensor],
    earliest: datetime,
    end: datetime,
    before: datetime,
) -> dict[int, datetime]:
    """Load when each sensor went above or below the limits in force then, by sensor id.

    A sensor is missing from the result if that was before `earliest`; readings from `before` until
    before `end` are read.
    """
    if not sensors:
        return {}
    columns = (list(column) for column in zip(*sensors, strict=True))
    rows = await connection.fetch(_SINCE, *columns, end, earliest, before)
    return {row["sensor_id"]: row["since"] for row in rows}
