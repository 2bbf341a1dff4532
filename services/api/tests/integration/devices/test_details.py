"""A device as its own page shows it: its channels, their newest readings and installations."""

from datetime import UTC, datetime, timedelta
from typing import Any

from device_changes import change, people

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def test_a_device_lists_its_channels_and_visible_installations(api: Any, world: Any) -> None:
    here, there = await people(world)
    channel = await world.channel("probe", here)
    await world.propose("probe", here, "outside")
    await world.install(channel, await world.sensor(here, "fridge"), None, NOW - HOUR)
    await world.install(channel, await world.sensor(there, "secret"), NOW - HOUR)
    await world.readings(channel, [(NOW - HOUR, 4.5, 0), (NOW, 5.5, 8)])
    device = await api.get("operator", "/devices/probe")
    assert (device["site"], device["state"], device["role"]) == ("here", "known", "operator")
    assert (device["channel_count"], device["proposed_count"]) == (2, 1)
    outside, temperature = device["channels"]
    assert (outside["name"], outside["state"], outside["last"]) == ("outside", "proposed", None)
    assert temperature["last"] == {
        "measured": to_ms(NOW),
        "received": to_ms(NOW),
        "value": 5.5,
        "quality": 8,
    }
    # an installation at a site that they may not see is left out
    assert [item["sensor"] for item in temperature["installations"]] == ["here/fridge"]
    details = await api.get("both", "/devices/probe")
    installed = details["channels"][1]["installations"]
    assert [item["sensor"] for item in installed] == ["there/secret", "here/fridge"]


async def test_a_reading_that_waits_for_its_time_is_not_the_last(api: Any, world: Any) -> None:
    here, _ = await people(world)
    channel = await world.channel("probe", here)
    ahead = NOW + timedelta(seconds=50)
    await world.readings(channel, [(NOW, 19.0, 0), (ahead, 4.2, 0)])
    path = "/devices/probe/channels/temperature"
    [shown] = (await api.get("operator", "/devices/probe"))["channels"]
    assert (shown["last"]["measured"], shown["last"]["value"]) == (to_ms(NOW), 19.0)
    changed = (await change(api, "operator", {"unit": "C"}, path)).json()
    assert changed["last"] == shown["last"]
    api.services.clock.instant = ahead
    [shown] = (await api.get("operator", "/devices/probe"))["channels"]
    assert (shown["last"]["measured"], shown["last"]["value"]) == (to_ms(ahead), 4.2)


async def test_a_device_without_channels_has_details_too(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await world.connection.execute("INSERT INTO device (name, site_id) VALUES ('probe', $1)", here)
    device = await api.get("operator", "/devices/probe")
    assert (device["channels"], device["channel_count"], device["proposed_count"]) == ([], 0, 0)


async def test_the_role_in_the_details_is_the_callers(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await world.channel("probe", here)
    roles = {
        person: (await api.get(person, "/devices/probe"))["role"] for person in ("operator", "ada")
    }
    assert roles == {"operator": "operator", "ada": "manager"}
