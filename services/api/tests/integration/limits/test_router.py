"""Limits: who sets them, and from when they hold."""

import json
from typing import Any

import pytest_asyncio
from dated_settings import DAY, LIMITS, MINUTE, NOW, bounds, change, insert_fridge, put

from isotherm.instants import to_ms

NO_GRACE = {"min_duration_s": 0, "hysteresis": 0}


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
    assert [(limits["set_by"], limits["set_by_name"]) for limits in listed["items"]] == [
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
    assert json.loads(rows[2]["before"]) == NO_GRACE | {"since": past, "low": None, "high": 10.5}
    assert json.loads(rows[2]["after"]) == NO_GRACE | {"since": past, "low": -5.5, "high": None}
    assert rows[4]["after"] is None


async def test_who_changed_limits_and_why_can_be_read(api: Any, world: Any, fridge: int) -> None:
    await api.get("mira", "/me")
    now, past = to_ms(NOW), to_ms(NOW - 5 * DAY)
    await put(api, LIMITS, since=past, low=None, high=10.5)
    etag = (await put(api, LIMITS, "tom", since=None, low=2, high=8, reason=" New list "))["etag"]
    gone = await api.ask(
        "mira", f"{LIMITS}/{now}", method="DELETE", params={"reason": "Typed on the wrong fridge"},
        headers={"If-Match": etag},
    )  # fmt: skip
    assert gone.status_code == 200
    document = await api.get("vera", f"{LIMITS}/changes")
    assert document["next"] is None
    deleted, second, first = document["items"]
    assert (deleted["action"], deleted["by"], deleted["by_name"]) == ("deleted", "mira", "Mira")
    assert deleted["reason"] == "Typed on the wrong fridge"
    assert deleted["before"] == NO_GRACE | {"since": now, "low": 2, "high": 8}
    assert deleted["after"] is None
    assert (second["action"], second["by"], second["reason"]) == ("set", "tom", "New list")
    assert second["before"] == NO_GRACE | {"since": past, "low": None, "high": 10.5}
    assert second["after"] == NO_GRACE | {"since": now, "low": 2, "high": 8}
    assert (first["before"], first["reason"]) == (None, None)
    pages = [await api.get("vera", f"{LIMITS}/changes", limit=2)]
    pages.append(await api.get("vera", f"{LIMITS}/changes", limit=2, cursor=pages[0]["next"]))
    assert [item for page in pages for item in page["items"]] == document["items"]


async def test_a_reason_is_one_short_line(api: Any, fridge: int) -> None:
    etag = (await put(api, LIMITS, since=None, low=2, high=8))["etag"]
    for reason in ("", " ", "x" * 501, "two\nlines"):
        set_ = await change(api, LIMITS, etag, since=None, low=3, high=8, reason=reason)
        assert set_.status_code == 422, reason
        assert set_.json()["errors"][0]["field"] == "reason"
        gone = await api.ask(
            "mira", f"{LIMITS}/{to_ms(NOW)}", method="DELETE", params={"reason": reason},
            headers={"If-Match": etag},
        )  # fmt: skip
        assert gone.status_code == 422, reason
    await put(api, LIMITS, since=None, low=3, high=8, reason="ö" * 500)


async def test_the_changes_of_a_deleted_sensor_are_not_those_of_its_namesake(
    api: Any, world: Any
) -> None:
    site = await world.site("s")
    await world.grant(site, "manager", username="mira")
    await world.sensor(site, "fridge")
    await put(api, LIMITS, since=None, low=2, high=8)
    await world.connection.execute("DELETE FROM sensor")
    await world.sensor(site, "fridge")
    assert (await api.get("mira", f"{LIMITS}/changes"))["items"] == []
    assert await world.connection.fetchval("SELECT count(*) FROM audit") == 1


async def test_a_clock_a_little_ahead_means_now(api: Any, fridge: int) -> None:
    listed = await put(api, LIMITS, since=to_ms(NOW + 4 * MINUTE), low=2, high=8)
    assert bounds(listed) == [(to_ms(NOW), 2, 8)]
    answer = await change(api, LIMITS, "*", since=to_ms(NOW + 6 * MINUTE), low=2, high=8)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "since"
