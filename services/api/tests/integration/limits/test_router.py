"""Limits: who sets them, from when, and what the second of two concurrent edits gets."""

import json
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from dated_settings import DAY, INTERVAL, LIMITS, MINUTE, NOW, change, insert_fridge, put

from isotherm.instants import to_ms


@pytest_asyncio.fixture(loop_scope="session")
async def fridge(world: Any) -> int:
    """The sensor of `insert_fridge`."""
    return await insert_fridge(world)


def bounds(document: Any) -> list[tuple[int, float | None, float | None]]:
    """Since, low and high of each, newest first."""
    return [(each["since"], each["low"], each["high"]) for each in document["items"]]


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
    assert (await api.get("vera", "/sensors/s/fridge"))["state"] == "in_range"

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


async def test_a_clock_a_little_ahead_means_now(api: Any, fridge: int) -> None:
    listed = await put(api, LIMITS, since=to_ms(NOW + 4 * MINUTE), low=2, high=8)
    assert bounds(listed) == [(to_ms(NOW), 2, 8)]
    answer = await change(api, LIMITS, "*", since=to_ms(NOW + 6 * MINUTE), low=2, high=8)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "since"


async def test_limits_that_began_within_a_millisecond_can_be_named(
    api: Any, world: Any, fridge: int
) -> None:
    await world.limits(fridge, NOW - DAY + timedelta(microseconds=7), 2, 8)
    [found] = (await api.get("mira", LIMITS))["items"]
    changed = await put(api, LIMITS, since=found["since"], low=3, high=8)
    assert bounds(changed) == [(found["since"], 3, 8)]
    path = f"{LIMITS}/{found['since']}"
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


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (LIMITS, {"since": None, "low": 8, "high": 8}, "body"),
        (LIMITS, {"since": None, "low": 9, "high": 8}, "body"),
        (LIMITS, {"since": None, "low": -273.16, "high": 8}, "low"),
        (LIMITS, {"since": None, "low": 2, "high": 1e5}, "high"),
        (LIMITS, {"since": None, "low": 2, "high": "8 °C"}, "high"),
        (LIMITS, {"since": "2026-11-23", "low": 2, "high": 8}, "since"),
        (LIMITS, {"since": -(10**17), "low": 2, "high": 8}, "since"),
        (LIMITS, {"since": None, "low": 2}, "high"),
        (LIMITS, {"since": None, "low": 2, "high": 8, "mid": 5}, "mid"),
    ],
)
async def test_an_invalid_field_of_limits_is_named(
    api: Any, fridge: int, path: str, body: dict[str, Any], field: str
) -> None:
    answer = await change(api, path, "*", **body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == field
