"""SQL of the overview: gaps of the last day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from isotherm.database import Connection

_SILENCES = """
SELECT s.id, u.rolled_to, f.first_at, i.since AS installed, extract(epoch FROM coalesce(CASE
           WHEN g.since IS NULL THEN '0'
           WHEN g.since > $2 THEN t.silent
           WHEN coalesce(g.until, u.rolled_to) > $2
           THEN least(coalesce(g.until, u.rolled_to), $3) - $2 END, '0'))::float8 AS silent
FROM unnest($1::int[]) AS s (id)
JOIN rollup u ON u.sensor_id = s.id AND u.rolled_to > $2
LEFT JOIN LATERAL (
    SELECT h.first_at FROM reading_hour h WHERE h.sensor_id = s.id ORDER BY h.hour LIMIT 1
) f ON true
LEFT JOIN LATERAL (
    SELECT greatest($2, min(coalesce(lower(during), '-infinity'))) AS since FROM installation
    WHERE sensor_id = s.id
) i ON true
LEFT JOIN LATERAL (
    SELECT since, until FROM gap WHERE sensor_id = s.id AND since < $3
    ORDER BY since DESC LIMIT 1
) g ON true
LEFT JOIN LATERAL (
    SELECT sum(least(coalesce(d.until, u.rolled_to), $3) - greatest(d.since, $2)) AS silent
    FROM ((SELECT since, until FROM gap
           WHERE g.since > $2 AND sensor_id = s.id AND since > $2 AND since < $3)
          UNION ALL
          -- of the gaps that began before the range, only the last one can reach into it
          (SELECT since, until FROM gap WHERE g.since > $2 AND sensor_id = s.id AND since <= $2
           ORDER BY since DESC LIMIT 1)) d
    WHERE d.until IS NULL OR d.until > $2
) t ON true"""
"""The seconds of gaps in the rolled-up part of the range, and the first reading, by sensor. Most
sensors had no gap in the range, which their last gap alone shows (`g`)."""


async def load_silences(
    connection: Connection, sensor_ids: Sequence[int], now: datetime, within: timedelta
) -> dict[int, tuple[datetime, datetime | None, float, datetime]]:
    """Return `rolled_to`, first reading and seconds of gaps within `within` before now.

    The last is the beginning of that time, or the first installation if that is later.
    Sensors that are not rolled up into that range are left out.
    """
    rows = await connection.fetch(_SILENCES, list(sensor_ids), now - within, now)
    names = ("rolled_to", "first_at", "silent", "installed")
    return {row["id"]: tuple(row[name] for name in names) for row in rows}
