"""When a sensor's first reading was measured, from rollups or from readings."""

from typing import Any

from rolled_fridge import DAY, HOUR, NOW, START, STEP, Fridge, insert_fridge, steady

from isotherm.instants import to_micros
from isotherm_api.history.first import read_first_reading


async def first(fridge: Fridge) -> int | None:
    """Read when the first reading ever was measured, with the frame of the last hour."""
    return await read_first_reading(fridge.world.connection, await fridge.frame(NOW - HOUR))


async def test_rollups_know_it_also_if_the_reading_has_been_dropped(world: Any) -> None:
    fridge = await insert_fridge(world, steady(START + HOUR))
    await world.connection.execute("SELECT drop_day($1)", START.date())
    assert await first(fridge) == to_micros(START + HOUR)


async def test_readings_are_searched_if_nothing_is_rolled_up(world: Any) -> None:
    fridge = await insert_fridge(world, steady(), rolled=False)
    assert await first(fridge) == to_micros(START)


async def test_a_reading_of_any_quality_is_the_first(world: Any) -> None:
    fridge = await insert_fridge(world, [(START - HOUR, None, 1), *steady()], rolled=False)
    assert await first(fridge) == to_micros(START - HOUR)


async def test_a_sensor_without_readings_has_none(world: Any) -> None:
    fridge = await insert_fridge(world, [], rolled=False)
    assert await first(fridge) is None


async def test_only_readings_while_a_channel_was_installed_are_the_sensors(world: Any) -> None:
    fridge = await insert_fridge(world, steady(), rolled=False)
    await world.connection.execute(
        "UPDATE installation SET during = tstzrange($2, NULL) WHERE sensor_id = $1",
        fridge.id, START + DAY + STEP,
    )  # fmt: skip
    assert await first(fridge) == to_micros(START + DAY + STEP)
    earlier = await world.channel("earlier", fridge.site_id)
    await world.install(earlier, fridge.id, START + HOUR, START + DAY)
    assert await first(fridge) == to_micros(START + DAY + STEP), "it has never reported"
    await world.readings(earlier, steady())
    assert await first(fridge) == to_micros(START + HOUR)


async def test_readings_before_rolled_to_that_no_rollup_has_are_not_searched(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    await world.connection.execute("TRUNCATE reading_hour, reading_day")
    rolled_to = (await fridge.frame(NOW - HOUR)).head.rolled_to
    assert await first(fridge) == rolled_to


async def test_a_reading_that_was_shifted_may_be_the_first(world: Any) -> None:
    fridge = await insert_fridge(world, steady(), rolled=False)
    end = START + 2 * HOUR
    back = await world.correct(fridge.id, START + HOUR, end, "time", shift=-3 * DAY)
    assert await first(fridge) == to_micros(START + HOUR - 3 * DAY)
    await world.connection.execute(
        "UPDATE correction SET undone_by = 'u', undone_at = now() WHERE id = $1", back
    )
    await world.correct(fridge.id, START, end, "time", shift=DAY)
    assert await first(fridge) == to_micros(end)
