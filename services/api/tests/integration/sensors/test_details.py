"""A sensor as its own page shows it: newest reading, state and since when, and its channels."""

from datetime import UTC, datetime, timedelta
from typing import Any

from minutely import minutes

from isotherm.instants import to_ms
from isotherm_api.access import Role
from isotherm_api.sensors.details import read_details
from isotherm_api.visible import Reference, Visible

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def read(api: Any, name: str) -> Any:
    """A sensor's details as admin."""
    return await api.get("ada", f"/sensors/{name}")


async def test_a_sensor_without_readings(api: Any, world: Any) -> None:
    await world.fed(await world.site("s"), "fridge")
    details = await read(api, "s/fridge")
    assert (details["status"], details["state"], details["latest"]) == ("never", "never", None)
    assert details["since"] is None


async def test_in_range(api: Any, world: Any) -> None:
    sensor, channel = await world.fed(await world.site("s"), "fridge")
    await world.limits(sensor, NOW - DAY, 2.0, 8.0)
    await world.readings(channel, minutes(10))
    details = await read(api, "s/fridge")
    assert (details["status"], details["state"], details["since"]) == ("online", "in_range", None)
    assert details["latest"]["value"] == 4.0
    assert details["latest"]["time"] == to_ms(NOW)
    assert details["limits"] == {"low": 2.0, "high": 8.0, "since": to_ms(NOW - DAY)}
    assert details["device"]["name"] == details["installations"][0]["device"]
    assert details["role"] == "manager"


async def test_a_swapped_out_devices_readings_stay_the_sensors(api: Any, world: Any) -> None:
    site = await world.site("s")
    sensor, other = await world.sensor(site, "fridge"), await world.sensor(site, "other")
    old, new = await world.channel("old", site), await world.channel("new", site)
    swap = NOW - 10 * MINUTE
    await world.install(old, sensor, None, swap)
    await world.install(old, other, swap, None)
    await world.install(new, sensor, swap, None)
    await world.readings(old, minutes(30))
    details = await read(api, "s/fridge")
    assert details["latest"]["time"] == to_ms(swap - MINUTE)
    assert details["state"] == "silent"
    assert details["device"]["name"] == "new"
    assert [installation["device"] for installation in details["installations"]] == ["new", "old"]
    await world.readings(new, [(NOW, 6.0, 0)])
    assert (await read(api, "s/fridge"))["latest"]["value"] == 6.0
    assert (await read(api, "s/other"))["latest"]["value"] == 4.0


async def test_an_interval_nobody_set_is_seen(api: Any, world: Any) -> None:
    _, channel = await world.fed(await world.site("s"), "fridge", None)
    await world.readings(channel, [(NOW - 10 * MINUTE * n, 4.0, 0) for n in range(20)])
    api.clock.instant = NOW + 29 * MINUTE
    details = await read(api, "s/fridge")
    assert (details["interval_s"], details["state"]) == (600, "no_limits")


async def test_the_newest_is_the_last_devices_though_it_went_on_elsewhere(
    api: Any, world: Any
) -> None:
    """Swapped twice: the first device fell silent, the second measures on on a bench."""
    site = await world.site("s")
    sensor = await world.sensor(site, "fridge")
    first, second, third = [await world.channel(name, site) for name in ("a", "b", "c")]
    swap, again = NOW - 60 * MINUTE, NOW - 10 * MINUTE
    await world.install(first, sensor, None, swap)
    await world.install(second, sensor, swap, again)
    await world.install(third, sensor, again, None)
    await world.readings(first, [(swap - MINUTE, 4.0, 0)])
    await world.readings(second, [(NOW - MINUTE * n, 5.0, 0) for n in range(60)])
    latest = (await read(api, "s/fridge"))["latest"]
    assert (latest["time"], latest["value"]) == (to_ms(again - MINUTE), 5.0)
    assert (latest["good_time"], latest["good_value"]) == (to_ms(again - MINUTE), 5.0)


async def test_a_sensor_is_judged_at_the_given_instant(api: Any, world: Any) -> None:
    site = await world.site("s")
    sensor, channel = await world.fed(site, "fridge")
    await world.readings(channel, minutes(10))
    visible = Visible(sensor, site, Reference("s", "fridge"), "UTC", 60.0, Role.OPERATOR)
    async with api.services.database.reading() as connection:
        details = [
            await read_details(connection, visible, now) for now in (NOW, NOW + HOUR, NOW - DAY)
        ]
    assert [document.state for document in details] == ["no_limits", "silent", "never"]
    assert {document.role for document in details} == {"operator"}
    assert len({document.etag for document in details}) == 1
    assert not any(document.deletable for document in details)
