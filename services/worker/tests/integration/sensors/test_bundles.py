"""Bundles are deleted once no interval is learned from them any more."""

from datetime import UTC, datetime, timedelta

from fixed_clock import FixedClock
from history_world import World

from isotherm_worker.jobs import run_once
from isotherm_worker.sensors.bundles import prune_bundles

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


async def test_bundles_are_deleted_after_eight_days(world: World) -> None:
    for days in (1, 7, 9, 30):
        at = NOW - timedelta(days=days)
        await world.sql.execute("INSERT INTO bundle VALUES (1, $1, $1, $1)", at)
    assert await run_once(world.pool, prune_bundles(FixedClock(NOW))) == 2
    rows = await world.sql.fetch("SELECT received_at FROM bundle ORDER BY 1 DESC")
    assert [(NOW - row["received_at"]).days for row in rows] == [1, 7]
