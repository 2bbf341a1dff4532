"""Proposals expire after days of silence, and rows without readings are deleted a day later."""

from datetime import UTC, datetime, timedelta

from fixed_clock import FixedClock
from history_world import World

from isotherm_worker.jobs import run_once
from isotherm_worker.sensors.proposals import DELETED_AFTER, expire_proposals

MINUTE = timedelta(minutes=1)


async def test_silent_proposals_expire_and_empty_ones_are_deleted(world: World) -> None:
    now = datetime.now(UTC)
    stored, empty, installed = [await world.channel(name) for name in ("stored", "empty", "used")]
    await world.sql.execute("UPDATE channel SET state = 'known' WHERE id = $1", installed)
    await world.store(stored, [(now, 4.5, 0)])
    job = expire_proposals(FixedClock(now), 7)

    async def heard(before: timedelta) -> None:
        await world.sql.execute("UPDATE channel SET proposed_at = $1", now - before)
        await world.sql.execute("UPDATE latest SET received_at = $1", now - before)

    await heard(timedelta(days=7) - MINUTE)
    assert await run_once(world.pool, job) == 0
    await heard(timedelta(days=7) + MINUTE)
    assert await run_once(world.pool, job) == 2
    expired = "SELECT array_agg(id ORDER BY id) FROM channel WHERE expired_at IS NOT NULL"
    assert await world.sql.fetchval(expired) == [stored, empty]
    at = "UPDATE channel SET expired_at = $1 WHERE expired_at IS NOT NULL"
    await world.sql.execute(at, now - DELETED_AFTER + MINUTE)
    assert await run_once(world.pool, job) == 0
    await world.sql.execute(at, now - DELETED_AFTER - MINUTE)
    assert await run_once(world.pool, job) == 1
    rows = await world.sql.fetch("SELECT id FROM channel ORDER BY id")
    assert [row["id"] for row in rows] == [stored, installed]
