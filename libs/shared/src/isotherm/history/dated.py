"""The rules that sensors are judged by, out of the database."""

from collections.abc import Sequence

from isotherm.history.readings import Connection, micros
from isotherm.history.rules import ALWAYS, Rules

_ALL = """
SELECT sensor_id, limits, CASE WHEN isfinite(since) THEN since END AS since, low, high
FROM (
    SELECT sensor_id, true AS limits, since, low, high FROM limits
    WHERE sensor_id = ANY($1::int[])
    UNION ALL
    SELECT sensor_id, false, since, interval_s, NULL FROM sensor_interval
    WHERE sensor_id = ANY($1::int[])) dated
ORDER BY sensor_id, dated.since"""


async def rules(connection: Connection, sensors: Sequence[int]) -> dict[int, Rules]:
    """All limits and intervals of each sensor, by its number."""
    limits: dict[int, list[tuple[int, float | None, float | None]]] = {}
    intervals: dict[int, list[tuple[int, float]]] = {}
    for sensor, is_limits, since, low, high in await connection.fetch(_ALL, list(sensors)):
        at = ALWAYS if since is None else micros(since)
        if is_limits:
            limits.setdefault(sensor, []).append((at, low, high))
        else:
            intervals.setdefault(sensor, []).append((at, low))
    return {
        sensor: Rules.of(limits.get(sensor, ()), intervals.get(sensor, ())) for sensor in sensors
    }
