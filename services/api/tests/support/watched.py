"""Heartbeats of ingest and of the broker's watcher, as ingest and worker write them."""

from typing import Any


async def instance(world: Any, name: str, seen_s: float, **changes: Any) -> None:
    """Insert an ingest whose last heartbeat was `seen_s` seconds ago."""
    row = {"state": "running", "connected": True, "subscribed": True, "waiting": 3} | changes
    await world.connection.execute(
        "INSERT INTO ingest_instance (instance, started_at, seen_at, state, connected, subscribed,"
        " waiting, tick_at) VALUES ($1, now() - interval '1 hour', now() - $2 * interval '1 s',"
        " $3, $4, $5, $6, now() - interval '1 s')",
        name, seen_s, *row.values(),
    )  # fmt: skip


async def broker(world: Any, **changes: Any) -> None:
    """Set what worker saw of the broker, by default a second ago."""
    row = {"connected": True, "dropped": 7, "queued": 12, "shared": 1, "seen_s": 1.0} | changes
    await world.connection.execute(
        "UPDATE broker_watch SET watcher = 'worker-0', connected = $1, dropped = $2, queued = $3,"
        " shared_subscriptions = $4, seen_at = now() - $5 * interval '1 s',"
        " since = now() - interval '1 day', tick_at = now() - interval '2 s'",
        *row.values(),
    )
