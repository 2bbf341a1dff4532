"""The document of sparks is as described, from rollups and from readings alone."""

from typing import Any

import pytest
from described import assert_described
from pydantic import ValidationError
from rolled_fridge import HOUR, MINUTE, NOW, insert_fridge, steady

from isotherm_api.sparks.schemas import Sparks


@pytest.mark.parametrize("rolled", [True, False])
async def test_every_member_is_described(api: Any, world: Any, rolled: bool) -> None:
    rows = [row for row in steady() if not NOW - 5 * HOUR < row[0] < NOW - 3 * HOUR]
    rows[-2] = (rows[-2][0], None, 1)
    fridge = await insert_fridge(world, rows, rolled=rolled)
    await world.fault(fridge.id, NOW - 8 * HOUR, NOW - 8 * HOUR + MINUTE)
    await world.sensor(fridge.site_id, "bare", None)
    document = await api.get("ada", "/sparks", sensor=["s/fridge", "s/bare"])
    assert_described(Sparks, document)
    spark, bare = document["sensors"]
    assert spark["gaps"]
    assert spark["faults"]
    assert (bare["time"], bare["value"]) == ([], [])


async def test_a_member_that_is_not_described_is_refused(api: Any, world: Any) -> None:
    await insert_fridge(world, steady())
    document = await api.get("ada", "/sparks", sensor="s/fridge")
    [spark] = document["sensors"]
    for changed in ({"value": [None]}, {"gaps": [[1]]}, {"coverage": "1"}, {"unknown": 1}):
        with pytest.raises(ValidationError):
            assert_described(Sparks, document | {"sensors": [spark | changed]})
