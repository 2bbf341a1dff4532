"""The walk reads only hours in which something happens, and no more than are needed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from api_rollups import roll_up
from plain_excursions import excursions
from plain_statistics import statistics
from rolled_fridge import DAY, HOUR, NOW, START, STEP, Fridge, insert_fridge, steady

from isotherm.instants import to_ms
from isotherm_api.excursions import build as building
from isotherm_api.excursions.bins import whole_bins
from isotherm_api.excursions.walk import Walk
from isotherm_api.history.pieces import read_pieces
from isotherm_api.history.split import split

A_DAY = DAY // STEP
"""Readings of a day."""
AN_HOUR = HOUR // STEP


async def insert(world: Any, warm: Any) -> Fridge:
    """Insert the fridge, at 9 °C where `warm` says so of a number; its high limit is 8 °C."""
    rows = [(at, 9.0 if warm(number) else 4.0, 0) for number, (at, _, _) in enumerate(steady())]
    fridge = await insert_fridge(world, rows, rolled=False)
    await world.limits(fridge.id, START - DAY, 2.0, 8.0)
    await fridge.roll_up()
    return fridge


async def walk(fridge: Fridge, start: datetime, limit: int) -> Walk:
    """Walk over a range until now."""
    frame = await fridge.frame(start)
    cuts = split(frame, judge_lead=True)
    connection = fridge.world.connection
    pieces = await read_pieces(connection, frame, cuts, whole_bins(frame, cuts), judge_lead=True)
    done = Walk(frame, limit, A_DAY)
    await done.back(connection, pieces)
    return done


async def test_an_excursion_through_days_is_read_where_it_begins_and_ends(world: Any) -> None:
    fridge = await insert(world, lambda number: 40 <= number < 2 * A_DAY + 50)
    done = await walk(fridge, START, 100)
    assert done.readings == 2 * AN_HOUR
    assert not done.stopped


async def test_quiet_hours_are_not_read(world: Any) -> None:
    fridge = await insert(world, lambda number: number == 100)
    assert (await walk(fridge, START, 100)).readings == AN_HOUR


async def test_the_walk_ends_when_it_has_found_enough(api: Any, world: Any) -> None:
    fridge = await insert(world, lambda number: number % 2 == 1)
    done = await walk(fridge, START, 10)
    assert done.stopped
    assert done.readings <= 8 * AN_HOUR
    answer = await excursions(api, START, NOW, limit=10)
    assert (len(answer["items"]), answer["more"]) == (10, True)
    assert answer["total"] == len(steady()) // 2


async def test_the_walk_ends_when_it_has_read_enough(
    api: Any, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await insert(world, lambda number: number % AN_HOUR == 1)
    for name in ("MOST_READINGS", "LEAST_READINGS"):
        monkeypatch.setattr(building, name, 10 * AN_HOUR)
    answer = await excursions(api, START, NOW, limit=1000)
    assert 10 <= len(answer["items"]) < answer["total"] == (NOW - START) // HOUR
    assert answer["more"]
    begins = [item["from"] for item in answer["items"]]
    assert begins == sorted(begins, reverse=True)


async def test_readings_that_are_not_rolled_up_yet_do_not_contradict_statistics(
    api: Any, world: Any
) -> None:
    fridge = await insert(world, lambda number: 100 <= number < 103)
    late = START + STEP * 101 + timedelta(minutes=1)
    await world.readings(fridge.channel, [(late, 4.0, 0)])
    for exact in (False, True):
        answer = await excursions(api, START, NOW)
        above = (await statistics(api, START, NOW))["above"]
        assert sum(item["seconds"] for item in answer["items"]) == above["seconds"]
        assert sum(item["times"] for item in answer["items"]) == above["times"] == answer["total"]
        assert [item["exact"] for item in answer["items"]] == [exact] * len(answer["items"])
        assert len(answer["items"]) == (2 if exact else 1)
        for table in ("reading_hour", "reading_day", "gap", "fault"):
            await world.connection.execute(f"DELETE FROM {table}")
        await roll_up(world.connection, fridge.id, "UTC", NOW - HOUR, NOW)


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        ("Europe/Vienna", datetime(2026, 10, 24, 22, tzinfo=UTC)),
        ("Atlantic/Azores", datetime(2026, 10, 25, tzinfo=UTC)),
        ("America/Havana", datetime(2025, 11, 2, 4, tzinfo=UTC)),
        # rules that changed in 2026: PostgreSQL or the machine may have older ones
        ("America/Vancouver", datetime(2026, 11, 10, 7, tzinfo=UTC)),
    ],
)
async def test_an_excursion_just_after_a_midnight_is_found(
    api: Any, world: Any, zone: str, midnight: datetime
) -> None:
    sensor, channel = await world.fed(await world.site("s", zone), "fridge", STEP.total_seconds())
    begin, end = midnight - 2 * DAY, midnight + 2 * DAY
    since, until = midnight + STEP, midnight + 3 * STEP
    rows = [(at, 9.0 if since <= at < until else 4.0, 0) for at, _, _ in steady(begin, end)]
    await world.readings(channel, rows)
    await world.limits(sensor, begin, 2.0, 8.0)
    await roll_up(world.connection, sensor, zone, end, NOW)
    answer = await excursions(api, begin, end)
    assert [(item["from"], item["to"]) for item in answer["items"]] == [
        (to_ms(since), to_ms(until))
    ]
    assert (answer["total"], answer["more"]) == (1, False)
