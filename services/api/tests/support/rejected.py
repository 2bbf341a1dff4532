"""Rejects of half an hour ago."""

from datetime import timedelta
from typing import Any

from still_clock import NOW

HOUR = timedelta(hours=1)


async def reject(world: Any, device: str | None, reason: str, payload: bytes = b"x") -> None:
    """Insert a reject of half an hour ago, and one more that was only counted."""
    await world.connection.execute(
        "INSERT INTO reject_count (hour, device_name, reason, count, kept)"
        " VALUES ($1, $2, $3, 2, 1)",
        NOW - HOUR,
        device or "",
        reason,
    )
    await world.connection.execute(
        "INSERT INTO reject (received_at, topic, device_name, channel_name, reason, detail,"
        " payload, payload_bytes, instance) VALUES ($1, 't', $2, 'temperature', $3, 'd', $4, $5,"
        " 'ingest-0')",
        NOW - HOUR / 2,
        device,
        reason,
        payload,
        len(payload),
    )
