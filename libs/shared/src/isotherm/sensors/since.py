"""Load since when sensors are out of range, in fault or suspect, from readings and hourly sums."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from isotherm.database import Connection
from isotherm.instants import just_after
from isotherm.quality import UNCOUNTED, Quality
from isotherm.sensors.judging import JUDGED, SAME_STATE, within
from isotherm.sensors.since_corrected import Corrected, load_since_corrected
from isotherm.sensors.since_limits import load_since_limits
from isotherm.sensors.state import DATED, State, gap_limit, judges_unsure

_WITHIN = timedelta(hours=24)
_BEFORE = timedelta(days=1)
"""How much earlier a reading may be that shows the state before."""
_UNCOUNTED, _UNCOUNTED_BUT_UNSURE = int(UNCOUNTED), int(UNCOUNTED & ~Quality.TIME_UNSURE)

_OTHER_STATE = f"NOT {SAME_STATE}"


def _reading(start: str, end: str, same: str, order: str) -> str:
    """Return SQL for the first or last reading of sensor `a` in a span that meets a condition."""
    return f"""
    SELECT x.at FROM installation i CROSS JOIN LATERAL (
        SELECT r.measured_at AS at FROM reading r
        WHERE r.channel_id = i.channel_id
          AND r.measured_at >= greatest({start}, lower(i.during))
          AND r.measured_at < least({end}, upper(i.during))
          AND r.measured_at >= $8 AND r.measured_at < $7
          AND {JUDGED} AND {same}
        ORDER BY r.measured_at {order} LIMIT 1) x
    WHERE i.sensor_id = a.sensor_id AND i.during && tstzrange({start}, {end})
    ORDER BY x.at {order} LIMIT 1"""


_SINCE = f"""
SELECT a.sensor_id, s.at AS since
FROM unnest($1::int[], $2::text[], $3::float8[], $4::float8[], $5::int[])
    AS a (sensor_id, state, low, high, ignored)
LEFT JOIN rollup u ON u.sensor_id = a.sensor_id
LEFT JOIN LATERAL ({_reading("least($7, greatest($6, u.rolled_to))", "$7", _OTHER_STATE, "DESC")}
) t ON true
LEFT JOIN LATERAL (
    SELECT x.at FROM reading_hour h CROSS JOIN LATERAL (
        {_reading("greatest($6, h.hour)", "h.hour + interval '1 hour'", _OTHER_STATE, "DESC")}
    ) x
    WHERE t.at IS NULL AND h.sensor_id = a.sensor_id AND h.first_at IS NOT NULL
      AND h.hour > $6 - interval '1 hour' AND h.hour < u.rolled_to
      AND CASE WHEN a.state IN ('fault', 'suspect') THEN h.n > 0
          WHEN a.state = 'above' THEN h.uncounted > 0 OR h.least <= a.high
          ELSE h.uncounted > 0 OR h.most >= a.low END
    ORDER BY h.hour DESC LIMIT 1
) b ON true
LEFT JOIN LATERAL (
    SELECT true AS found FROM reading_hour h
    WHERE h.sensor_id = a.sensor_id AND h.hour <= $6 - interval '1 hour' LIMIT 1
) e ON true
LEFT JOIN LATERAL ({_reading("$8", "$6", "true", "DESC")}
) y ON t.at IS NULL AND b.at IS NULL AND e.found IS NULL
LEFT JOIN LATERAL ({_reading("coalesce(t.at, b.at, $6)", "$7", SAME_STATE, "ASC")}
) s ON coalesce(t.at, b.at) IS NOT NULL OR (e.found IS NULL AND y.at IS NULL)
WHERE s.at IS NOT NULL"""
"""Reads raw readings after the rollups, then the newest hour whose sums show another state; the
state began with the next reading after that. $8 and $7 bound every part, so that PostgreSQL plans
only the partitions of these days, not those of a year."""


async def load_since(
    connection: Connection, states: Sequence[tuple[Mapping[str, Any], State]], now: datetime
) -> dict[int, datetime]:
    """Load when each sensor that is out of range, in fault or suspect became so, by its id.

    Takes rows of `isotherm.sensors.current` with their judged states. A sensor is missing from the
    result if that was more than 24 h ago. Limits count from when they are in force.
    """
    steady, changed, corrected = [], [], []
    for row, state in states:
        if state not in DATED:
            continue
        ignored = _UNCOUNTED_BUT_UNSURE if judges_unsure(row, now) else _UNCOUNTED
        if row["corrected_to"] is not None and row["corrected_to"] > now - _WITHIN - _BEFORE:
            corrected.append(Corrected(row, state, ignored))
            continue
        if state in ("above", "below") and row["limits_since"] > now - _WITHIN:
            changed.append((row["id"], state, ignored, gap_limit(row["interval_s"])))
        else:
            steady.append((row["id"], state, *within((row["low"], row["high"])), ignored))
    span = now - _WITHIN, just_after(now), now - _WITHIN - _BEFORE
    since = await load_since_limits(connection, changed, *span)
    since |= await load_since_corrected(connection, corrected, *span)
    if steady:
        columns = (list(column) for column in zip(*steady, strict=True))
        rows = await connection.fetch(_SINCE, *columns, *span)
        since |= {row["sensor_id"]: row["since"] for row in rows}
    return since
