"""Listed readings are examined newest first and all in turn, with the neighbours within reach."""

from datetime import UTC, datetime, timedelta
from typing import Any

from history_world import World, evenly

from isotherm_worker.sensors.examined import EXAMINED, FIRST, Turn, delete_old, sql_neighbours

AT = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def _list(world: World, channel: int, *minutes: float) -> None:
    """List readings as suspects; they were listed when they were measured."""
    await world.sql.executemany(
        "INSERT INTO suspect (channel_id, measured_at, noted_at) VALUES ($1, $2, $2)",
        [(channel, AT + minute * MINUTE) for minute in minutes],
    )


async def _examined(world: World, turn: Turn) -> list[tuple[int, float]]:
    """Return channel and minute of the readings that a turn examines."""
    rows = await world.pool.fetch(
        f"WITH {EXAMINED} SELECT * FROM suspects ORDER BY channel_id, measured_at", *turn.arguments
    )
    return [(row["channel_id"], (row["measured_at"] - AT) / MINUTE) for row in rows]


async def test_the_newest_come_first_and_all_others_in_turn(world: World) -> None:
    (_, first), (_, second) = await world.sensor(), await world.sensor()
    await _list(world, first, 0, 1, 8)
    await _list(world, second, 2, 3, 9)
    turn, newest = Turn(at_once=2), {(first, 8.0), (second, 9.0)}
    for others in ({(first, 0), (first, 1)}, {(first, 8), (second, 2)}, {(second, 3)}):
        assert await _examined(world, turn) == sorted(newest | others)
        async with world.pool.acquire() as connection:
            turn = await turn.read_next(connection)


async def test_after_the_last_reading_the_first_is_next(world: World) -> None:
    _, channel = await world.sensor()
    await _list(world, channel, 0, 1, 2)
    async with world.pool.acquire() as connection:
        turn = await Turn(at_once=2).read_next(connection)
        assert turn.after == (channel, AT + MINUTE)
        turn = await turn.read_next(connection)
        assert (turn.at_once, turn.after) == (2, FIRST)


async def test_a_reading_of_both_halves_is_examined_once(world: World) -> None:
    _, channel = await world.sensor()
    await _list(world, channel, 0, 1)
    assert await _examined(world, Turn(at_once=5)) == [(channel, 0), (channel, 1)]


async def test_neighbours_may_be_two_intervals_away(world: World) -> None:
    set_by_hand, learned = await world.sensor(interval_s=300.0), await world.sensor(interval_s=None)
    unknown, moved = await world.sensor(interval_s=None), await world.sensor(fed=False)
    await world.sql.execute("UPDATE sensor SET learned_interval_s = 10 WHERE id < $1", unknown[0])
    await world.install(moved[0], moved[1], AT + MINUTE)
    for _, channel in (set_by_hand, learned, unknown, moved):
        await _list(world, channel, 0)
    await world.sql.execute(
        "UPDATE sensor SET expected_interval_s = 7 WHERE id = $1", moved[0]
    )  # the channel was installed there only later
    rows = await world.pool.fetch(
        f"WITH {EXAMINED} SELECT reach FROM suspects ORDER BY channel_id", *Turn(9).arguments
    )
    assert [row["reach"].total_seconds() for row in rows] == [600, 20, 120, 120]


async def _neighbours(world: World, minute: float) -> tuple[Any, ...]:
    """Return the values of the neighbours of the listed reading at a minute."""
    rows = await world.pool.fetch(
        f"WITH {EXAMINED} SELECT n.measured_at, before.value AS before, after.value AS after"
        f" FROM suspects n {sql_neighbours('r.quality = 0')}",
        *Turn(9).arguments,
    )
    [pair] = [
        (row["before"], row["after"]) for row in rows if row["measured_at"] == AT + minute * MINUTE
    ]
    return pair


async def test_neighbours_are_the_nearest_readings_that_count_within_reach(world: World) -> None:
    (_, channel), (_, other) = await world.sensor(), await world.sensor()
    counting = [(AT + n * MINUTE, float(n), 0) for n in (0, 1, 3, 5, 6, 7)]
    uncounted = [(AT + n * MINUTE, 99.0, 1) for n in (2, 4)]
    await world.store(channel, [*counting, *uncounted])
    await world.store(other, evenly(AT + 2.5 * MINUTE, 2))
    await _list(world, channel, 0, 3, 5, 7, 9.01)
    assert await _neighbours(world, 0) == (None, 1)
    assert await _neighbours(world, 3) == (1, 5)  # each exactly two minutes away
    assert await _neighbours(world, 5) == (3, 6)
    assert await _neighbours(world, 7) == (6, None)
    assert await _neighbours(world, 9.01) == (None, None)


async def test_what_has_waited_for_a_week_is_given_up(world: World) -> None:
    _, channel = await world.sensor()
    await world.store(channel, evenly(AT, 2, quality=1))
    await _list(world, channel, 0, 1)
    async with world.pool.acquire() as connection:
        await delete_old(connection, AT + timedelta(days=7) + MINUTE)
    assert await world.sql.fetchval("SELECT array_agg(measured_at) FROM suspect") == [AT + MINUTE]
    assert await world.sql.fetchval("SELECT array_agg(quality) FROM reading") == [1, 1]
