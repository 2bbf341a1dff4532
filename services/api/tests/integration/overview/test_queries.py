"""The silences that the overview's coverage is computed from."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm_api.overview.queries import load_silences

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Rows = list[tuple[datetime, float | None, int]]


def minutes(count: int, value: float = 4.0) -> Rows:
    """Return a reading a minute until now."""
    return [(NOW - MINUTE * n, value, 0) for n in range(count)]


async def test_several_silences_of_a_day_are_all_missing(api: Any, world: Any) -> None:
    site = await world.site("s")
    ends: dict[str, list[tuple[int, int]]] = {
        "never": [],
        "long ago": [(50, 40)],
        "reaches in": [(50, 40), (25, 22)],
        "within": [(50, 40), (5, 4)],
        "several": [(50, 40), (25, 22), (8, 6), (3, 2)],
    }
    for name, gaps in ends.items():
        sensor, channel = await world.fed(site, name.replace(" ", "-"))
        await world.readings(channel, [(NOW - HOUR * 60, 4.0, 0), *minutes(120)])
        await world.roll(sensor, channel, NOW - HOUR)
        for since, until in gaps:
            await world.gap(sensor, NOW - HOUR * since, NOW - HOUR * until)
    overview = await api.get("ada", "/overview")
    share = dict(zip(overview["sensors"]["slug"], overview["sensors"]["coverage"], strict=True))
    lost = {"never": 0, "long-ago": 0, "reaches-in": 2, "within": 1, "several": 5}
    assert share == {name: pytest.approx(1 - hours / 24) for name, hours in lost.items()}


async def silences(world: Any, *sensors: int) -> dict[int, Any]:
    """Load the silences of the day until NOW."""
    return await load_silences(world.connection, sensors, NOW, DAY)


async def rolled(
    world: Any, slug: str, to: datetime, *gaps: tuple[datetime, datetime | None]
) -> int:
    """Insert a sensor whose first reading is two days old, rolled up with these gaps."""
    site = await world.connection.fetchval("SELECT id FROM site") or await world.site("s")
    sensor, channel = await world.fed(site, slug)
    await world.readings(channel, [(NOW - 2 * DAY, 4.0, 0)])
    await world.roll(sensor, channel, to)
    for since, until in gaps:
        await world.gap(sensor, since, until)
    assert isinstance(sensor, int)
    return sensor


async def test_a_silence_has_how_far_and_since_when_a_sensor_is_rolled_up(world: Any) -> None:
    sensor = await rolled(world, "fridge", NOW - HOUR)
    assert await silences(world, sensor) == {sensor: (NOW - HOUR, NOW - 2 * DAY, 0.0, NOW - DAY)}


async def test_a_silence_has_when_a_device_was_first_installed(world: Any) -> None:
    sensor = await rolled(world, "fridge", NOW - HOUR)
    await world.connection.execute(
        "UPDATE installation SET during = tstzrange($1, NULL)", NOW - 3 * HOUR
    )
    assert (await silences(world, sensor))[sensor][3] == NOW - 3 * HOUR


async def test_sensors_that_are_not_rolled_up_into_the_day_are_left_out(world: Any) -> None:
    old = await rolled(world, "old", NOW - DAY)
    new = await rolled(world, "new", NOW - DAY + MINUTE)
    never = await world.sensor(await world.site("t"), "never")
    assert set(await silences(world, old, new, never, 999)) == {new}
    assert await silences(world) == {}


async def test_a_gap_that_goes_on_ends_where_the_rollups_end(world: Any) -> None:
    within = await rolled(world, "within", NOW - HOUR, (NOW - 3 * HOUR, None))
    before = await rolled(world, "before", NOW - HOUR, (NOW - 2 * DAY, None))
    by_sensor = await silences(world, within, before)
    assert by_sensor[within][2] == 2 * 3600.0
    assert by_sensor[before][2] == 23 * 3600.0


async def test_only_the_part_of_a_gap_within_the_day_counts(world: Any) -> None:
    ahead = await rolled(world, "ahead", NOW + HOUR, (NOW - MINUTE, NOW + HOUR))
    reaching = await rolled(world, "reaching", NOW, (NOW - DAY - HOUR, NOW - DAY + MINUTE))
    over = await rolled(world, "over", NOW, (NOW - DAY - HOUR, NOW - DAY))
    by_sensor = await silences(world, ahead, reaching, over)
    assert {sensor: silence[2] for sensor, silence in by_sensor.items()} == {
        ahead: 60.0,
        reaching: 60.0,
        over: 0.0,
    }
