"""Find channels that have sent the same value, to the last digit, for a day or longer.

A temperature moves; a value that does not comes from a probe or a program that hangs.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from isotherm.database import Connection
from isotherm.quality import UNCOUNTED

LEAST = timedelta(hours=24)
LEAST_READINGS = 20
LOOK_BACK = timedelta(days=7)

_HOURS = """
    FROM reading_hour h
    WHERE h.sensor_id = i.sensor_id AND h.n > 0
      AND h.hour >= greatest($3, lower(i.during)) AND h.hour < u.rolled_to"""

_RUNS = """
SELECT i.channel_id, v.value, r.since, u.rolled_to
FROM installation i JOIN rollup u USING (sensor_id)
JOIN latest l ON l.channel_id = i.channel_id AND l.good_at >= $4
CROSS JOIN LATERAL (SELECT h.least AS value {hours} ORDER BY h.hour DESC LIMIT 1) v
LEFT JOIN LATERAL (
    SELECT h.hour {hours} AND (h.least <> v.value OR h.most <> v.value)
    ORDER BY h.hour DESC LIMIT 1) d ON true
CROSS JOIN LATERAL (
    SELECT min(h.first_at) AS since, sum(h.n) AS n {hours}
      AND h.hour > coalesce(d.hour, '-infinity')) r
WHERE i.channel_id = ANY($1::int[]) AND i.during @> $2::timestamptz
  AND r.since <= $4 AND r.n >= $5""".replace("{hours}", _HOURS)

_MOVING = """
SELECT a.id FROM unnest($1::int[], $2::float8[], $3::timestamptz[]) AS a (id, value, since)
WHERE EXISTS (
    SELECT FROM reading r WHERE r.channel_id = a.id AND r.quality & $6 = 0
      AND r.measured_at >= a.since AND r.measured_at >= $4 AND r.measured_at <= $5
      AND r.value <> a.value)"""


class Frozen(NamedTuple):
    """A value that does not move."""

    value: float
    """°C."""
    since: datetime
    """At most `LOOK_BACK` ago."""


async def load_frozen(
    connection: Connection, channel_ids: Sequence[int], now: datetime
) -> dict[int, Frozen]:
    """Load the frozen values of installed channels, by channel id; the others are left out.

    All values that count and were measured since the last change are equal, for `LEAST` or longer,
    and there are at least `LEAST_READINGS`; one of them is from the last `LEAST`.
    """
    if not channel_ids:
        return {}
    runs = await connection.fetch(
        _RUNS, list(channel_ids), now, now - LOOK_BACK, now - LEAST, LEAST_READINGS
    )
    if not runs:
        return {}
    keys = [run["channel_id"] for run in runs]
    ends = [run["rolled_to"] for run in runs]
    values = [run["value"] for run in runs]
    moving = await connection.fetch(_MOVING, keys, values, ends, min(ends), now, int(UNCOUNTED))
    frozen = {run["channel_id"]: Frozen(run["value"], run["since"]) for run in runs}
    for row in moving:
        del frozen[row["id"]]
    return frozen
