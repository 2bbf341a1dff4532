"""Values that stay the same to the last digit for a day are found in the hours of a sensor."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm.instants import to_ms
from isotherm_api.devices.frozen import Frozen, load_frozen

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Rows = list[tuple[datetime, float | None, int]]


def hourly(hours: int, value: float = 4.2) -> Rows:
    """Return a reading at each of the last full hours until now."""
    return [(NOW - HOUR * n, value, 0) for n in range(hours + 1)]


async def frozen(world: Any, rows: Rows, to: datetime = NOW - HOUR) -> Frozen | None:
    """Return what is found of a sensor with these readings, rolled up to an instant."""
    sensor, channel = await world.fed(await world.site("s"), "fridge", 3600.0)
    await world.readings(channel, rows)
    await world.roll(sensor, channel, to)
    by_channel = await load_frozen(world.connection, [channel], NOW)
    assert by_channel.keys() <= {channel}
    return by_channel.get(channel)


async def test_a_day_of_the_same_value_is_frozen_since_its_first_reading(world: Any) -> None:
    rows = [*hourly(30), (NOW - 31 * HOUR, 4.3, 0)]
    assert await frozen(world, rows) == Frozen(4.2, NOW - 30 * HOUR)


async def test_it_is_not_looked_for_longer_than_a_week(world: Any) -> None:
    assert await frozen(world, hourly(24 * 9)) == Frozen(4.2, NOW - 7 * DAY)


async def test_readings_that_do_not_count_change_nothing(world: Any) -> None:
    rows: Rows = [(NOW - HOUR * n - HOUR / 2, 85.0, 2) for n in range(30)]
    rows += [(NOW - 7 * HOUR - HOUR / 3, None, 1), (NOW - HOUR / 4, 85.0, 2)]
    constant = await frozen(world, [*hourly(30), *rows])
    assert constant is not None
    assert constant.value == 4.2


@pytest.mark.parametrize(
    "rows",
    [
        hourly(23),
        [(NOW - 2 * HOUR * n, 4.2, 0) for n in range(15)],
        [*hourly(30), (NOW - 10 * HOUR - HOUR / 2, 4.2001, 0)],
        [*hourly(30), (NOW - HOUR / 2, 4.3, 0)],
        [(at - DAY - HOUR, value, quality) for at, value, quality in hourly(48)],
        [(at, None, 1) for at, _, _ in hourly(48)],
    ],
    ids=["too-short", "too-few", "moves", "moves-now", "not-any-more", "faults"],
)
async def test_other_values_are_not_frozen(world: Any, rows: Rows) -> None:
    assert await frozen(world, rows) is None


async def test_a_reading_that_waits_for_its_time_changes_nothing_yet(world: Any) -> None:
    rows = [*hourly(30), (NOW + timedelta(seconds=50), 4.3, 0)]
    assert await frozen(world, rows) is not None


async def test_only_the_present_installation_is_looked_at(world: Any) -> None:
    site = await world.site("s")
    sensor, channel = await world.sensor(site, "fridge"), await world.channel("probe", site)
    before = await world.channel("before", site)
    await world.install(before, sensor, None, NOW - 26 * HOUR)
    await world.install(channel, sensor, NOW - 26 * HOUR)
    await world.readings(before, [(at - 26 * HOUR, value, q) for at, value, q in hourly(48)])
    await world.readings(channel, hourly(26))
    await world.roll(sensor, channel, NOW - HOUR)
    by_channel = await load_frozen(world.connection, [channel, before], NOW)
    assert by_channel == {channel: Frozen(4.2, NOW - 26 * HOUR)}
    assert await load_frozen(world.connection, [], NOW) == {}


async def test_the_page_of_a_device_shows_it(api: Any, world: Any) -> None:
    sensor, channel = await world.fed(await world.site("s"), "fridge", 3600.0)
    await world.readings(channel, hourly(30))
    await world.roll(sensor, channel, NOW - HOUR)
    [device] = (await api.get("ada", "/devices"))["items"]
    [shown] = (await api.get("ada", f"/devices/{device['name']}"))["channels"]
    assert shown["frozen"] == {"value": 4.2, "since": to_ms(NOW - 30 * HOUR)}
    changed = await api.ask(
        "ada", f"/devices/{device['name']}/channels/temperature",
        method="PATCH", json={"fault_list": False}, headers={"If-Match": shown["etag"]},
    )  # fmt: skip
    assert changed.json()["frozen"] == shown["frozen"]
