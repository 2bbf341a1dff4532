"""A sensor's interval as rows: as set, as learned, and dated."""

from datetime import datetime
from typing import Any

import pytest
from dated_settings import DAY, NOW

from isotherm_api.interval import queries


async def dated(connection: Any, sensor: int) -> list[tuple[datetime | None, float]]:
    """Return since and seconds of the dated intervals."""
    rows = await queries.load_intervals(connection, sensor)
    return [(row["since"], row["interval_s"]) for row in rows]


async def test_the_first_interval_has_no_beginning(api: Any, world: Any) -> None:
    site = await world.site("s")
    sensor, other = await world.sensor(site, "fridge"), await world.sensor(site, "other")
    async with api.services.database.writing() as connection:
        await queries.set_interval(connection, sensor, 600, NOW - DAY)
        assert await dated(connection, sensor) == [(NOW - DAY, 600), (None, 60)]
        assert await dated(connection, other) == [(None, 60)]


async def test_an_interval_from_the_past_replaces_the_later_ones(api: Any, world: Any) -> None:
    sensor = await world.sensor(await world.site("s"), "fridge")
    async with api.services.database.writing() as connection:
        for since in (NOW - 3 * DAY, NOW - DAY, NOW):
            await queries.set_interval(connection, sensor, (NOW - since).days + 10, since)
        await queries.set_interval(connection, sensor, 20, NOW - DAY)
        assert await dated(connection, sensor) == [(NOW - DAY, 20), (NOW - 3 * DAY, 13), (None, 60)]
        row = await queries.read_interval(connection, sensor)
    assert (row["set_s"], row["learned_s"], row["usual_s"]) == (20, None, None)


async def test_a_learned_interval_stays_beside_the_one_set(api: Any, world: Any) -> None:
    sensor = await world.sensor(await world.site("s"), "fridge")
    await world.connection.execute("UPDATE sensor SET learned_interval_s = 30")
    async with api.services.database.writing() as connection:
        assert tuple(await queries.read_interval(connection, sensor))[:2] == (60, 30)
        await queries.set_interval(connection, sensor, None, None)
        assert tuple(await queries.read_interval(connection, sensor))[:2] == (None, 30)
        assert [seconds for _, seconds in await dated(connection, sensor)] == [30, 60]


async def test_the_interval_of_no_sensor_is_a_defect(api: Any, world: Any) -> None:
    async with api.services.database.reading() as connection:
        with pytest.raises(RuntimeError):
            await queries.read_interval(connection, 1)
        assert await queries.load_intervals(connection, 1) == []
