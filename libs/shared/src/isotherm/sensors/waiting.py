"""Find the newest readings at or before now that the table `latest` does not hold.

`latest` holds one reading of each channel. That is the wrong one for a sensor whose channel now
supplies another sensor, and for one whose reading waits for its time: a clock may lead by a minute,
and this process's clock may be behind that of ingest.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from isotherm.database import Connection
from isotherm.history.segments import SPREAD
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

_OF_CHANNELS = """
SELECT a.id, r.measured_at, r.received_at, r.value, r.quality
FROM unnest($1::int[]) AS a (id) CROSS JOIN LATERAL (
    SELECT * FROM reading WHERE channel_id = a.id AND measured_at <= $2
    ORDER BY measured_at DESC LIMIT 1) r"""

_NONE = dict.fromkeys(("measured_at", "received_at", "value", "quality", "good_at", "good_value"))
Row = dict[str, Any]
_READING = ("measured_at", "received_at", "value", "quality")
_PUSHED = timedelta(microseconds=SPREAD)
"""How far readings that were shifted to the same instant may be pushed on."""


def is_corrected(row: Mapping[str, Any]) -> bool:
    """Return whether a correction may change a sensor's newest reading or its newest value.

    If a value that counts came after all that corrections touch, they change neither.
    """
    until: datetime | None = row["corrected_to"]
    if until is None:
        return False
    return row["good_at"] is None or row["ahead"] or row["good_at"] < until + _PUSHED


async def complete_channels(
    connection: Connection, rows: Iterable[asyncpg.Record], now: datetime
) -> list[Row]:
    """Return rows of channels, with columns of `latest`, with their newest reading up to now."""
    channels = {row["id"]: dict(row) for row in rows}
    ahead = [key for key, row in channels.items() if (row["measured_at"] or now) > now]
    if ahead:
        for key in ahead:
            channels[key].update(dict.fromkeys(_READING))
        for reading in await connection.fetch(_OF_CHANNELS, ahead, now):
            channels[reading["id"]].update(dict(reading))
    return list(channels.values())


async def complete_newest(
    connection: Connection, sensors: Mapping[int, Row], now: datetime
) -> None:
    """Give rows of `isotherm.sensors.current` their newest reading at or before now.

    Sets `next_at` of every row: when a reading that waits becomes the newest one; None if none
    waits. Replaces the readings of rows that are marked as `moved` or `ahead`, but not of those
    that `isotherm.sensors.corrected` replaces.
    """
    ahead = {key: row["measured_at"] for key, row in sensors.items() if row["ahead"]}
    for row in sensors.values():
        row["next_at"] = None
    if ahead:
        last = max(ahead.values())
        for key, at in await connection.fetch(_NEXT, list(ahead), now, last):
            sensors[key]["next_at"] = at
    replaced = [
        key
        for key, row in sensors.items()
        if (row["ahead"] or row["moved"]) and not is_corrected(row)
    ]
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
