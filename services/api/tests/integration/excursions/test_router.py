"""`GET /excursions`: the sensors of the request in its order, over the range as it was sent."""

from datetime import timedelta
from typing import Any

import pytest
from described import assert_described
from plain_excursions import excursions
from rolled_fridge import HOUR, MINUTE, NOW, START, STEP, insert_fridge, steady

from isotherm.instants import to_ms
from isotherm_api.excursions.schemas import ListedExcursions

SPAN = {"from": to_ms(START) + 1, "to": to_ms(NOW) - 1}


async def test_an_excursion_is_described(api: Any, world: Any) -> None:
    begin = START + HOUR + 3 * STEP
    rows = [
        (at, 8.0 + number - 9 if 9 <= number < 14 else 4.0, 0)
        for number, (at, _, _) in enumerate(steady())
    ]
    fridge = await insert_fridge(world, rows, rolled=False)
    await world.limits(fridge.id, START, 2.0, 8.0)
    await world.limits(fridge.id, begin + 2 * STEP + 5 * MINUTE, 2.0, 9.5)
    await fridge.roll_up()
    await world.sensor(fridge.site_id, "bare")
    asked = ["s/fridge", "s/bare", "s/fridge"]
    document = await api.get("ada", "/excursions", sensor=asked, **SPAN)
    assert_described(ListedExcursions, document)
    assert (document["from"], document["to"]) == (SPAN["from"], SPAN["to"])
    fridges, bare = document["sensors"]
    assert bare == {
        "sensor": "s/bare", "recalculating": False, "total": 0, "more": False, "items": []
    }  # fmt: skip
    assert (fridges["sensor"], fridges["total"], fridges["more"]) == ("s/fridge", 1, False)
    assert fridges["items"] == [
        {
            "side": "above", "from": to_ms(begin + STEP), "to": to_ms(begin + 5 * STEP),
            "open": False, "before": False, "seconds": 2400.0, "limit": 9.5, "exact": True,
            "extreme": {"value": 12.0, "time": to_ms(begin + 4 * STEP)}, "times": 1,
        }
    ]  # fmt: skip


async def test_a_range_cuts_an_excursion_at_both_ends(api: Any, world: Any) -> None:
    fridge = await insert_fridge(world, [(at, 9.0, 0) for at, _, _ in steady()], rolled=False)
    await world.limits(fridge.id, START, None, 8.0)
    await fridge.roll_up()
    for begin, end in ((START + 5 * HOUR, NOW - 9 * HOUR), (NOW - 30 * MINUTE, NOW - MINUTE)):
        [item] = (await excursions(api, begin, end))["items"]
        assert (item["from"], item["to"]) == (to_ms(begin), to_ms(end))
        assert (item["before"], item["open"]) == (True, True)
        assert item["seconds"] == (end - begin).total_seconds()
    [item] = (await excursions(api, START, NOW + timedelta(days=1)))["items"]
    assert (item["from"], item["to"], item["before"]) == (to_ms(START), to_ms(NOW), False)


async def test_an_excursion_began_before_the_range_also_behind_a_gap_and_faults(
    api: Any, world: Any
) -> None:
    rows = steady()
    silent = range(20, 100)  # 13 hours, which the range begins in
    rows = [
        (at, 9.0 if number < 120 else 4.0, 0)
        for number, (at, _, _) in enumerate(rows)
        if number not in silent
    ]
    rows.insert(20, (START + 20 * STEP, None, 1))
    fridge = await insert_fridge(world, rows, rolled=False)
    await world.limits(fridge.id, START - HOUR, None, 8.0)
    begin = START + 50 * STEP
    for rolled in (False, True):
        if rolled:
            await fridge.roll_up()
        [item] = (await excursions(api, begin, NOW))["items"]
        assert (item["before"], item["from"]) == (True, to_ms(begin))
        assert item["to"] == to_ms(START + 120 * STEP)
        assert item["seconds"] == 20 * STEP.total_seconds()


async def test_a_hidden_or_missing_sensor_hides_all(api: Any, world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    await world.fed(await world.site("there"), "fridge")
    await world.grant(fridge.site_id, "viewer", username="vera")
    for sensor in ("there/fridge", "s/none"):
        params = {"sensor": ["s/fridge", sensor], **SPAN}
        answer = await api.ask("vera", "/excursions", params=params)
        assert answer.status_code == 404
        assert sensor in answer.json()["detail"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"sensor": []}, "sensor"),
        ({"sensor": [f"s/n{n}" for n in range(21)]}, "sensor"),
        ({"sensor": "fridge"}, "sensor"),
        ({"from": SPAN["to"]}, "from"),
        ({"limit": 0}, "limit"),
        ({"limit": 1001}, "limit"),
        ({"limit": "1_0"}, "limit"),
    ],
)
async def test_an_invalid_parameter_is_named(api: Any, changed: dict[str, Any], field: str) -> None:
    params = {"sensor": "s/fridge", **SPAN} | changed
    answer = await api.ask("ada", "/excursions", params=params)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"].startswith(field)
