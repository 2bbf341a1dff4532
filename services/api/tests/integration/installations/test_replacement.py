"""Replacing a device leaves one history, also if it is entered late or readings come late."""

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
    """Return a reading per minute from `start` until just before `end`."""
    return [(start + MINUTE * n, value, 0) for n in range(int((end - start) / MINUTE))]


async def replaced(api: Any, change: datetime = CHANGE) -> None:
    """Replace `old` by `new`."""
    answer = await api.install("new", change, replace=True)
    assert answer.status_code == 201, answer.text


async def history(api: Any) -> dict[int, float]:
    """Return the fridge's readings of six hours by time (ms), as the graph shows them."""
    answer = await api.get("ada", "/series", sensor="s/fridge", points=2000, **SPAN)
    [series] = answer["sensors"]
    assert answer["bucket_ms"] is None
    return dict(zip(series["time"], series["avg"], strict=True))


async def hardware(world: Any) -> tuple[int, int]:
    """Return the channels of `old`, which always fed the fridge, and of `new`, not installed."""
    site = await world.site("s")
    _, old = await world.fed(site, "fridge")
    await world.connection.execute("UPDATE device SET name = 'old'")
    return old, await world.propose("new", site)


async def test_a_replacement_entered_hours_later_leaves_one_history(api: Any, world: Any) -> None:
    old, new = await hardware(world)
    await world.readings(old, every_minute(NOW - 6 * HOUR, CHANGE, 4.0))
    await world.readings(new, every_minute(CHANGE, NOW, 6.0))
    before = await history(api)
    assert set(before.values()) == {4.0}
    await replaced(api)
    readings = await history(api)
    assert list(readings) == [to_ms(NOW - 6 * HOUR + MINUTE * n) for n in range(360)]
    assert all(value == (4.0 if at < to_ms(CHANGE) else 6.0) for at, value in readings.items())
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


async def test_late_readings_of_the_old_device_count_before_the_change(
    api: Any, world: Any
) -> None:
    """Only those it measured while it was installed, not those from afterwards."""
    old, new = await hardware(world)
    await world.readings(old, every_minute(NOW - 6 * HOUR, NOW - 5 * HOUR, 4.0))
    await world.readings(new, every_minute(CHANGE, NOW, 6.0))
    await replaced(api)
    [gap] = (await api.get("ada", "/series", sensor="s/fridge", **SPAN))["sensors"][0]["gaps"]
    assert gap[1] == to_ms(CHANGE)
    # switched on again on a bench, it sends its buffer and continues to measure
    await world.readings(old, every_minute(NOW - 5 * HOUR, NOW, 22.0))
    readings = await history(api)
    assert len(readings) == 360
    assert [value for at, value in readings.items() if at >= to_ms(CHANGE)] == [6.0] * 180
    late = [value for at, value in readings.items() if to_ms(NOW - 5 * HOUR) <= at < to_ms(CHANGE)]
    assert late == [22.0] * 120
    [statistics] = (await api.get("ada", "/statistics", sensor="s/fridge", **SPAN))["sensors"]
    assert statistics["n"] == 360
    [series] = (await api.get("ada", "/series", sensor="s/fridge", **SPAN))["sensors"]
    assert series["gaps"] == []
    newest = (await api.get("ada", "/sensors/s/fridge"))["latest"]
    assert (newest["time"], newest["value"]) == (to_ms(NOW - MINUTE), 6.0)


async def test_readings_at_the_instant_of_the_change_belong_to_the_new_device(
    api: Any, world: Any
) -> None:
    old, new = await hardware(world)
    await world.readings(old, [(CHANGE - timedelta(milliseconds=1), 1.0, 0), (CHANGE, 2.0, 0)])
    await world.readings(new, [(CHANGE - timedelta(milliseconds=1), 3.0, 0), (CHANGE, 4.0, 0)])
    await replaced(api)
    assert await history(api) == {to_ms(CHANGE) - 1: 1.0, to_ms(CHANGE): 4.0}


async def test_a_replacement_can_be_corrected_and_undone(api: Any, world: Any) -> None:
    """Stored readings stay as they are."""
    old, new = await hardware(world)
    await world.readings(old, every_minute(NOW - 6 * HOUR, NOW, 4.0))
    await world.readings(new, every_minute(NOW - 6 * HOUR, NOW, 6.0))
    rows = await world.connection.fetch("SELECT * FROM reading ORDER BY 4, 1")
    await replaced(api, NOW - HOUR)
    assert list((await history(api)).values()) == [4.0] * 300 + [6.0] * 60

    async def change(device: str, body: dict[str, Any], method: str = "PATCH") -> None:
        listed = (await api.get("ada", PATH))["items"]
        [installation] = [item for item in listed if item["device"] == device]
        answer = await api.ask(
            "ada", f"{PATH}/{installation['id']}", method=method, json=body or None,
            headers={"If-Match": installation["etag"]},
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


async def test_open_streams_hear_of_installations_at_once(api: Any, world: Any) -> None:
    """Of a replaced device, and of a sensor added for a proposal."""
    old, new = await hardware(world)
    await world.readings(old, every_minute(CHANGE - HOUR, CHANGE, 4.0))
    await world.readings(new, every_minute(CHANGE, NOW, 6.0))
    extra = await world.propose("extra", await world.connection.fetchval("SELECT id FROM site"))
    await world.readings(extra, every_minute(CHANGE, NOW, 9.0))
    hub, listener = api.services.hub, api.listener()
    ada = await api.services.verifier.verify(api.realm.token("ada", admin=True))
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        tasks = [group.create_task(part.run()) for part in (hub, listener)]
        await hub.ready.wait()
        await listener.connected.wait()
        with hub.client(await api.services.grants.access(ada), None, None) as client:
            await replaced(api)
            await _wait_for_reading(client, "s/fridge", 6.0, "new")
            body = {"new_sensor": {"site": "s", "name": "Extra"}}
            assert (await api.install_proposal(body, device="extra")).status_code == 201
            await _wait_for_reading(client, "s/extra", 9.0, "extra")
        for task in tasks:
            task.cancel()


async def _wait_for_reading(client: Any, sensor: str, value: float, device: str) -> None:
    """Wait until a stream carries that value of a sensor; its device has to be `device`."""
    while True:
        await client.wait()
        for event in client.take():
            for item in json.loads(event.data)["sensors"]:
                if item["id"] == sensor and item["latest"] and item["latest"]["value"] == value:
                    assert item["device"]["name"] == device
                    return
