"""Registered devices, and what worker writes about their connections."""

from datetime import datetime, timedelta
from typing import Any

from isotherm.links import Attempt, Ending


async def insert_device(
    world: Any, password_at: datetime, site: int | None = None, name: str = "probe"
) -> int:
    """Insert a device that was registered, with a password, at an instant; return its id."""
    return int(
        await world.connection.fetchval(
            "INSERT INTO device (name, site_id, credential_version, credential_at, created_at)"
            " VALUES ($1, $2, 1, $3, $3) RETURNING id",
            name,
            site,
            password_at,
        )
    )


async def watch(world: Any, since: datetime | None) -> None:
    """Let worker read notices since an instant, just now still."""
    await world.connection.execute(
        "UPDATE link_watch SET watcher = 'worker-0', seen_at = now(), watched_since = $1", since
    )


async def collect(world: Any) -> None:
    """Let an ingest take readings, just now still."""
    await world.connection.execute(
        "INSERT INTO ingest_instance (instance, started_at, seen_at, connected, subscribed)"
        " VALUES ('ingest-0', now(), now(), true, true)"
    )


async def connect(world: Any, name: str, at: datetime, address: str = "10.0.0.7") -> None:
    """Let a device log in."""
    await world.connection.execute(
        "INSERT INTO device_link (name, connected, changed_at, connected_at, address)"
        " VALUES ($1, true, $2, $2, $3) ON CONFLICT (name) DO UPDATE SET connected = true,"
        " changed_at = $2, connected_at = $2, address = $3",
        name,
        at,
        address,
    )


async def disconnect(world: Any, name: str, at: datetime, ending: Ending = Ending.TIMEOUT) -> None:
    """End the connection of a device."""
    await world.connection.execute(
        "UPDATE device_link SET connected = false, changed_at = $2, disconnected_at = $2,"
        " ending = $3 WHERE name = $1",
        name,
        at,
        ending,
    )


async def take_over(world: Any, name: str, last: datetime, count: int) -> None:
    """Count take-overs of an hour."""
    await world.connection.execute(
        "INSERT INTO device_takeover VALUES ($1, date_trunc('hour', $2::timestamptz), $3, $2)",
        name,
        last,
        count,
    )


async def refuse(
    world: Any, at: datetime, address: str, count: int = 1, kind: Attempt = Attempt.REFUSED
) -> None:
    """Count connections of a minute that ended without a login."""
    minute = at - timedelta(seconds=at.second, microseconds=at.microsecond)
    await world.connection.execute(
        "INSERT INTO login_attempt VALUES ($1, $2, $3, $4, $5)", minute, kind, address, count, at
    )
