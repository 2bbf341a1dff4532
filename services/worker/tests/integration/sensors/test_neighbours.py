"""A suspect reading is cleared if its stored neighbours make it plausible."""

import pytest
from stored_readings import AT, MINUTE, SUSPECT, Readings

from isotherm.quality import Quality
from isotherm_worker.sensors.examined import Turn
from isotherm_worker.sensors.neighbours import clear_plausible


async def cleared_in(readings: Readings) -> int:
    """Return how many readings were cleared in one transaction of worker's."""
    async with readings.pool.acquire() as connection, connection.transaction():
        return await clear_plausible(connection, Turn(1000))


@pytest.mark.parametrize(
    ("neighbours", "cleared"),
    [
        ([(-1, 84.0), (1, 86.0)], True),
        ([(-2, 65.0)], True),
        ([(2, 105.0)], True),
        ([(-1, 64.9)], False),
        ([(-1, 84.0), (1, 4.0)], False),
        # only the nearest on either side is asked, within two intervals of a minute
        ([(-2, 4.0), (-1, 84.0)], True),
        ([(-2, 84.0), (-1, 4.0)], False),
        ([(-2.1, 84.0)], False),
        ([], False),
    ],
)
async def test_neighbours_decide_whether_a_suspect_is_cleared(
    readings: Readings, neighbours: list[tuple[float, float]], cleared: bool
) -> None:
    for minute, value in neighbours:
        await readings.store(minute, value, listed=False)
    await readings.store(0, 85.0, suspect=True)
    assert await cleared_in(readings) == int(cleared)
    assert await cleared_in(readings) == 0
    assert await readings.uncounted() == ([] if cleared else [0])
    assert await readings.sql.fetchval("SELECT count(*) FROM suspect") == int(not cleared)
    assert await readings.dirty() == ([(AT, AT)] if cleared else [])


async def test_each_cleared_reading_leaves_a_dirty_range(readings: Readings) -> None:
    for minute in (0, 1, 60):
        await readings.store(minute, 85.0, suspect=True)
    await readings.store(0.5, 84.0, listed=False)
    assert await cleared_in(readings) == 2
    assert await readings.dirty() == [(AT, AT), (AT + MINUTE, AT + MINUTE)]


async def test_other_quality_bits_stay_and_the_reading_is_not_counted(readings: Readings) -> None:
    unsure = int(Quality.TIME_UNSURE)
    await readings.store(-1, 84.0, listed=False, others=unsure)
    await readings.store(0, 85.0, suspect=True, others=unsure)
    # nor is a neighbour asked that does not count
    assert await cleared_in(readings) == 0
    await readings.store(1, 84.0, listed=False)
    assert await cleared_in(readings) == 1
    assert await readings.uncounted() == [-1, 0]
    quality = "SELECT quality FROM reading WHERE measured_at = $1"
    assert await readings.sql.fetchval(quality, AT) == unsure
    assert await readings.sql.fetchval("SELECT good_value FROM latest") == 84.0


async def test_cleared_readings_older_than_the_newest_become_the_good_one(
    readings: Readings,
) -> None:
    await readings.store(0, 70.0, listed=False)
    await readings.store(1, 85.0, suspect=True)
    await readings.store(2, 999.0, suspect=True)
    assert await cleared_in(readings) == 1
    row = await readings.sql.fetchrow("SELECT quality, good_at, good_value FROM latest")
    assert tuple(row) == (SUSPECT, AT + MINUTE, 85.0)


async def test_a_candidate_for_a_jump_is_not_cleared(readings: Readings) -> None:
    await readings.store(0, 84.0, listed=False)
    await readings.store(1, 85.0)
    await readings.sql.execute("UPDATE reading SET quality = $1 WHERE value = 85", SUSPECT)
    assert await cleared_in(readings) == 0
    assert await readings.uncounted() == [1]


async def test_a_long_rise_beyond_a_plausible_range_counts_in_one_run(readings: Readings) -> None:
    """Each cleared reading makes the next one plausible, also if all were stored at once."""
    for n in range(60):
        await readings.store(n, 40.0 + 9.0 * n, suspect=40.0 + 9.0 * n > 60.0)
    await cleared_in(readings)
    assert await readings.uncounted() == []
    row = await readings.sql.fetchrow("SELECT quality, good_value FROM latest")
    assert tuple(row) == (0, 40.0 + 9.0 * 59)


async def test_a_fire_beyond_a_plausible_range_stays_suspect(readings: Readings) -> None:
    await readings.store(0, 4.0)
    for n in range(1, 10):
        await readings.store(n, 400.0 + n, suspect=True)
    assert await cleared_in(readings) == 0
    assert await readings.uncounted() == list(range(1, 10))
