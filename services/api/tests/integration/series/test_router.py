"""`GET /series`: its parameters are bounded, and its answer is as described."""

from typing import Any

import pytest

HUGE = 10**400
SERIES = {"sensor": "s/fridge", "from": 0, "to": 1000}


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"from": 1000, "to": 0}, "from"),
        ({"from": 5, "to": 5}, "from"),
        ({"from": 0, "to": 31_556_952_000 * 1_000_000}, "to"),
        ({"from": -31_556_952_000 * 1_000_000}, "from"),
        ({"from": 0, "to": 31_556_952_000 * 20}, "from"),
        ({"from": HUGE}, "from"),
        ({"from": -HUGE}, "from"),
        ({"from": "NaN"}, "from"),
        ({"from": "1e3"}, "from"),
        ({"from": "2026-01-01"}, "from"),
        ({"to": ""}, "to"),
        ({"to": "1000.5"}, "to"),
        ({"points": 1}, "points"),
        ({"points": 2001}, "points"),
        ({"points": -1}, "points"),
        ({"points": HUGE}, "points"),
        ({"sensor": ""}, "sensor"),
        ({"sensor": "fridge"}, "sensor"),
        ({"sensor": "s/fridge/x"}, "sensor"),
        ({"sensor": "s/\x00"}, "sensor"),
        ({"sensor": "S/FRIDGE"}, "sensor"),
        ({"sensor": "s/" + "a" * 65}, "sensor"),
        ({"sensor": [f"s/n{n}" for n in range(21)]}, "sensor"),
        ({"sensor": []}, "sensor"),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_an_invalid_parameter_of_a_series_is_named(
    api: Any, params: dict[str, Any], field: str
) -> None:
    answer = await api.ask("ada", "/series", params=SERIES | params)
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["errors"][0]["field"].startswith(field)
    assert problem["type"] == "urn:isotherm:problem:invalid"
    assert len(answer.content) < 2000


async def test_the_bounds_of_points_are_included(api: Any, world: Any) -> None:
    await world.fed(await world.site("s"), "fridge")
    for points in (2, 2000):
        answer = await api.ask("ada", "/series", params=SERIES | {"points": points})
        assert answer.status_code == 200, answer.text


async def test_sensors_come_in_the_order_of_the_request_and_each_once(api: Any, world: Any) -> None:
    site = await world.site("s")
    for slug in ("a", "b"):
        await world.sensor(site, slug)
    document = await api.get("ada", "/series", **SERIES | {"sensor": ["s/b", "s/a", "s/b"]})
    assert [series["id"] for series in document["sensors"]] == ["s/b", "s/a"]
    assert (document["from"], document["to"]) == (SERIES["from"], SERIES["to"])


async def test_a_hidden_or_missing_sensor_hides_all(api: Any, world: Any) -> None:
    here = await world.site("here")
    await world.sensor(here, "a")
    await world.sensor(await world.site("there"), "a")
    await world.grant(here, "viewer", username="vera")
    assert (await api.get("vera", "/series", **SERIES | {"sensor": "here/a"}))["sensors"]
    for sensor in ("there/a", "here/none"):
        params = SERIES | {"sensor": ["here/a", sensor]}
        answer = await api.ask("vera", "/series", params=params)
        assert answer.status_code == 404
        assert sensor in answer.json()["detail"]
