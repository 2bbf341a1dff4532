"""Which channel's readings are a sensor's, over a range: a stretch for each installation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from isotherm_api.database import Connection
from isotherm_api.history.silence import Seen


@dataclass(frozen=True, slots=True)
class Segment:
    """From `start` until just before `end`, the sensor's readings are this channel's."""

    channel: int
    start: datetime
    end: datetime


async def load(
    connection: Connection, sensors: Sequence[int], start: datetime, end: datetime
) -> dict[int, list[Segment]]:
    """The segments of each sensor within a range, by time; they never overlap."""
    rows = await connection.fetch(
        "SELECT sensor_id, channel_id, greatest(lower(during), $2) AS start,"
        " least(upper(during), $3) AS until FROM installation"
        " WHERE sensor_id = ANY($1::int[]) AND during && tstzrange($2, $3) ORDER BY during",
        list(sensors),
        start,
        end,
    )
    found: dict[int, list[Segment]] = {sensor: [] for sensor in sensors}
    for row in rows:
        found[row["sensor_id"]].append(Segment(row["channel_id"], row["start"], row["until"]))
    return found


async def last_in(connection: Connection, segments: Sequence[Segment]) -> Seen | None:
    """The newest reading of some segments in order."""
    return await _edge(connection, list(reversed(segments)), "DESC")


async def first_in(connection: Connection, segments: Sequence[Segment]) -> Seen | None:
    """The oldest reading of some segments in order."""
    return await _edge(connection, segments, "ASC")


async def _edge(connection: Connection, segments: Sequence[Segment], direction: str) -> Seen | None:
    for each in segments:
        row = await connection.fetchrow(
            "SELECT measured_at, quality FROM reading WHERE channel_id = $1"  # noqa: S608  a word
            f" AND measured_at >= $2 AND measured_at < $3 ORDER BY measured_at {direction} LIMIT 1",
            each.channel,
            each.start,
            each.end,
        )
        if row is not None:
            return Seen(row["measured_at"], row["quality"])
    return None


async def first_ever(connection: Connection, sensors: Sequence[int]) -> dict[int, datetime]:
    """The instant of each sensor's first reading, where there is one."""
    rows = await connection.fetch(
        "SELECT i.sensor_id, min(r.measured_at) AS first FROM installation i"
        " CROSS JOIN LATERAL (SELECT x.measured_at FROM reading x"
        "  WHERE x.channel_id = i.channel_id"
        "  AND x.measured_at >= coalesce(lower(i.during), '-infinity')"
        "  AND x.measured_at < coalesce(upper(i.during), 'infinity')"
        "  ORDER BY x.measured_at LIMIT 1) r"
        " WHERE i.sensor_id = ANY($1::int[]) AND EXISTS"
        "  (SELECT FROM latest a WHERE a.channel_id = i.channel_id)"
        " GROUP BY i.sensor_id",
        list(sensors),
    )
    return {row["sensor_id"]: row["first"] for row in rows}
