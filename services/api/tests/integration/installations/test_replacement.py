"""A device is replaced behind a sensor: one history, whenever it is entered and what comes late."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CHANGE = NOW - 3 * HOUR
SPAN = {"from": to_ms(NOW - 6 * HOUR), "to": to_ms(NOW + MINUTE)}
PATH = "/sensors/s/fridge/installations"


def every_minute(start: datetime, end: datetime, value: float) -> list[Any]:
    """A reading a minute from an instant until just before another."""
    return [(start + MINUTE * n, value, 0) for n in range(int((end - start) / MINUTE))]


async def replaced(api: Any, change: datetime = CHANGE) -> None:
    """Enters the replacement."""
    answer = await api.install("new", change, replace=True)
    assert answer.status_code == 201, answer.text


async def history(api: Any) -> dict[int, float]:
    """The fridge's readings of six hours by time, as the graph has them."""
    found = await api.get("ada", "/series", sensor="s/fridge", points=2000, **SPAN)
    [series] = found["sensors"]
    assert found["bucket_ms"] is None
    return dict(zip(series["time"], series["avg"], strict=True))


async def hardware(world: Any) -> tuple[int, int]:
    """The channels of `old`, which has always fed the fridge, and of `new`, on no sensor yet."""
    site = await world.site("s")
    _, old = await world.fed(site, "fridge")
    await world.connection.execute("UPDATE device SET name = 'old'")
    return old, await world.propose("new", site)


async def test_entered_hours_later_it_is_one_history(api: Any, world: Any) -> None:
    old, new = await hardware(world)
    await world.readings(old, every_minute(NOW - 6 * HOUR, CHANGE, 4.0))
    await world.readings(new, every_minute(CHANGE, NOW, 6.0))
    before = await history(api)
    assert set(before.values()) == {4.0}
    await replaced(api)
    found = await history(api)
    assert list(found) == [to_ms(NOW - 6 * HOUR + MINUTE * n) for n in range(360)]
    assert all(value == (4.0 if at < to_ms(CHANGE) else 6.0) for at, value in found.items())
    [statistics] = (await api.get("ada", "/statistics", sensor="s/fridge", **SPAN))["sensors"]
    assert [statistics[key] for key in ("n", "min", "max")] == [
        360,
        {"value": 4.0, "time": to_ms(NOW - 6 * HOUR)},
        {"value": 6.0, "time": to_ms(CHANGE)},
    ]
    assert statistics["mean"] == pytest.approx(5.0, abs=0.02)
    [series] = (await api.get("ada", "/series", sensor="s/fridge", **SPAN))["sensors"]
    assert series["gaps"] == []
    assert series["coverage"] == pytest.approx(1.0)


async def test_a_late_buffer_of_the_old_device_comes_in_before_the_change(
    api: Any, world: Any
) -> None:
    """What it had measured while it was the sensor's; not what it measured afterwards."""
    old, new = await hardware(world)
    await world.readings(old, every_minute(NOW - 6 * HOUR, NOW - 5 * HOUR, 4.0))
    await world.readings(new, every_minute(CHANGE, NOW, 6.0))
    await replaced(api)
    [gap] = (await api.get("ada", "/series", sensor="s/fridge", **SPAN))["sensors"][0]["gaps"]
    assert gap[1] == to_ms(CHANGE)
    # switched on again on a bench, it sends its buffer and goes on measuring
    await world.readings(old, every_minute(NOW - 5 * HOUR, NOW, 22.0))
    found = await history(api)
    assert len(found) == 360
    assert [value for at, value in found.items() if at >= to_ms(CHANGE)] == [6.0] * 180
    late = [value for at, value in found.items() if to_ms(NOW - 5 * HOUR) <= at < to_ms(CHANGE)]
    assert late == [22.0] * 120
    [statistics] = (await api.get("ada", "/statistics", sensor="s/fridge", **SPAN))["sensors"]
    assert statistics["n"] == 360
    [series] = (await api.get("ada", "/series", sensor="s/fridge", **SPAN))["sensors"]
    assert series["gaps"] == []
    newest = (await api.get("ada", "/sensors/s/fridge"))["latest"]
    assert (newest["time"], newest["value"]) == (to_ms(NOW - MINUTE), 6.0)


async def test_readings_on_the_instant_of_the_change_are_the_new_devices(
    api: Any, world: Any
) -> None:
    old, new = await hardware(world)
    await world.readings(old, [(CHANGE - timedelta(milliseconds=1), 1.0, 0), (CHANGE, 2.0, 0)])
    await world.readings(new, [(CHANGE - timedelta(milliseconds=1), 3.0, 0), (CHANGE, 4.0, 0)])
    await replaced(api)
    assert await history(api) == {to_ms(CHANGE) - 1: 1.0, to_ms(CHANGE): 4.0}


async def test_the_change_is_corrected_and_taken_back(api: Any, world: Any) -> None:
    """Entered for the wrong hour, moved, and undone: no reading is touched by any of it."""
    old, new = await hardware(world)
    await world.readings(old, every_minute(NOW - 6 * HOUR, NOW, 4.0))
    await world.readings(new, every_minute(NOW - 6 * HOUR, NOW, 6.0))
    rows = await world.connection.fetch("SELECT * FROM reading ORDER BY 4, 1")
    await replaced(api, NOW - HOUR)
    assert list((await history(api)).values()) == [4.0] * 300 + [6.0] * 60

    async def change(device: str, body: dict[str, Any], method: str = "PATCH") -> None:
        listed = (await api.get("ada", PATH))["items"]
        [one] = [each for each in listed if each["device"] == device]
        answer = await api.ask(
            "ada", f"{PATH}/{one['id']}", method=method, json=body or None,
            headers={"If-Match": one["etag"]},
        )  # fmt: skip
        assert answer.status_code in (200, 204), answer.text

    await change("old", {"to": to_ms(CHANGE)})
    assert list((await history(api)).values()) == [4.0] * 180 + [6.0] * 60
    await change("new", {"from": to_ms(CHANGE)})
    assert list((await history(api)).values()) == [4.0] * 180 + [6.0] * 180
    await change("new", {}, "DELETE")
    await change("old", {"to": None})
    assert list((await history(api)).values()) == [4.0] * 360
    assert await world.connection.fetch("SELECT * FROM reading ORDER BY 4, 1") == rows


async def test_open_streams_are_told_at_once(api: Any, world: Any) -> None:
    """Of the new device behind the sensor, and of a sensor that was made for a proposal."""
    old, new = await hardware(world)
    await world.readings(old, every_minute(CHANGE - HOUR, CHANGE, 4.0))
    await world.readings(new, every_minute(CHANGE, NOW, 6.0))
    extra = await world.propose("extra", await world.connection.fetchval("SELECT id FROM site"))
    await world.readings(extra, every_minute(CHANGE, NOW, 9.0))
    hub, listener = api.services.hub, api.listener()
    ada = await api.services.verifier.verify(api.realm.token("ada", admin=True))
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        tasks = [group.create_task(each.run()) for each in (hub, listener)]
        await hub.ready.wait()
        await listener.connected.wait()
        with hub.client(await api.services.grants.access(ada), None, None) as client:
            await replaced(api)
            await _told(client, "s/fridge", 6.0, "new")
            body = {"new_sensor": {"site": "s", "name": "Extra"}}
            assert (await api.install_proposal(body, device="extra")).status_code == 201
            await _told(client, "s/extra", 9.0, "extra")
        for each in tasks:
            each.cancel()


async def _told(client: Any, sensor: str, value: float, device: str) -> None:
    """Waits until a stream says of a sensor what it reads, and from which device."""
    while True:
        await client.wait()
        for event in client.take():
            for each in json.loads(event.data)["sensors"]:
                if each["id"] == sensor and each["latest"] and each["latest"]["value"] == value:
                    assert each["device"]["name"] == device
                    return
