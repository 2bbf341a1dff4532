"""Readings that do not count are found through the hours that have some."""

from datetime import datetime
from typing import Any

import numpy as np
import pytest
from rolled_fridge import DAY, HOUR, START, STEP, Fridge, Row, insert_fridge, steady

from isotherm.history.readings import Readings
from isotherm.instants import to_datetime, to_micros
from isotherm_api.history.uncounted import load_uncounted

END = START + 3 * DAY


def suspects(*hours: int) -> list[Row]:
    """Return three days of readings, of which the third of some hours is suspect."""
    rows = steady()
    for hour in hours:
        at, _, _ = rows[6 * hour + 2]
        rows[6 * hour + 2] = (at, 85.0, 2)
    return rows


def times(*hours: int) -> list[datetime]:
    """Return when the suspect readings of some hours were measured."""
    return [START + HOUR * hour + 2 * STEP for hour in hours]


async def load(fridge: Fridge, limit: int = 200, hours: Any = None) -> Readings:
    """Load what does not count from START until END."""
    frame = await fridge.frame(START)
    span = to_micros(START), to_micros(END)
    return await load_uncounted(fridge.world.connection, frame, span, limit, hours)


def at(readings: Readings) -> list[datetime]:
    """Return when readings were measured."""
    return [to_datetime(instant) for instant in readings.at.tolist()]


async def test_they_are_in_time_order(world: Any) -> None:
    fridge = await insert_fridge(world, suspects(1, 5, 30, 71))
    readings = await load(fridge)
    assert at(readings) == times(1, 5, 30, 71)
    assert (set(readings.value.tolist()), set(readings.quality.tolist())) == ({85.0}, {2})


@pytest.mark.parametrize("limit", [1, 2, 3])
async def test_only_the_newest_are_loaded(world: Any, limit: int) -> None:
    fridge = await insert_fridge(world, suspects(1, 5, 30))
    assert at(await load(fridge, limit)) == times(1, 5, 30)[-limit:]


async def test_more_hours_than_one_round_trip_asks_for_are_loaded(world: Any) -> None:
    hours = range(0, 60, 3)
    fridge = await insert_fridge(world, suspects(*hours))
    assert at(await load(fridge)) == times(*hours)
    assert at(await load(fridge, 11)) == times(*hours)[-11:]


async def test_only_the_hours_that_the_caller_knows_are_looked_into(world: Any) -> None:
    fridge = await insert_fridge(world, suspects(1, 5, 30))
    hours = np.array([to_micros(START + HOUR * n) for n in (5, 30)], np.int64)
    assert at(await load(fridge, hours=hours)) == times(5, 30)
    assert at(await load(fridge, 1, hours)) == times(30)
    assert at(await load(fridge, hours=hours[:0])) == []


async def test_a_clock_that_is_ahead_counts_and_a_fault_has_no_value(world: Any) -> None:
    rows = suspects(1)
    rows[13], rows[20] = (rows[13][0], 4.0, 8), (rows[20][0], None, 1)
    fridge = await insert_fridge(world, rows)
    readings = await load(fridge)
    assert readings.quality.tolist() == [2, 1]
    assert str(readings.value.tolist()) == "[85.0, nan]"


async def test_an_hour_in_which_the_device_was_swapped_has_those_of_both(world: Any) -> None:
    site = await world.site("s", "UTC")
    sensor = await world.sensor(site, "fridge", STEP.total_seconds())
    old, new = await world.channel("old", site), await world.channel("new", site)
    swap = START + HOUR * 5 + 3 * STEP
    await world.install(old, sensor, None, swap)
    await world.install(new, sensor, swap, None)
    for channel in (old, new):
        rows = [(when, 85.0, 2) for when, _, _ in steady(START + 5 * HOUR, START + 6 * HOUR)]
        await world.readings(channel, rows)
    await world.readings(new, steady(START + 6 * HOUR))
    fridge = Fridge(world, sensor, site, new)
    await fridge.roll_up()
    assert at(await load(fridge)) == [START + 5 * HOUR + STEP * n for n in range(6)]
    assert at(await load(fridge, 4)) == [START + 5 * HOUR + STEP * n for n in range(2, 6)]


async def test_readings_that_have_been_dropped_are_missing(world: Any) -> None:
    fridge = await insert_fridge(world, suspects(1, 30))
    await world.connection.execute("SELECT drop_day($1)", START.date())
    assert at(await load(fridge)) == times(30)


async def test_what_was_set_aside_is_listed_and_what_was_shifted_is_where_it_is_shown(
    world: Any,
) -> None:
    fridge = await insert_fridge(world, suspects(1, 5, 30), rolled=False)
    await world.correct(fridge.id, START + 10 * HOUR, START + 13 * HOUR)
    await world.correct(
        fridge.id, START + 30 * HOUR, START + 31 * HOUR, "time", shift=12 * HOUR + STEP / 2
    )
    await fridge.roll_up()
    aside = [START + 10 * HOUR + STEP * n for n in range(18)]
    moved = START + 42 * HOUR + 2.5 * STEP
    expected = [*times(1, 5), *aside, moved]
    assert at(await load(fridge)) == expected
    for limit in (1, 5, 19):
        assert at(await load(fridge, limit)) == expected[-limit:]
    assert set((await load(fridge)).quality.tolist()) == {2, 32}
    hours = np.array([to_micros(START + HOUR * n) for n in (5, 11, 12)], np.int64)
    assert at(await load(fridge, hours=hours)) == [*times(5), *aside[6:]]
