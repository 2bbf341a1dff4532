"""Reading devices, and requests that are refused before anything is changed."""

from typing import Any

import pytest
from device_changes import change, people


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


@pytest.mark.parametrize("zone", ["Europe/Nowhere", "localtime", "../../etc/passwd"])
async def test_an_unknown_time_zone_of_a_device_is_named(api: Any, world: Any, zone: str) -> None:
    await world.channel("probe", await world.site("here"))
    answer = await change(api, "ada", {"time_zone": zone})
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == "time_zone"
    assert len(answer.content) < 2000
    assert await world.connection.fetchval("SELECT count(*) FROM audit") == 0
