"""The document of a series is as described, from readings and from rollups."""

from typing import Any

import pytest
from described import assert_described
from pydantic import ValidationError
from rolled_fridge import DAY, HOUR, NOW, START, insert_fridge, steady

from isotherm.instants import to_ms
from isotherm_api.series.schemas import Series


@pytest.mark.parametrize("start", [NOW - HOUR, NOW - 2 * HOUR, START - HOUR, NOW + DAY])
@pytest.mark.parametrize("points", [2, 2000])
async def test_every_member_is_described(api: Any, world: Any, start: Any, points: int) -> None:
    rows = steady()
    rows[-3], rows[-5] = (rows[-3][0], None, 1), (rows[-5][0], 85.0, 2)
    del rows[-20:-9]
    fridge = await insert_fridge(world, rows)
    await world.sensor(fridge.site_id, "bare", None)
    await world.limits(fridge.id, START, None, 8.0)
    await world.limits(fridge.id, NOW - HOUR / 2, 2.0, None)
    span = {"from": to_ms(start), "to": to_ms(start + 2 * DAY)}
    document = await api.get("ada", "/series", sensor=["s/fridge", "s/bare"], points=points, **span)
    assert_described(Series, document)


async def test_a_member_that_is_not_described_is_refused(api: Any, world: Any) -> None:
    await insert_fridge(world, steady())
    span = {"from": to_ms(NOW - HOUR), "to": to_ms(NOW)}
    document = await api.get("ada", "/series", sensor="s/fridge", **span)
    assert_described(Series, document)
    for changed in ({"source": "week"}, {"bucket_ms": "60"}, {"unknown": 1}, {"sensors": None}):
        with pytest.raises(ValidationError):
            assert_described(Series, document | changed)
