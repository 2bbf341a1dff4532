"""Limits and intervals: who sets them, from when on, and what the second of two is told."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LIMITS, INTERVAL = "/sensors/s/fridge/limits", "/sensors/s/fridge/interval"


@pytest_asyncio.fixture(loop_scope="session")
async def fridge(world: Any) -> int:
    """A sensor at 9 °C, read by `vera`, run by `otto`, its limits set by `mira` and `tom`."""
    site = await world.site("s")
    sensor, channel = await world.fed(site, "fridge")
    await world.readings(channel, [(NOW - 10 * DAY, 9.0, 0), (NOW - MINUTE, 9.0, 0)])
    for name, role in (("vera", "viewer"), ("otto", "operator"), ("mira", "manager")):
        await world.grant(site, role, username=name)
    await world.grant(site, "manager", username="tom")
    assert isinstance(sensor, int)
    return sensor


async def change(api: Any, path: str, etag: str | None, person: str = "mira", **body: Any) -> Any:
    """The answer to a change that names a state."""
    headers = {} if etag is None else {"If-Match": etag}
    return await api.ask(person, path, method="PUT", json=body, headers=headers)


async def put(api: Any, path: str = LIMITS, person: str = "mira", **body: Any) -> Any:
    """The document after a change of the state that is there."""
    answer = await change(api, path, (await api.get(person, path))["etag"], person, **body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"] == answer.json()["etag"]
    return answer.json()


def bounds(document: Any) -> list[tuple[int, float | None, float | None]]:
    """Since, low and high of each, newest first."""
    return [(each["since"], each["low"], each["high"]) for each in document["items"]]


async def test_limits_hold_from_their_date_until_the_next(
    api: Any, world: Any, fridge: int
) -> None:
    await api.get("mira", "/me")  # from here on her name is known
    now, past = to_ms(NOW), to_ms(NOW - 5 * DAY)
    assert (await api.get("vera", LIMITS))["items"] == []
    assert bounds(await put(api, since=None, low=2, high=8)) == [(now, 2, 8)]
    [sensor] = (await api.get("vera", "/sensors"))["items"]
    assert sensor["state"] == "above"
    listed = await put(api, person="tom", since=past, low=None, high=10.5)
    assert bounds(listed) == [(now, 2, 8), (past, None, 10.5)]
    assert [(each["set_by"], each["set_by_name"]) for each in listed["items"]] == [
        ("mira", "Mira"), ("tom", None),
    ]  # fmt: skip
    again = await put(api, since=past, low=-5.5, high=None)
    assert bounds(again) == [(now, 2, 8), (past, -5.5, None)]
    none = await put(api, since=None, low=None, high=None)
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


async def test_late_limits_are_work_for_worker(api: Any, world: Any, fridge: int) -> None:
    await world.connection.execute("DELETE FROM dirty")
    await put(api, since=to_ms(NOW - 5 * DAY), low=2, high=8)
    [row] = await world.connection.fetch("SELECT * FROM dirty")
    assert (row["sensor_id"], row["since"]) == (fridge, NOW - 5 * DAY)


async def test_the_second_of_two_is_told_what_the_first_set(api: Any, fridge: int) -> None:
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
    listed = await put(api, since=to_ms(NOW + 4 * MINUTE), low=2, high=8)
    assert bounds(listed) == [(to_ms(NOW), 2, 8)]
    answer = await change(api, LIMITS, "*", since=to_ms(NOW + 6 * MINUTE), low=2, high=8)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "since"


async def test_limits_that_began_within_a_millisecond_can_be_named(
    api: Any, world: Any, fridge: int
) -> None:
    await world.limits(fridge, NOW - DAY + timedelta(microseconds=7), 2, 8)
    [found] = (await api.get("mira", LIMITS))["items"]
    changed = await put(api, since=found["since"], low=3, high=8)
    assert bounds(changed) == [(found["since"], 3, 8)]
    path = f"{LIMITS}/{found['since']}"
    gone = await api.ask("mira", path, method="DELETE", headers={"If-Match": "*"})
    assert gone.json()["items"] == []
    again = await api.ask("mira", path, method="DELETE", headers={"If-Match": "*"})
    assert again.status_code == 404


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
        (INTERVAL, {"interval_s": 0}, "interval_s"),
        (INTERVAL, {"interval_s": 1e9}, "interval_s"),
        (INTERVAL, {}, "interval_s"),
        (INTERVAL, {"interval_s": None, "since": to_ms(NOW - DAY)}, "body"),
        (INTERVAL, {"interval_s": 60, "since": to_ms(NOW + DAY)}, "since"),
    ],
)
async def test_what_cannot_be_set_is_named(
    api: Any, fridge: int, path: str, body: dict[str, Any], field: str
) -> None:
    answer = await change(api, path, "*", **body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == field


async def test_an_interval_is_set_from_now_on_or_was_so_for_long(
    api: Any, world: Any, fridge: int
) -> None:
    await world.connection.execute(
        "UPDATE sensor SET learned_interval_s = 30 WHERE id = $1", fridge
    )
    seen = await api.get("vera", INTERVAL)
    assert (seen["set_s"], seen["learned_s"]) == (60, 30)
    assert seen["items"] == [{"since": None, "interval_s": 60}]
    past = to_ms(NOW - 5 * DAY)
    late = await put(api, INTERVAL, "otto", interval_s=600, since=past)
    assert late["items"] == [
        {"since": past, "interval_s": 600}, {"since": None, "interval_s": 60},
    ]  # fmt: skip
    assert (await api.get("vera", "/sensors/s/fridge"))["interval_s"] == 600
    now = await put(api, INTERVAL, "otto", interval_s=10)
    assert [each["interval_s"] for each in now["items"]] == [10, 600, 60]
    learned = await put(api, INTERVAL, "otto", interval_s=None)
    assert learned["set_s"] is None
    assert learned["items"][0]["interval_s"] == 30
    earlier = await put(api, INTERVAL, "otto", interval_s=20, since=past)
    assert [each["interval_s"] for each in earlier["items"]] == [20, 60]
    raced = await change(api, INTERVAL, seen["etag"], "otto", interval_s=5)
    assert raced.status_code == 412
    rows = await world.connection.fetch("SELECT * FROM audit ORDER BY id")
    assert {(row["action"], row["actor"], row["target"]) for row in rows} == {
        ("interval.set", "otto", "s/fridge")
    }
    assert json.loads(rows[0]["after"]) == {"interval_s": 600, "since": past}


async def test_open_streams_and_lists_are_told_at_once(api: Any, world: Any, fridge: int) -> None:
    """What the hub hears is what every page follows."""
    heard: list[str] = []
    await world.connection.add_listener("isotherm_registry", lambda *said: heard.append(said[3]))
    await put(api, since=None, low=2, high=8)
    await put(api, INTERVAL, interval_s=10)
    await world.connection.execute("SELECT 1")
    assert heard == ["limits", "sensor"]
