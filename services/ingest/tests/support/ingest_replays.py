"""Jobs for replays, and their results."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ingest_world import DEVICE, World, balanced, until

VIENNA = ZoneInfo("Europe/Vienna")
BEGIN = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=3)


def wall(at: datetime) -> str:
    """Return an instant as local time in Vienna, without an offset."""
    return at.astimezone(VIENNA).replace(tzinfo=None).isoformat()


async def cure(world: World, zone: str = "Europe/Vienna") -> None:
    """Set the time zone of the device."""
    await world.sql.execute("UPDATE device SET time_zone = $1 WHERE name = $2", zone, DEVICE)


async def ask(world: World, **wanted: Any) -> int:
    """Insert a job for all existing rejects; return its id."""
    job_id: int = await world.sql.fetchval(
        "INSERT INTO replay_job (asked_by, filter, last_id)"
        " SELECT 'olga', $1, coalesce(max(id), 0) FROM reject RETURNING id",
        json.dumps(wanted),
    )
    return job_id


async def ended(world: World, job: int) -> dict[str, Any]:
    """Return the job once it has ended."""
    over = "SELECT done_at IS NOT NULL FROM replay_job WHERE id = $1"
    await until(lambda: world.sql.fetchval(over, job), "the end of the job")
    return dict(await world.sql.fetchrow("SELECT * FROM replay_job WHERE id = $1", job) or {})


async def replay(world: World, **wanted: Any) -> tuple[int, int, int]:
    """Replay rejects; return the counts replayed, duplicate and refused again."""
    job = await ended(world, await ask(world, **wanted))
    assert (job["state"], job["error"]) == ("done", None)
    counts = job["replayed"], job["duplicate"], job["refused_again"]
    assert job["matched"] == sum(counts)
    return counts


async def books_balance(world: World) -> None:
    """Assert both equations, and that every row was stored or replayed."""
    ledger = await world.ledger()
    assert balanced(ledger)
    replayed = await world.sql.fetchval("SELECT coalesce(sum(replayed), 0)::int FROM ledger_entry")
    assert await world.count() == ledger["stored"] + replayed


async def untimed_reject(world: World, **changes: Any) -> None:
    """Insert a whole reject, received now, without an instant of publishing."""
    fields = {
        "received_at": datetime.now(UTC),
        "topic": f"sensors/{DEVICE}/c",
        "device_name": DEVICE,
        "channel_name": "c",
        "reason": "too_many_channels",
        "detail": "",
        "payload": b"21",
        "payload_bytes": 2,
        "instance": "test",
        "whole": True,
    } | changes
    await world.sql.execute(
        f"INSERT INTO reject ({', '.join(fields)})"
        f" VALUES ({', '.join(f'${n}' for n in range(1, len(fields) + 1))})",
        *fields.values(),
    )
