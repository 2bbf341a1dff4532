"""Rejects: what is listed and counted, and for whom."""

from datetime import UTC, datetime, timedelta
from typing import Any

from rejected import reject

from isotherm.instants import to_ms
from isotherm.reasons import RULES

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TODAY = {"from": to_ms(NOW - 24 * HOUR), "to": to_ms(NOW + HOUR)}


async def test_callers_see_rejects_of_devices_they_may_operate(api: Any, world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    await world.channel("mine", here)
    await world.channel("theirs", there)
    await world.channel("homeless", None)
    for device in ("mine", "theirs", "homeless", "stranger", None):
        await reject(world, device, "not_json")
    await world.grant(here, "viewer", username="viewer")
    await world.grant(here, "operator", username="operator")
    for person, devices in (
        ("viewer", []),
        ("operator", ["mine"]),
        ("ada", [None, "stranger", "homeless", "theirs", "mine"]),
    ):
        document = await api.get(person, "/rejects", **TODAY)
        assert [item["device"] for item in document["items"]] == devices
        assert sum(count["kept"] for count in document["counts"]) == len(devices)
        assert sum(count["count"] for count in document["counts"]) == 2 * len(devices)


async def test_rejects_of_a_deleted_device_are_not_those_of_the_next_one_of_its_name(
    api: Any, world: Any
) -> None:
    here = await world.site("here")
    await world.grant(here, "operator", username="operator")
    await reject(world, "probe", "not_json")
    await world.connection.execute(
        "INSERT INTO device (name, site_id, credential_version, created_at)"
        " VALUES ('probe', $1, 1, $2)",
        here,
        NOW + HOUR / 2,
    )
    for person, count in (("operator", 0), ("ada", 1)):
        document = await api.get(person, "/rejects", **TODAY)
        assert len(document["items"]) == len(document["counts"]) == count
    await world.connection.execute("UPDATE device SET created_at = $1", NOW - HOUR)
    assert len((await api.get("operator", "/rejects", **TODAY))["items"]) == 1


async def test_a_reject_shows_its_payload_and_reason(api: Any, world: Any) -> None:
    await reject(world, "d", "time_without_zone", '{"value": 21.4, "time": "é"}'.encode())
    await reject(world, "d", "bad_encoding", b"\xff\x00" * 400)
    await reject(world, "d", "of_the_future", b"a\x00b")
    document = await api.get("ada", "/rejects", **TODAY)
    new, binary, text = document["items"]
    assert text["payload_text"] == '{"value": 21.4, "time": "é"}'
    assert text["curable"]
    assert text["title"] == "Time without a zone"
    assert binary["payload_text"] is None
    assert binary["payload_hex"] == "ff00" * 256
    assert binary["payload_bytes"] == 800
    assert (new["title"], new["curable"], new["payload_text"]) == ("of_the_future", False, None)
    assert [item["outgrown"] for item in document["items"]] == [False, True, False]
    await world.connection.execute("UPDATE reject SET rules = $1", RULES)
    document = await api.get("ada", "/rejects", **TODAY)
    assert not any(item["outgrown"] for item in document["items"])
    assert (text["whole"], text["replayed"], text["refused_again"]) == (False, None, None)


async def test_rejects_page_and_filter(api: Any, world: Any) -> None:
    for n in range(7):
        await reject(world, "d" if n % 2 else "e", "not_json" if n < 4 else "bad_unit")
    first = await api.get("ada", "/rejects", limit=3, **TODAY)
    second = await api.get("ada", "/rejects", limit=3, cursor=first["next"], **TODAY)
    third = await api.get("ada", "/rejects", limit=3, cursor=second["next"], **TODAY)
    ids = [item["id"] for page in (first, second, third) for item in page["items"]]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 7
    assert third["next"] is None
    assert first["counts"] == [
        {"reason": "not_json", "title": "Neither a number nor JSON", "count": 8, "kept": 4},
        {"reason": "bad_unit", "title": "Unit unknown", "count": 6, "kept": 3},
    ]
    document = await api.get("ada", "/rejects", reason="bad_unit", device="e", **TODAY)
    assert len(document["items"]) == 2
    for name, value in (
        ("reason", "nonsense"),
        ("device", "a b"),
        ("device", ".."),
        ("cursor", "%%%"),
    ):
        answer = await api.ask("ada", "/rejects", params=TODAY | {name: value})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == name
