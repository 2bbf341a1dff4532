"""When the states that someone has to look at began: out of range, and fault."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from isotherm_api.database import Connection
from isotherm_api.sensors.state import state_of

_WITHIN = timedelta(hours=24)
_BEFORE = timedelta(days=1)
"""How long before that a reading may lie that tells what came before."""
_AHEAD = timedelta(hours=1)

_SAME = """CASE
    WHEN r.quality & 1 = 1 THEN a.state = 'fault'
    WHEN a.state = 'above' THEN coalesce(r.value > a.high, false)
    WHEN a.state = 'below' THEN coalesce(r.value < a.low, false)
    ELSE false END"""
"""Whether a reading `r` says the state that is asked about; of those that count, and faults."""


def _reading(start: str, end: str, same: str, order: str) -> str:
    """The first or last reading of a sensor that says its state, or says another."""
    return f"""
    SELECT x.at FROM installation i CROSS JOIN LATERAL (
        SELECT r.measured_at AS at FROM reading r
        WHERE r.channel_id = i.channel_id
          AND r.measured_at >= greatest({start}, lower(i.during))
          AND r.measured_at < least({end}, upper(i.during))
          AND r.measured_at >= $7 AND r.measured_at < $6
          AND (r.quality & 1 = 1 OR r.quality & 6 = 0) AND {same}
        ORDER BY r.measured_at {order} LIMIT 1) x
    WHERE i.sensor_id = a.sensor_id AND i.during && tstzrange({start}, {end})
    ORDER BY x.at {order} LIMIT 1"""  # noqa: S608  words of ours


_SINCE = f"""
SELECT a.sensor_id, s.at AS since
FROM unnest($1::int[], $2::text[], $3::float8[], $4::float8[]) AS a (sensor_id, state, low, high)
LEFT JOIN rollup u ON u.sensor_id = a.sensor_id
LEFT JOIN LATERAL ({_reading("least($6, greatest($5, u.rolled_to))", "$6", f"NOT {_SAME}", "DESC")}
) t ON true
LEFT JOIN LATERAL (
    SELECT x.at FROM reading_hour h CROSS JOIN LATERAL (
        {_reading("greatest($5, h.hour)", "h.hour + interval '1 hour'", f"NOT {_SAME}", "DESC")}
    ) x
    WHERE t.at IS NULL AND h.sensor_id = a.sensor_id AND h.first_at IS NOT NULL
      AND h.hour > $5 - interval '1 hour' AND h.hour < u.rolled_to
      AND CASE a.state WHEN 'fault' THEN h.n > 0
          WHEN 'above' THEN h.uncounted > 0 OR h.least <= a.high
          ELSE h.uncounted > 0 OR h.most >= a.low END
    ORDER BY h.hour DESC LIMIT 1
) b ON true
LEFT JOIN LATERAL (
    SELECT true AS found FROM reading_hour h
    WHERE h.sensor_id = a.sensor_id AND h.hour <= $5 - interval '1 hour' LIMIT 1
) e ON true
LEFT JOIN LATERAL ({_reading("$7", "$5", "true", "DESC")}
) y ON t.at IS NULL AND b.at IS NULL AND e.found IS NULL
LEFT JOIN LATERAL ({_reading("coalesce(t.at, b.at, $5)", "$6", _SAME, "ASC")}
) s ON coalesce(t.at, b.at) IS NOT NULL OR (e.found IS NULL AND y.at IS NULL)
WHERE s.at IS NOT NULL"""  # noqa: S608  words of ours
"""Looks at raw readings where nothing is rolled up yet, and then at the one hour whose sums say
that another state was in it; the state began with the next reading. $7 and $6 bound all of it, so
that only the partitions of these days are planned, and not those of a year."""


async def since(
    connection: Connection, rows: Sequence[Mapping[str, Any]], now: datetime
) -> dict[int, datetime]:
    """When each sensor out of range or in fault became so, where that was within the last 24 h."""
    asked = [(row["id"], state_of(row, now), row["low"], row["high"]) for row in rows]
    asked = [each for each in asked if each[1] in ("above", "below", "fault")]
    if not asked:
        return {}
    found = await connection.fetch(
        _SINCE, *(list(column) for column in zip(*asked, strict=True)),
        now - _WITHIN, now + _AHEAD, now - _WITHIN - _BEFORE,
    )  # fmt: skip
    return {row["sensor_id"]: row["since"] for row in found}
