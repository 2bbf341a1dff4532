"""Limits: who sets them, and from when they hold."""

import json
from typing import Any

import pytest_asyncio
from dated_settings import DAY, LIMITS, MINUTE, NOW, bounds, change, insert_fridge, put

from isotherm.instants import to_ms


@pytest_asyncio.fixture(loop_scope="session")
async def fridge(world: Any) -> int:
    """The sensor of `insert_fridge`."""
    return await insert_fridge(world)


async def test_limits_hold_from_their_date_until_the_next(
    api: Any, world: Any, fridge: int
) -> None:
    await api.get("mira", "/me")  # from here on her name is known
    now, past = to_ms(NOW), to_ms(NOW - 5 * DAY)
    assert (await api.get("vera", LIMITS))["items"] == []
    assert bounds(await put(api, LIMITS, since=None, low=2, high=8)) == [(now, 2, 8)]
    [sensor] = (await api.get("vera", "/sensors"))["items"]
    assert sensor["state"] == "above"
    listed = await put(api, LIMITS, person="tom", since=past, low=None, high=10.5)
    assert bounds(listed) == [(now, 2, 8), (past, None, 10.5)]
    assert [(each["set_by"], each["set_by_name"]) for each in listed["items"]] == [
        ("mira", "Mira"), ("tom", None),
    ]  # fmt: skip
    again = await put(api, LIMITS, since=past, low=-5.5, high=None)
    assert bounds(again) == [(now, 2, 8), (past, -5.5, None)]
    none = await put(api, LIMITS, since=None, low=None, high=None)
    assert bounds(none)[0] == (now, None, None)
    assert (await api.get("vera", "/sensors/s/fridge"))["state"] == "no_limits"

    gone = await api.ask(
        "mira", f"{LIMITS}/{now}", method="DELETE", headers={"If-Match": none["etag"]}
    )
    assert bounds(gone.json()) == [(past, -5.5, None)]
    assert gone.json() == await api.get("vera", LIMITS)
    rows = await world.connection.fetch("SELECT * FROM audit ORDER BY id")
    assert [(row["action"], row["actor"]) for row in rows] == [
        ("limits.set", "mira"), ("limits.set", "tom"), ("limits.set", "mira"),
        ("limits.set", "mira"), ("limits.remove", "mira"),
    ]  # fmt: skip
    assert {row["target"] for row in rows} == {"s/fridge"}
    assert json.loads(rows[2]["before"]) == {"since": past, "low": None, "high": 10.5}
    assert json.loads(rows[2]["after"]) == {"since": past, "low": -5.5, "high": None}
    assert rows[4]["after"] is None


async def test_a_clock_a_little_ahead_means_now(api: Any, fridge: int) -> None:
    listed = await put(api, LIMITS, since=to_ms(NOW + 4 * MINUTE), low=2, high=8)
    assert bounds(listed) == [(to_ms(NOW), 2, 8)]
    answer = await change(api, LIMITS, "*", since=to_ms(NOW + 6 * MINUTE), low=2, high=8)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "since"
