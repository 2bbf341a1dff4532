"""Moving sensors in the list of their site."""

from typing import Any

import pytest
from sensor_changes import change, order


async def test_sensors_are_listed_by_position_then_by_name(api: Any, world: Any, site: int) -> None:
    for slug in ("a", "b", "c", "d"):
        await world.sensor(site, slug)
    await world.connection.execute("UPDATE sensor SET name = 'Z' WHERE slug = 'a'")
    assert await order(api) == ["b", "c", "d", "a"]
    moved = await change(api, "d", after=None)
    assert (await order(api), moved.json()["position"]) == (["d", "b", "c", "a"], 0)
    await change(api, "b", after="c")
    assert await order(api) == ["d", "c", "b", "a"]
    await change(api, "d", after="a")
    assert await order(api) == ["c", "b", "a", "d"]
    items = (await api.get("otto", "/sensors"))["items"]
    assert [sensor["slug"] for sensor in items] == ["a", "b", "c", "d"], "pages stay by slug"
    items.sort(key=lambda sensor: sensor["position"])
    assert [sensor["slug"] for sensor in items] == ["c", "b", "a", "d"]


async def test_two_who_move_the_same_sensor_get_412_others_not(
    api: Any, world: Any, site: int
) -> None:
    for slug in ("a", "b", "c"):
        await world.sensor(site, slug)
    await change(api, "a", after="c")
    tags = {slug: (await api.get("otto", f"/sensors/s/{slug}"))["etag"] for slug in "abc"}
    assert (await change(api, "b", tags["b"], after="a")).status_code == 200
    assert (await change(api, "b", tags["b"], after=None)).status_code == 412
    assert (await change(api, "c", tags["c"], name="Cold")).status_code == 200


@pytest.mark.parametrize("after", ["fridge", "nothing", "elsewhere"])
async def test_a_sensor_follows_only_another_one_of_its_site(
    api: Any, world: Any, site: int, after: str
) -> None:
    await world.sensor(site, "fridge")
    await world.sensor(await world.site("t"), "elsewhere")
    answer = await change(api, "fridge", name="Cold", after=after)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["after"]
    assert (await api.get("otto", "/sensors/s/fridge"))["name"] == "Fridge", "nothing half done"
