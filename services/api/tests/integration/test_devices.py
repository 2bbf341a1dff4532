"""Devices: seen by operators, changed by those who may, never by two in silence."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def change(
    api: Any, person: str, body: dict[str, Any], path: str = "/devices/probe", tag: str = "*"
) -> Any:
    """The answer to a change."""
    return await api.ask(person, path, method="PATCH", json=body, headers={"If-Match": tag})


async def people(world: Any) -> tuple[int, int]:
    """Two sites; each role at `here`, and a manager of both."""
    here, there = await world.site("here"), await world.site("there")
    for role in ("viewer", "operator", "manager"):
        await world.grant(here, role, username=role)
    await world.grant(here, "manager", username="both")
    await world.grant(there, "manager", username="both")
    await world.grant(there, "operator", username="elsewhere")
    return here, there


async def test_who_sees_which_devices(api: Any, world: Any) -> None:
    here, there = await people(world)
    await world.channel("b-here", here)
    await world.channel("a-there", there)
    await world.propose("c-stray")

    async def seen(person: str, **params: Any) -> list[str]:
        listed = await api.get(person, "/devices", **params)
        return [each["name"] for each in listed["items"]]

    assert await seen("viewer") == await seen("nobody") == []
    assert await seen("operator") == ["b-here"]
    assert await seen("both") == ["a-there", "b-here"]
    assert await seen("both", site="there") == ["a-there"]
    assert await seen("ada") == ["a-there", "b-here", "c-stray"]
    for person, device, status in (
        ("both", "c-stray", 404),
        ("ada", "c-stray", 200),
        ("operator", "a-there", 404),
        ("ada", "no-such", 404),
        ("ada", "%00", 404),
        ("ada", "a" * 65, 404),
    ):
        answer = await api.ask(person, f"/devices/{device}")
        assert answer.status_code == status, (person, device)
    page = await api.get("ada", "/devices", limit=2)
    assert [each["name"] for each in page["items"]] == ["a-there", "b-here"]
    rest = await api.get("ada", "/devices", limit=2, cursor=page["next"])
    assert ([each["name"] for each in rest["items"]], rest["next"]) == (["c-stray"], None)


async def test_a_device_with_its_channels_and_where_they_are(api: Any, world: Any) -> None:
    here, there = await people(world)
    channel = await world.channel("probe", here)
    await world.propose("probe", here, "outside")
    await world.install(channel, await world.sensor(here, "fridge"), None, NOW - HOUR)
    await world.install(channel, await world.sensor(there, "secret"), NOW - HOUR)
    await world.readings(channel, [(NOW - HOUR, 4.5, 0), (NOW, 5.5, 8)])
    found = await api.get("operator", "/devices/probe")
    assert (found["site"], found["state"], found["role"]) == ("here", "known", "operator")
    assert (found["channel_count"], found["proposed_count"]) == (2, 1)
    outside, temperature = found["channels"]
    assert (outside["name"], outside["state"], outside["last"]) == ("outside", "proposed", None)
    assert temperature["last"] == {
        "measured": to_ms(NOW),
        "received": to_ms(NOW),
        "value": 5.5,
        "quality": 8,
    }
    # where they may not see the site they are not told of it
    assert [each["sensor"] for each in temperature["installations"]] == ["here/fridge"]
    whole = await api.get("both", "/devices/probe")
    installed = whole["channels"][1]["installations"]
    assert [each["sensor"] for each in installed] == ["there/secret", "here/fridge"]


async def test_operators_set_label_and_notes_and_managers_the_rest(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await world.channel("probe", here)
    body = {"label": "  Cellar  ", "notes": "behind the door\nleft of it"}
    changed = await change(api, "operator", body)
    assert changed.status_code == 200
    found = changed.json()
    assert (found["label"], found["notes"]) == ("Cellar", "behind the door\nleft of it")
    for body in ({"model": "TH-16"}, {"time_zone": "Europe/Vienna"}, {"label": "x", "serial": "1"}):
        assert (await change(api, "operator", body)).status_code == 403
        assert (await change(api, "manager", body)).status_code == 200
    found = await api.get("ada", "/devices/probe")
    assert (found["model"], found["serial"], found["time_zone"]) == ("TH-16", "1", "Europe/Vienna")
    cleared = await change(api, "manager", {"notes": None, "model": None})
    assert (cleared.json()["notes"], cleared.json()["model"]) == (None, None)
    assert cleared.json()["label"] == "x"
    rows = await world.connection.fetch("SELECT * FROM audit ORDER BY id")
    assert {row["action"] for row in rows} == {"device.change"}
    assert {row["site_id"] for row in rows} == {here}
    assert json.loads(rows[-1]["before"]) == {
        "model": "TH-16",
        "notes": "behind the door\nleft of it",
    }
    assert json.loads(rows[-1]["after"]) == {"model": None, "notes": None}


async def test_a_change_that_changes_nothing_leaves_no_trace(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await world.channel("probe", here)
    version = "SELECT version FROM registry_version"
    before = await world.connection.fetchval(version)
    for body in ({}, {"label": "probe"}, {"time_zone": None}, {"site": "here"}):
        assert (await change(api, "manager", body)).status_code == 200
    assert await world.connection.fetchval(version) == before
    assert await world.connection.fetchval("SELECT count(*) FROM audit") == 0


async def test_the_second_of_two_is_told(api: Any, world: Any) -> None:
    here, _ = await people(world)
    channel = await world.channel("probe", here)
    seen = (await api.ask("operator", "/devices/probe")).headers["etag"]
    assert seen == (await api.get("operator", "/devices"))["items"][0]["etag"]
    # what the device says of itself is no change of ours
    await world.readings(channel, [(NOW, 4.0, 0)])
    await world.connection.execute("UPDATE device SET connection = 'online', clock_skew_ms = 9")
    assert (await change(api, "operator", {"label": "a"}, tag=seen)).status_code == 200
    assert (await change(api, "manager", {"label": "b"}, tag=seen)).status_code == 412
    bare = await api.ask("manager", "/devices/probe", method="PATCH", json={"label": "b"})
    assert bare.status_code == 428


async def test_a_move_takes_a_manager_at_both_ends(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await world.propose("probe", here)
    for person, site, status in (
        ("operator", "there", 403),
        ("manager", "there", 404),
        ("manager", None, 403),
        ("both", None, 403),
        ("both", "there", 200),
        ("both", "here", 200),
        ("ada", None, 200),
        ("both", "here", 404),
        ("ada", "nowhere", 404),
    ):
        answer = await change(api, person, {"site": site})
        assert answer.status_code == status, (person, site, answer.text)
        if status == 200:
            assert answer.json()["site"] == site
    assert (await api.get("ada", "/devices/probe"))["state"] == "known"
    # given a home, it is its operators' to install
    assert (await change(api, "ada", {"site": "there"})).status_code == 200
    assert (await api.get("elsewhere", "/proposals"))["items"][0]["device"] == "probe"


async def test_a_channels_unit_and_fault_list(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await world.channel("probe", here)
    path = "/devices/probe/channels/temperature"
    [seen] = (await api.get("operator", "/devices/probe"))["channels"]
    version = "SELECT version FROM registry_version"
    before = await world.connection.fetchval(version)
    changed = await change(api, "operator", {"unit": "F", "fault_list": False}, path, seen["etag"])
    assert changed.status_code == 200
    assert (changed.json()["unit"], changed.json()["fault_list"]) == ("F", False)
    assert await world.connection.fetchval(version) > before
    assert (await change(api, "operator", {"unit": "K"}, path, seen["etag"])).status_code == 412
    kept = await change(api, "operator", {"unit": None}, path, changed.headers["etag"])
    assert (kept.json()["unit"], kept.json()["fault_list"]) == (None, False)
    assert (await change(api, "viewer", {"unit": "F"}, path)).status_code == 404
    for other in ("none", "%00", "a%20b"):
        answer = await change(api, "operator", {"unit": "F"}, f"/devices/probe/channels/{other}")
        assert answer.status_code == 404
    rows = await world.connection.fetch("SELECT action, target, after FROM audit ORDER BY id")
    assert [tuple(row) for row in rows] == [
        ("channel.change", "probe/temperature", '{"unit": "F", "fault_list": false}'),
        ("channel.change", "probe/temperature", '{"unit": null}'),
    ]


@pytest.mark.parametrize(
    "body",
    [
        {"time_zone": "Europe/Nowhere"},
        {"time_zone": "localtime"},
        {"time_zone": "../../etc/passwd"},
        {"time_zone": "Europe/Vienna\x00"},
        {"time_zone": 1},
        {"site": "A B"},
        {"site": "a" * 65},
        {"label": ""},
        {"label": "   "},
        {"label": "a\x00b"},
        {"label": "a" * 101},
        {"label": ["a"]},
        {"notes": "a\x00b"},
        {"notes": "a" * 4001},
        {"serial": "\n"},
        {"firmware": 10**400},
        {"name": "other"},
        {"state": "known"},
        {"credential_hash": "x"},
    ],
    ids=lambda each: str(each)[:40],
)
async def test_what_no_device_can_be(api: Any, world: Any, body: dict[str, Any]) -> None:
    await world.channel("probe", await world.site("here"))
    answer = await change(api, "ada", body)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == next(iter(body))
    assert len(answer.content) < 2000
    assert await world.connection.fetchval("SELECT count(*) FROM audit") == 0
