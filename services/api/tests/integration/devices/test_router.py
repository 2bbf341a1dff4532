"""Reading devices, and requests that are refused before anything is changed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from device_changes import change, people

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def test_a_list_holds_only_devices_the_caller_may_operate(api: Any, world: Any) -> None:
    here, there = await people(world)
    await world.channel("b-here", here)
    await world.channel("a-there", there)
    await world.propose("c-stray")

    async def seen(person: str, **params: Any) -> list[str]:
        listed = await api.get(person, "/devices", **params)
        return [item["name"] for item in listed["items"]]

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
    assert [item["name"] for item in page["items"]] == ["a-there", "b-here"]
    rest = await api.get("ada", "/devices", limit=2, cursor=page["next"])
    assert ([item["name"] for item in rest["items"]], rest["next"]) == (["c-stray"], None)


async def test_a_device_lists_its_channels_and_visible_installations(api: Any, world: Any) -> None:
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
    # an installation at a site that they may not see is left out
    assert [item["sensor"] for item in temperature["installations"]] == ["here/fridge"]
    details = await api.get("both", "/devices/probe")
    installed = details["channels"][1]["installations"]
    assert [item["sensor"] for item in installed] == ["there/secret", "here/fridge"]


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
    ids=lambda body: str(body)[:40],
)
async def test_invalid_fields_of_a_device_are_named(
    api: Any, world: Any, body: dict[str, Any]
) -> None:
    await world.channel("probe", await world.site("here"))
    answer = await change(api, "ada", body)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == next(iter(body))
    assert len(answer.content) < 2000
    assert await world.connection.fetchval("SELECT count(*) FROM audit") == 0
