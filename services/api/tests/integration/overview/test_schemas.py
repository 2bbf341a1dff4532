"""The document of the overview is as described, whatever a sensor lacks."""

from typing import Any

import pytest
from described import assert_described
from pydantic import ValidationError
from rolled_fridge import NOW, START, insert_fridge, steady

from isotherm_api.overview.schemas import Overview


async def test_every_column_is_described(api: Any, world: Any) -> None:
    fridge = await insert_fridge(world, [*steady(), (NOW, 9.0, 0)])
    await world.limits(fridge.id, START, None, 8.0)
    await world.sensor(fridge.site_id, "bare", None)
    _, channel = await world.fed(fridge.site_id, "fault")
    await world.readings(channel, [(NOW, None, 1)])
    document = await api.get("ada", "/overview")
    assert_described(Overview, document)
    assert set(document["sensors"]["state"]) == {"above", "never", "fault"}
    assert {len(column) for column in document["sensors"].values()} == {3}
    assert {len(column) for column in document["sites"].values()} == {1}


async def test_an_overview_without_sensors_is_described(api: Any, world: Any) -> None:
    assert_described(Overview, await api.get("nobody", "/overview"))


async def test_a_column_that_is_not_described_is_refused(api: Any, world: Any) -> None:
    await insert_fridge(world, steady())
    document = await api.get("ada", "/overview")
    for changed in ({"state": ["odd"]}, {"site": [0.5]}, {"slug": [None]}, {"status": ["online"]}):
        with pytest.raises(ValidationError):
            assert_described(Overview, document | {"sensors": document["sensors"] | changed})
