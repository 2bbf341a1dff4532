"""Single jumps and back become suspect, whatever the order of arrival; excursions never do."""

import random
from collections.abc import Sequence

import pytest
from stored_readings import AT, MINUTE, Readings


async def _store(readings: Readings, values: Sequence[float], apart: float = 1.0) -> None:
    for n, value in enumerate(values):
        await readings.store(n * apart, value)


@pytest.mark.parametrize(
    ("values", "jumps"),
    [
        ([4.0, 327.0, 4.1], [1]),
        ([4.0, -90.0, 4.1], [1]),
        ([-80.0, 200.0, -79.0], [1]),
        ([900.0, 300.0, 902.0], [1]),
        ([4.0, 327.0, 4.0, 500.0, 4.0], [1, 3]),
        # what stays, or does not come back to where it was
        ([4.0, 327.0], []),
        ([4.0, 327.0, 330.0, 4.0], []),
        ([4.0, 327.0, 9.1], []),
        ([4.0, 400.0, 420.0, 440.0, 460.0], []),
        # within what any place can have, or what air can do in a minute
        ([-18.0, 20.0, -18.0], []),
        ([-39.0, 60.0, -39.0], []),
        ([4.0, 73.9, 4.0], []),
        ([0.0, 70.1, 0.0], [1]),
        # an opened kiln and a door of an ultra-low freezer
        ([900.0, 850.0, 900.0], []),
        ([-80.0, -55.0, -80.0], []),
        # on a slope, only what is beyond both sides
        ([4.0, 100.0, 200.0, 100.0, 4.0], [2]),
    ],
)
async def test_a_single_jump_and_back_is_suspect(
    readings: Readings, values: list[float], jumps: list[int]
) -> None:
    await _store(readings, values)
    assert await readings.run() == len(jumps)
    assert await readings.uncounted() == jumps
    assert await readings.run() == 0
    assert await readings.dirty() == [(AT + n * MINUTE,) * 2 for n in jumps]


@pytest.mark.parametrize(("apart", "is_jump"), [(1.0, True), (2.0, True), (2.1, False)])
async def test_neighbours_are_within_two_intervals(
    readings: Readings, apart: float, is_jump: bool
) -> None:
    await _store(readings, [4.0, 900.0, 4.0], apart)
    assert await readings.run() == int(is_jump)


async def test_a_longer_way_allows_more(readings: Readings) -> None:
    """95 °C more than before two minutes is possible; 105 °C more is not."""
    await _store(readings, [0.0, 95.0, 0.0, 105.0, 0.0], 2.0)
    await readings.run()
    assert await readings.uncounted() == [6.0]


@pytest.mark.parametrize("seed", range(6))
async def test_the_result_depends_on_neither_order_nor_instance(
    readings: Readings, seed: int
) -> None:
    values = [4.0, 327.0, 4.1, -80.0, -79.0, 4.0, 500.0, 4.2, 4.2, 300.0, 310.0, 4.0, 600.0, 4.0]
    order = random.Random(seed).sample(range(len(values)), len(values))  # noqa: S311  a test's order
    for n in order:
        await readings.store(n, values[n])
        await readings.run()
    assert await readings.uncounted() == [1, 6, 12]
    good = await readings.sql.fetchrow("SELECT measured_at, quality, good_value FROM latest")
    assert tuple(good) == (AT + 13 * MINUTE, 0, 4.0)


async def test_a_row_of_jumps_is_followed_where_ingest_saw_no_change(readings: Readings) -> None:
    for n in range(20):
        await readings.store(n, 327.0 if n % 2 else 4.0, listed=n < 6)
    while await readings.run():
        pass
    assert await readings.uncounted() == list(range(1, 19, 2))
