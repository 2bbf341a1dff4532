"""Which sensors a device supplies now: said in lists, searched, and not told to strangers."""

from datetime import timedelta
from typing import Any

from still_clock import NOW

HOUR = timedelta(hours=1)


async def test_a_device_says_which_sensors_it_supplies_now(api: Any, world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    await world.grant(here, "operator", username="olga")
    freezer, room = await world.sensor(here, "freezer"), await world.sensor(there, "room")
    busy, spare, new = [await world.channel(name, here) for name in ("busy", "spare", "new")]
    roaming = await world.channel("roaming", here)
    await world.install(busy, freezer, NOW - HOUR, None)
    await world.install(spare, freezer, NOW - 2 * HOUR, NOW - HOUR)
    await world.install(roaming, room, NOW - HOUR, None)
    assert new
    for person, seen in (("olga", []), ("ada", ["there/room"])):
        items = {
            item["name"]: item for item in (await api.get(person, "/devices", site="here"))["items"]
        }
        facts = {
            name: (item["serves"], [sensor["sensor"] for sensor in item["sensors"]])
            for name, item in items.items()
        }
        assert facts == {
            "busy": (1, ["here/freezer"]), "new": (0, []), "spare": (0, []), "roaming": (1, seen),
        }  # fmt: skip
        assert [name for name, item in items.items() if not item["ever_installed"]] == ["new"]
    [served] = items["busy"]["sensors"]
    assert served == {
        "sensor": "here/freezer", "name": "Freezer", "site_name": "Here", "channel": "temperature",
    }  # fmt: skip
    details = await api.get("olga", "/devices/roaming")
    assert (details["serves"], details["sensors"], details["ever_installed"]) == (1, [], True)


async def test_devices_are_found_by_the_sensor_they_supply_now(api: Any, world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    await world.grant(here, "operator", username="olga")
    vault, door = await world.sensor(here, "vault"), await world.sensor(there, "door")
    for name, sensor in (("one", vault), ("two", door)):
        channel = await world.channel(name, here)
        await world.install(channel, sensor, NOW - HOUR, None)
    await world.install(await world.channel("old", here), vault, NOW - 3 * HOUR, NOW - HOUR)
    for person, text, names in (
        ("ada", "VAULT", ["one"]), ("ada", "door", ["two"]), ("olga", "door", []),
        ("olga", "vault one", ["one"]), ("olga", "vault two", []),
    ):  # fmt: skip
        page = await api.get(person, "/devices", q=text)
        assert [item["name"] for item in page["items"]] == names, (person, text)
