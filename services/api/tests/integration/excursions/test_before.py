"""What was last judged before a range, from readings, or else from the hours that are stored."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from rolled_fridge import DAY, HOUR, MINUTE, NOW, ROLLED_TO, START, Row, insert_fridge, steady

from isotherm.instants import to_ms
from isotherm_api.excursions.before import was_beyond

QUIET = {"above": False, "below": False}
ABOVE = {"above": True, "below": False}
BELOW = {"above": False, "below": True}


async def beyond_before(
    world: Any, begin: datetime, rows: list[Row], *, rolled: bool = True, **grace: float
) -> dict[str, bool]:
    """Return what was last judged of a fridge with these readings and limits of 2 to 8 °C."""
    fridge = await insert_fridge(world, rows, rolled=False)
    await world.limits(fridge.id, START - DAY, 2.0, 8.0, **grace)
    if rolled:
        await fridge.roll_up()
    return dict(await was_beyond(world.connection, await fridge.frame(begin)))


@pytest.mark.parametrize(
    ("values", "rolled", "verdict"),
    [
        ({MINUTE: 9.0, 2 * MINUTE: 4.0}, True, ABOVE),
        ({MINUTE: 4.0, 2 * MINUTE: 9.0}, True, QUIET),
        ({MINUTE: 1.0, 2 * MINUTE: 9.0}, True, BELOW),
        ({2 * HOUR: 9.0}, False, ABOVE),
        ({26 * HOUR: 9.0}, False, QUIET),
    ],
    ids=["above", "within", "below", "not rolled up", "a day ago, not rolled up"],
)
async def test_the_last_reading_before_a_range_decides(
    world: Any, values: dict[timedelta, float], rolled: bool, verdict: dict[str, bool]
) -> None:
    begin = NOW - 3 * HOUR + 25 * MINUTE
    rows: list[Row] = [(begin - earlier, value, 0) for earlier, value in values.items()]
    # what the range itself holds is not before it
    rows.append((begin, 4.0 if verdict == ABOVE else 9.0, 0))
    assert await beyond_before(world, begin, rows, rolled=rolled) == verdict


async def test_nothing_was_beyond_before_the_first_reading(world: Any) -> None:
    assert await beyond_before(world, START, [(START, 9.0, 0)]) == QUIET


async def test_a_silence_leaves_the_last_stored_judgement(world: Any) -> None:
    begin = START + 2 * DAY + 25 * MINUTE
    rows: list[Row] = [(START, 9.0, 0), (begin, 4.0, 0)]
    assert await beyond_before(world, begin, rows) == ABOVE


async def test_a_fault_is_no_judgement(world: Any) -> None:
    begin = NOW - 3 * HOUR + 25 * MINUTE
    rows: list[Row] = [(begin - 20 * MINUTE, 9.0, 0), (begin - 10 * MINUTE, None, 1)]
    assert await beyond_before(world, begin, rows) == ABOVE


async def test_hours_tell_what_dropped_readings_told(world: Any) -> None:
    begin = START + DAY + 25 * MINUTE
    rows: list[Row] = [(at, 9.0, 0) for at, _, _ in steady(START, START + DAY + HOUR)]
    fridge = await insert_fridge(world, rows, rolled=False)
    await world.limits(fridge.id, START - DAY, 2.0, 8.0)
    await fridge.roll_up()
    await world.connection.execute(
        "INSERT INTO state (key, value) VALUES ('raw_horizon', to_jsonb($1::bigint))",
        to_ms(START + 2 * DAY),
    )
    await world.connection.execute("DELETE FROM reading")
    assert await was_beyond(world.connection, await fridge.frame(begin)) == ABOVE


@pytest.mark.parametrize(
    ("begin", "minutes", "verdict"),
    [
        (ROLLED_TO - HOUR, 90, ABOVE),
        (ROLLED_TO + 25 * MINUTE, 90, ABOVE),
        (ROLLED_TO + 25 * MINUTE, 20, QUIET),
    ],
    ids=["by hours", "by readings", "too short"],
)
async def test_an_excursion_before_a_range_counts_only_if_it_lasts(
    world: Any, begin: datetime, minutes: int, verdict: dict[str, bool]
) -> None:
    first, until = begin - timedelta(minutes=minutes), begin + 10 * MINUTE
    rows: list[Row] = [
        (at, 9.0 if first <= at < until else 4.0, 0) for at in (at for at, _, _ in steady())
    ]
    assert await beyond_before(world, begin, rows, min_duration_s=3600) == verdict
