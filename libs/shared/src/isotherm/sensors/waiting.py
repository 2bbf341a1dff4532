"""Find the newest readings at or before now that the table `latest` does not hold.

`latest` holds one reading of each channel. That is the wrong one for a sensor whose channel now
supplies another sensor, and for one whose reading waits for its time: a clock may lead by a minute,
and this process's clock may be behind that of ingest.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from isotherm.database import Connection
from isotherm.quality import UNCOUNTED, counts

_NEWEST = """
SELECT DISTINCT ON (i.sensor_id) i.sensor_id, r.measured_at, r.received_at, r.value, r.quality,
       d.clock_skew_ms
FROM installation i
JOIN channel c ON c.id = i.channel_id JOIN device d ON d.id = c.device_id
CROSS JOIN LATERAL (
    SELECT r.* FROM reading r
    WHERE r.channel_id = i.channel_id
      AND r.measured_at >= coalesce(lower(i.during), '-infinity')
      AND r.measured_at < coalesce(upper(i.during), 'infinity')
      AND r.measured_at <= $2 {and_}
    ORDER BY r.measured_at DESC LIMIT 1) r
WHERE i.sensor_id = ANY($1::int[])
  AND EXISTS (SELECT FROM latest a WHERE a.channel_id = i.channel_id)
ORDER BY i.sensor_id, r.measured_at DESC"""
_NEWEST_OF_ALL = _NEWEST.replace("{and_}", "")
_NEWEST_COUNTED = _NEWEST.replace(
    "{and_}", f"AND r.measured_at > $2 - interval '31 days' AND r.quality & {int(UNCOUNTED)} = 0"
)

_NEXT = """
SELECT i.sensor_id, min(r.measured_at) AS at
FROM installation i JOIN reading r ON r.channel_id = i.channel_id AND i.during @> r.measured_at
WHERE i.sensor_id = ANY($1::int[]) AND r.measured_at > $2 AND r.measured_at <= $3
GROUP BY i.sensor_id"""

_NONE = dict.fromkeys(("measured_at", "received_at", "value", "quality", "good_at", "good_value"))
Row = dict[str, Any]


async def complete_newest(
    connection: Connection, sensors: Mapping[int, Row], now: datetime
) -> None:
    """Give rows of `isotherm.sensors.current` their newest reading at or before now.

    Sets `next_at` of every row: when a reading that waits becomes the newest one; None if none
    waits. Replaces the readings of rows that are marked as `moved` or `ahead`.
    """
    ahead = {key: row["measured_at"] for key, row in sensors.items() if row["ahead"]}
    for row in sensors.values():
        row["next_at"] = None
    if ahead:
        last = max(ahead.values())
        for key, at in await connection.fetch(_NEXT, list(ahead), now, last):
            sensors[key]["next_at"] = at
    replaced = [key for key, row in sensors.items() if row["ahead"] or row["moved"]]
    if replaced:
        await _replace(connection, sensors, replaced, now)


async def _replace(
    connection: Connection, sensors: Mapping[int, Row], keys: Sequence[int], now: datetime
) -> None:
    for key in keys:
        sensors[key].update(_NONE)
    for reading in map(dict, await connection.fetch(_NEWEST_OF_ALL, keys, now)):
        sensors[reading.pop("sensor_id")].update(reading)
    with_reading = [row for row in map(sensors.__getitem__, keys) if row["measured_at"] is not None]
    for row in with_reading:
        if counts(row["quality"]):
            row["good_at"], row["good_value"] = row["measured_at"], row["value"]
    uncounted = [row["id"] for row in with_reading if row["good_at"] is None]
    if uncounted:
        for good in await connection.fetch(_NEWEST_COUNTED, uncounted, now):
            sensors[good["sensor_id"]]["good_at"] = good["measured_at"]
            sensors[good["sensor_id"]]["good_value"] = good["value"]
