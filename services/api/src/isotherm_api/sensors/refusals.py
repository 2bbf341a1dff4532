"""What was refused of the channels that supply a sensor, by reason: SQL and documents."""

from datetime import datetime, timedelta

import asyncpg

from isotherm.database import Connection
from isotherm.reasons import Reason
from isotherm_api.ranges import Range
from isotherm_api.sensors.schemas import Refusal

_HOUR = timedelta(hours=1)

_COUNTS = """
SELECT c.reason, array_agg(DISTINCT c.device_name ORDER BY c.device_name) AS devices,
    coalesce(sum(c.count) FILTER (WHERE c.hour > $2::timestamptz - interval '1 hour'
        AND c.hour < $3), 0)::int8 AS count,
    coalesce(sum(c.count) FILTER (WHERE c.hour >= $4 AND c.hour < $5), 0)::int8 AS last_day
FROM channel ch JOIN device d ON d.id = ch.device_id
JOIN reject_counted c ON c.device_name = d.name AND c.channel_name = ch.name
WHERE ch.id IN (SELECT channel_id FROM installation WHERE sensor_id = $1)
    AND c.hour > least($2, $4::timestamptz) - interval '1 hour' AND c.hour < greatest($3, $5)
    AND EXISTS (
        SELECT FROM installation i WHERE i.sensor_id = $1 AND i.channel_id = ch.id
        AND i.during && tstzrange(c.hour, c.hour + interval '1 hour'))
GROUP BY 1 ORDER BY 4 DESC, 3 DESC, 1
"""


async def load(
    connection: Connection, sensor_id: int, span: Range, now: datetime
) -> list[asyncpg.Record]:
    """Return the counts by reason, most of the last day first: of the range, and of the last day.

    The last day is 24 UTC hours, the current one included, as on the ledger's page.
    """
    end = now.replace(minute=0, second=0, microsecond=0) + _HOUR
    return await connection.fetch(_COUNTS, sensor_id, span.start, span.end, end - 24 * _HOUR, end)


def document(row: asyncpg.Record) -> Refusal:
    """Build the document of a row."""
    reason = Reason.of(row["reason"])
    return Refusal(
        reason=row["reason"],
        title=reason.label if reason else row["reason"],
        cure=reason.cure if reason else "",
        devices=row["devices"],
        count=row["count"],
        last_day=row["last_day"],
    )
