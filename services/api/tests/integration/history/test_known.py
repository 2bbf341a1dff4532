"""What went on before an instant is known from stored hours, and asked only where it matters."""

from typing import Any

from rolled_fridge import DAY, HOUR, MINUTE, ROLLED_TO, START, Fridge, Row, insert_fridge, steady

from isotherm.history.grace import Known
from isotherm.instants import to_micros
from isotherm_api.history.known import load_known

NOON = START + 12 * HOUR


async def graced(world: Any, *, rolled: bool = True, least_s: float = 600) -> Fridge:
    """Insert a fridge that is at 9 °C for the hour before NOON; its high limit is 8 °C."""
    rows: list[Row] = [(at, 9.0 if NOON - HOUR <= at < NOON else 4.0, 0) for at, _, _ in steady()]
    fridge = await insert_fridge(world, rows, rolled=False)
    await world.limits(fridge.id, START - DAY, 2.0, 8.0, min_duration_s=least_s)
    if rolled:
        await fridge.roll_up()
    return fridge


async def test_without_grace_nothing_is_asked(world: Any) -> None:
    fridge = await graced(world, least_s=0)
    frame, statements = await fridge.frame(NOON), list[str]()
    with world.connection.query_logger(lambda record: statements.append(record.query)):
        assert await load_known(world.connection, frame, [frame.start, frame.end]) == [None, None]
    assert statements == []


async def test_the_hours_before_each_instant_tell_what_goes_on(world: Any) -> None:
    fridge = await graced(world)
    frame = await fridge.frame(START)
    instants = [to_micros(at) for at in (NOON, NOON - HOUR, NOON + HOUR + 25 * MINUTE)]
    assert await load_known(world.connection, frame, instants) == [
        Known(to_micros(NOON), above=True, below=False),
        Known(to_micros(NOON - HOUR), above=False, below=False),
        Known(to_micros(NOON + HOUR), above=False, below=False),
    ]
    assert await load_known(world.connection, frame, []) == []


async def test_nothing_is_known_past_what_is_rolled_up(world: Any) -> None:
    fridge = await graced(world)
    frame = await fridge.frame(START)
    [latest] = await load_known(world.connection, frame, [frame.end])
    assert latest == Known(to_micros(ROLLED_TO), above=False, below=False)


async def test_a_sensor_that_was_never_rolled_up_is_judged_from_a_year_before(world: Any) -> None:
    fridge = await graced(world, rolled=False)
    await world.connection.execute("UPDATE rollup SET rolled_to = NULL")
    frame = await fridge.frame(NOON)
    year_before = to_micros(NOON - 366 * DAY)
    instants = [to_micros(NOON), year_before - 1]
    assert await load_known(world.connection, frame, instants) == [
        Known(at, above=False, below=False) for at in (year_before, year_before - 1)
    ]
