"""Changes of devices and channels: who may make them, the audit, and concurrent edits."""

import json
from datetime import UTC, datetime
from typing import Any

from device_changes import change, people

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


async def test_operators_set_label_and_notes_and_managers_everything(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await world.channel("probe", here)
    body = {"label": "  Cellar  ", "notes": "behind the door\nleft of it"}
    changed = await change(api, "operator", body)
    assert changed.status_code == 200
    document = changed.json()
    assert (document["label"], document["notes"]) == ("Cellar", "behind the door\nleft of it")
    for body in ({"model": "TH-16"}, {"time_zone": "Europe/Vienna"}, {"label": "x", "serial": "1"}):
        assert (await change(api, "operator", body)).status_code == 403
        assert (await change(api, "manager", body)).status_code == 200
    device = await api.get("ada", "/devices/probe")
    assert (device["model"], device["serial"], device["time_zone"]) == (
        "TH-16", "1", "Europe/Vienna",
    )  # fmt: skip
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


async def test_a_change_without_effect_is_not_audited(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await world.channel("probe", here)
    version = "SELECT version FROM registry_version"
    before = await world.connection.fetchval(version)
    for body in ({}, {"label": "probe"}, {"time_zone": None}, {"site": "here"}):
        assert (await change(api, "manager", body)).status_code == 200
    assert await world.connection.fetchval(version) == before
    assert await world.connection.fetchval("SELECT count(*) FROM audit") == 0


async def test_concurrent_edits_get_412(api: Any, world: Any) -> None:
    here, _ = await people(world)
    channel = await world.channel("probe", here)
    seen = (await api.ask("operator", "/devices/probe")).headers["etag"]
    assert seen == (await api.get("operator", "/devices"))["items"][0]["etag"]
    # what the device reports about itself does not change the etag
    await world.readings(channel, [(NOW, 4.0, 0)])
    await world.connection.execute("UPDATE device SET connection = 'online', clock_skew_ms = 9")
    assert (await change(api, "operator", {"label": "a"}, tag=seen)).status_code == 200
    assert (await change(api, "manager", {"label": "b"}, tag=seen)).status_code == 412
    bare = await api.ask("manager", "/devices/probe", method="PATCH", json={"label": "b"})
    assert bare.status_code == 428


async def test_moving_a_device_needs_a_manager_of_both_sites(api: Any, world: Any) -> None:
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
    # with a home site, its operators may install it
    assert (await change(api, "ada", {"site": "there"})).status_code == 200
    assert (await api.get("elsewhere", "/proposals"))["items"][0]["device"] == "probe"


async def test_no_device_moves_to_an_archived_site(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await world.channel("probe", here)
    await world.connection.execute("UPDATE site SET archived_at = now() WHERE slug = 'there'")
    answer = await change(api, "both", {"site": "there"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (409, "site")
    assert (await api.get("manager", "/devices/probe"))["site"] == "here"


async def test_operators_set_unit_and_fault_list_of_a_channel(api: Any, world: Any) -> None:
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
