"""Rejects that were stored whole, and requests to replay them."""

from datetime import timedelta
from typing import Any

from still_clock import NOW

HOUR = timedelta(hours=1)
CURABLE = "too_many_channels"


async def reject(world: Any, device: str | None, reason: str = CURABLE, **changes: Any) -> int:
    """Insert a reject of half an hour ago that was stored whole; return its id."""
    values = {
        "received_at": NOW - HOUR / 2,
        "topic": f"sensors/{device}/temperature",
        "device_name": device,
        "reason": reason,
        "detail": "",
        "payload": b"x",
        "payload_bytes": 1,
        "instance": "ingest-0",
        "whole": True,
    } | changes
    reject_id = await world.connection.fetchval(
        f"INSERT INTO reject ({', '.join(values)})"
        f" VALUES ({', '.join(f'${n}' for n in range(1, len(values) + 1))}) RETURNING id",
        *values.values(),
    )
    assert isinstance(reject_id, int)
    return reject_id


async def ask(api: Any, username: str, **wanted: Any) -> Any:
    """Ask for a replay that has to be accepted; return the job."""
    answer = await api.ask(username, "/rejects/replays", method="POST", json=wanted)
    assert answer.status_code == 202, answer.text
    return answer.json()
