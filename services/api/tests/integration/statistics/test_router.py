"""`GET /statistics`: the sensors of the request in its order, over the range as it was sent."""

from typing import Any

import pytest
from rolled_fridge import HOUR, NOW, insert_fridge, steady

from isotherm.instants import to_ms

SPAN = {"from": to_ms(NOW - HOUR) + 1, "to": to_ms(NOW) - 1}


async def test_sensors_come_in_the_order_of_the_request_and_each_once(api: Any, world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    await world.sensor(fridge.site_id, "bare")
    asked = ["s/fridge", "s/bare", "s/fridge"]
    document = await api.get("ada", "/statistics", sensor=asked, **SPAN)
    assert [figures["sensor"] for figures in document["sensors"]] == ["s/fridge", "s/bare"]
    assert (document["from"], document["to"]) == (SPAN["from"], SPAN["to"])


async def test_a_hidden_or_missing_sensor_hides_all(api: Any, world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    await world.fed(await world.site("there"), "fridge")
    await world.grant(fridge.site_id, "viewer", username="vera")
    for sensor in ("there/fridge", "s/none"):
        params = {"sensor": ["s/fridge", sensor], **SPAN}
        answer = await api.ask("vera", "/statistics", params=params)
        assert answer.status_code == 404
        assert sensor in answer.json()["detail"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"sensor": []}, "sensor"),
        ({"sensor": [f"s/n{n}" for n in range(21)]}, "sensor"),
        ({"sensor": "fridge"}, "sensor"),
        ({"from": SPAN["to"]}, "from"),
        ({"to": "now"}, "to"),
    ],
)
async def test_an_invalid_parameter_is_named(api: Any, changed: dict[str, Any], field: str) -> None:
    params = {"sensor": "s/fridge", **SPAN} | changed
    answer = await api.ask("ada", "/statistics", params=params)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"].startswith(field)
