"""The document of statistics is as described, with and without readings."""

from typing import Any

import pytest
from described import assert_described
from pydantic import ValidationError
from rolled_fridge import DAY, HOUR, NOW, START, insert_fridge, steady

from isotherm.instants import to_ms
from isotherm_api.statistics.schemas import Statistics


@pytest.mark.parametrize("start", [NOW - HOUR, START - HOUR, NOW + DAY])
async def test_every_member_is_described(api: Any, world: Any, start: Any) -> None:
    fridge = await insert_fridge(world, [*steady()[:-1], (NOW, 9.0, 0)])
    await world.sensor(fridge.site_id, "bare", None)
    await world.limits(fridge.id, START, 2.0, 8.0)
    span = {"from": to_ms(start), "to": to_ms(start + 2 * DAY)}
    document = await api.get("ada", "/statistics", sensor=["s/fridge", "s/bare"], **span)
    assert_described(Statistics, document)
    fridges, bare = document["sensors"]
    assert (bare["min"], bare["max"], bare["mean"]) == (None, None, None)
    assert (fridges["min"] is None) == (start > NOW)


async def test_a_member_that_is_not_described_is_refused(api: Any, world: Any) -> None:
    await insert_fridge(world, steady())
    span = {"from": to_ms(NOW - HOUR), "to": to_ms(NOW)}
    [figures] = (await api.get("ada", "/statistics", sensor="s/fridge", **span))["sensors"]
    for changed in ({"n": 1.5}, {"above": None}, {"median": 4.0}, {"sensor": 1}):
        with pytest.raises(ValidationError):
            assert_described(Statistics, span | {"sensors": [figures | changed]})
