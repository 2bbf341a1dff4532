"""Changes of limits: what they set off, and what the second of two concurrent edits gets."""

from datetime import timedelta
from typing import Any

import pytest_asyncio
from dated_settings import DAY, INTERVAL, LIMITS, NOW, bounds, change, insert_fridge, put

from isotherm.instants import to_ms


@pytest_asyncio.fixture(loop_scope="session")
async def fridge(world: Any) -> int:
    """The sensor of `insert_fridge`."""
    return await insert_fridge(world)


async def test_limits_in_the_past_insert_a_dirty_range(api: Any, world: Any, fridge: int) -> None:
    await world.connection.execute("DELETE FROM dirty")
    await put(api, LIMITS, since=to_ms(NOW - 5 * DAY), low=2, high=8)
    [row] = await world.connection.fetch("SELECT * FROM dirty")
    assert (row["sensor_id"], row["since"]) == (fridge, NOW - 5 * DAY)


async def test_the_second_of_two_edits_gets_412_with_what_the_first_set(
    api: Any, fridge: int
) -> None:
    await api.get("tom", "/me")
    seen = (await api.get("mira", LIMITS))["etag"]
    wish = {"since": None, "low": 2, "high": 7.5}
    assert (await change(api, LIMITS, None, **wish)).status_code == 428
    first = await change(api, LIMITS, seen, "tom", since=None, low=2, high=8)
    assert first.status_code == 200
    raced = await change(api, LIMITS, seen, **wish)
    assert raced.status_code == 412
    assert raced.json()["detail"] == "Tom set 2.0 to 8.0 °C meanwhile."
    kept = await api.ask(
        "mira", f"{LIMITS}/{to_ms(NOW)}", method="DELETE", headers={"If-Match": seen}
    )
    assert kept.status_code == 412
    assert bounds(await api.get("vera", LIMITS)) == [(to_ms(NOW), 2, 8)]


async def test_limits_that_began_within_a_millisecond_can_be_named(
    api: Any, world: Any, fridge: int
) -> None:
    await world.limits(fridge, NOW - DAY + timedelta(microseconds=7), 2, 8)
    [limits] = (await api.get("mira", LIMITS))["items"]
    changed = await put(api, LIMITS, since=limits["since"], low=3, high=8)
    assert bounds(changed) == [(limits["since"], 3, 8)]
    path = f"{LIMITS}/{limits['since']}"
    gone = await api.ask("mira", path, method="DELETE", headers={"If-Match": "*"})
    assert gone.json()["items"] == []
    again = await api.ask("mira", path, method="DELETE", headers={"If-Match": "*"})
    assert again.status_code == 404


async def test_a_change_notifies_open_streams(api: Any, world: Any, fridge: int) -> None:
    """What the hub hears is what every page follows."""
    heard: list[str] = []
    await world.connection.add_listener("isotherm_registry", lambda *said: heard.append(said[3]))
    await put(api, LIMITS, since=None, low=2, high=8)
    await put(api, INTERVAL, interval_s=10)
    await world.connection.execute("SELECT 1")
    assert heard == ["limits", "sensor"]
