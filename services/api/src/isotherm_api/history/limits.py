"""The limits of sensors over a range: those in force when it began, and each that came after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from isotherm_api.database import Connection


@dataclass(frozen=True, slots=True)
class LimitsFrom:
    """In force from `since` until the next."""

    since: datetime
    low: float | None
    high: float | None


async def load(
    connection: Connection, sensors: Sequence[int], start: datetime, end: datetime
) -> dict[int, list[LimitsFrom]]:
    """Each sensor's limits over a range, by time."""
    rows = await connection.fetch(
        "SELECT sensor_id, since, low, high FROM limits"
        " WHERE sensor_id = ANY($1::int[]) AND since < $3 AND since >= coalesce("
        "  (SELECT max(b.since) FROM limits b WHERE b.sensor_id = limits.sensor_id"
        "   AND b.since <= $2), '-infinity') ORDER BY sensor_id, since",
        list(sensors),
        start,
        end,
    )
    found: dict[int, list[LimitsFrom]] = {sensor: [] for sensor in sensors}
    for row in rows:
        found[row["sensor_id"]].append(LimitsFrom(row["since"], row["low"], row["high"]))
    return found
