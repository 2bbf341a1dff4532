"""Readings that a test publishes: when they are stored, and when history counts them."""

import json
from collections.abc import Sequence

import asyncpg

from e2e_stack import Publish
from isotherm.partitions import see_days

MINUTE = 60_000
_STORED = """
SELECT count(*) FROM reading JOIN channel ON channel.id = channel_id
JOIN device ON device.id = device_id
WHERE device.name = $1 AND measured_at >= to_timestamp($2::float8 / 1000)
  AND measured_at < to_timestamp($3::float8 / 1000)
"""


async def until_stored(
    owner: asyncpg.Connection, device: str, start: int, end: int, count: int
) -> None:
    """Wait until a device has `count` readings from `start` until before `end` (ms since 1970)."""
    stored = 0
    while stored < count:
        await owner.fetchval("SELECT pg_sleep(0.05)")
        await see_days(owner)
        stored = await owner.fetchval(_STORED, device, start, end)


async def until_counted(owner: asyncpg.Connection) -> None:
    """Wait until worker has counted all late readings."""
    while await owner.fetchval("SELECT EXISTS (SELECT FROM dirty)"):
        await owner.fetchval("SELECT pg_sleep(0.05)")


async def publish_minutes(
    publish: Publish,
    owner: asyncpg.Connection,
    device: str,
    start: int,
    values: Sequence[float],
    *,
    every: int = 1,
) -> None:
    """Publish a value each `every` minutes, and wait until all are stored and counted."""
    times = [start + i * every * MINUTE for i in range(len(values))]
    readings = [{"value": v, "time": t} for v, t in zip(values, times, strict=True)]
    await publish(device, json.dumps(readings))
    await until_stored(owner, device, times[0], times[-1] + 1, len(times))
    await until_counted(owner)
