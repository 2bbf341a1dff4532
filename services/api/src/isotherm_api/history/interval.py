"""How often a reading is due, and from what length on its absence is a gap."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from isotherm.history.rules import gap_limit_us
from isotherm_api.database import Connection

_SAMPLE = 101
_LOOK_BACK = timedelta(days=2)


def gap_limit(interval_s: float | None) -> timedelta:
    """The longest silence that is no gap."""
    return timedelta(microseconds=gap_limit_us(interval_s))


def from_times(times: Sequence[datetime]) -> float | None:
    """The median spacing of instants in any order, in seconds; none of fewer than three."""
    if len(times) < 3:
        return None
    spacing = median((b - a).total_seconds() for a, b in pairwise(sorted(times)))
    return max(spacing, 0.001)


async def seen(
    connection: Connection,
    sensors: Sequence[int],
    end: datetime,
    *,
    start: datetime | None = None,
) -> dict[int, float]:
    """Median spacing of each sensor's last readings before `end`, where there are enough.

    Looks from `start` on, or two days back; bounded in rows by a hundred a sensor.
    """
    if not sensors:
        return {}
    rows = await connection.fetch(
        "SELECT s.id, t.times FROM unnest($1::int[]) AS s (id) CROSS JOIN LATERAL ("
        " SELECT array_agg(x.measured_at) AS times FROM ("
        "  SELECT r.measured_at FROM installation i"
        "  JOIN reading r ON r.channel_id = i.channel_id AND i.during @> r.measured_at"
        "  WHERE i.sensor_id = s.id AND i.during && tstzrange($2, $3)"
        "  AND r.measured_at >= $2 AND r.measured_at < $3"
        "  ORDER BY r.measured_at DESC LIMIT $4) x) t",
        list(sensors),
        end - _LOOK_BACK if start is None else start,
        end,
        _SAMPLE,
    )
    found = {row["id"]: from_times(row["times"] or ()) for row in rows}
    return {sensor: interval for sensor, interval in found.items() if interval is not None}
