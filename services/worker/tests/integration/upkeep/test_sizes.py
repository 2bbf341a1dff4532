"""The database's size is sampled once an hour, and each sample is kept for 400 days."""

from history_world import World

from isotherm_worker.jobs import run_once
from isotherm_worker.upkeep.sizes import sample_size


async def test_the_size_is_sampled_once_an_hour(world: World) -> None:
    await world.sql.execute("SELECT make_day('2026-03-01')")
    await world.sql.execute(
        "INSERT INTO database_size VALUES (now() - interval '401 days', 1, 1),"
        " (now() - interval '399 days', 2, 1), (now() - interval '61 minutes', 3, 1)"
    )
    assert await run_once(world.pool, sample_size()) == 1
    assert await run_once(world.pool, sample_size()) == 0
    *kept, new = await world.sql.fetch("SELECT * FROM database_size ORDER BY at")
    assert [row["bytes"] for row in kept] == [2, 3]
    assert new["bytes"] > new["reading_bytes"] > 0


async def test_readings_have_no_size_before_the_first_day(world: World) -> None:
    assert await run_once(world.pool, sample_size()) == 1
    assert await world.sql.fetchval("SELECT reading_bytes FROM database_size") == 0
