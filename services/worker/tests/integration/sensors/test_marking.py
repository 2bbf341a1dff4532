"""A reading is marked or cleared where it is stored, among the latest ones, and as dirty."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from history_world import World, evenly

from isotherm.quality import Quality
from isotherm_worker.sensors import marking

AT = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SUSPECT, UNSURE = int(Quality.SUSPECT), int(Quality.TIME_UNSURE)
FAULT = int(Quality.FAULT)
Change = Callable[..., Awaitable[None]]


async def _store(
    world: World, readings: Sequence[tuple[float, int]], good: int | None = None
) -> int:
    """Store values with their quality, a minute apart; return the channel.

    `good` is the number of the newest one that is known to count.
    """
    channel = await world.channel("oven")
    await world.store(
        channel, [(AT + n * MINUTE, value, quality) for n, (value, quality) in enumerate(readings)]
    )
    known = (None, None) if good is None else (AT + good * MINUTE, readings[good][0])
    value, quality = readings[-1]
    await world.sql.execute(
        "UPDATE latest SET value = $1, quality = $2, good_at = $3, good_value = $4",
        value, quality, *known,
    )  # fmt: skip
    return channel


async def _mark(world: World, channel: int, *minutes: int) -> None:
    async with world.pool.acquire() as connection:
        await marking.mark(connection, [(channel, AT + n * MINUTE) for n in minutes])


async def _clear(world: World, channel: int, *minutes: int) -> None:
    async with world.pool.acquire() as connection:
        await marking.clear(connection, [(channel, AT + n * MINUTE) for n in minutes])


async def _qualities(world: World) -> list[int]:
    rows = await world.sql.fetch("SELECT quality FROM reading ORDER BY measured_at")
    return [row["quality"] for row in rows]


async def _latest(world: World) -> tuple[Any, ...]:
    """Return the quality of the newest reading, and minute and value of the one that counts."""
    row = await world.sql.fetchrow("SELECT quality, good_at, good_value FROM latest")
    minute = None if row["good_at"] is None else (row["good_at"] - AT) / MINUTE
    return row["quality"], minute, row["good_value"]


@pytest.mark.parametrize("change", [_mark, _clear])
async def test_each_changed_reading_leaves_a_dirty_range(world: World, change: Change) -> None:
    channel = await _store(world, [(84.0, 0), (85.0, SUSPECT), (85.0, SUSPECT), (84.0, 0)])
    await change(world, channel, 1, 2)
    await change(world, channel, 7)  # not stored
    dirty = await world.sql.fetch("SELECT channel_id, since, until FROM dirty ORDER BY since")
    assert [tuple(row) for row in dirty] == [
        (channel, AT + n * MINUTE, AT + n * MINUTE) for n in (1, 2)
    ]


async def test_only_the_suspect_bit_of_the_given_readings_is_changed(world: World) -> None:
    channel = await _store(world, [(84.0, 0), (85.0, UNSURE), (85.0, SUSPECT), (84.0, 0)], good=3)
    await _mark(world, channel, 0, 1, 2)
    assert await _qualities(world) == [SUSPECT, UNSURE | SUSPECT, SUSPECT, 0]
    await _clear(world, channel, 1, 2, 3)
    assert await _qualities(world) == [SUSPECT, UNSURE, 0, 0]
    assert await _latest(world) == (0, 3, 84.0)


async def test_a_cleared_newest_reading_counts(world: World) -> None:
    channel = await _store(world, [(84.0, 0), (85.0, SUSPECT)], good=0)
    await _clear(world, channel, 1)
    assert await _latest(world) == (0, 1, 85.0)


async def test_other_quality_bits_stay_and_the_reading_is_not_counted(world: World) -> None:
    channel = await _store(world, [(84.0, 0), (85.0, SUSPECT | UNSURE)], good=0)
    await _clear(world, channel, 1)
    assert await _latest(world) == (UNSURE, 0, 84.0)


async def test_cleared_readings_older_than_the_newest_become_the_good_one(world: World) -> None:
    readings = [(70.0, 0), (85.0, SUSPECT), (86.0, SUSPECT), (999.0, SUSPECT)]
    channel = await _store(world, readings, good=0)
    await _clear(world, channel, 2, 1)
    assert await _latest(world) == (SUSPECT, 2, 86.0)


async def test_a_marked_newest_reading_counts_no_longer(world: World) -> None:
    readings = [(4.0, 0), (4.2, 0), (5.0, UNSURE), (900.0, 0)]
    channel = await _store(world, readings, good=3)
    await _mark(world, channel, 3)
    assert await _latest(world) == (SUSPECT, 1, 4.2)


async def test_the_newest_reading_that_counts_is_found_again(world: World) -> None:
    """It was marked behind a newer one that does not count."""
    channel = await _store(world, [(4.0, 0), (900.0, 0), (0.0, FAULT)], good=1)
    await _mark(world, channel, 1)
    assert await _latest(world) == (FAULT, 0, 4.0)


async def test_after_a_month_no_older_reading_is_looked_for(world: World) -> None:
    channel = await _store(world, [(900.0, 0)], good=0)
    await world.store(channel, evenly(AT - timedelta(days=31), 1))
    await _mark(world, channel, 0)
    assert await _latest(world) == (SUSPECT, None, None)


async def test_an_older_reading_leaves_the_latest_as_it_is(world: World) -> None:
    channel = await _store(world, [(4.0, 0), (900.0, 0), (4.2, 0)], good=2)
    written = await world.sql.fetchval("SELECT written_at FROM latest")
    await _mark(world, channel, 1)
    await _clear(world, channel, 1)
    assert await _latest(world) == (0, 2, 4.2)
    assert await world.sql.fetchval("SELECT written_at FROM latest") == written
