"""Intervals that are refused for their fields."""

from typing import Any

import pytest
import pytest_asyncio
from dated_settings import DAY, INTERVAL, NOW, change, insert_fridge

from isotherm.instants import to_ms


@pytest_asyncio.fixture(loop_scope="session")
async def fridge(world: Any) -> int:
    """The sensor of `insert_fridge`."""
    return await insert_fridge(world)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (INTERVAL, {"interval_s": 0}, "interval_s"),
        (INTERVAL, {"interval_s": 1e9}, "interval_s"),
        (INTERVAL, {}, "interval_s"),
        (INTERVAL, {"interval_s": None, "since": to_ms(NOW - DAY)}, "body"),
    ],
)
async def test_an_invalid_field_of_an_interval_is_named(
    api: Any, fridge: int, path: str, body: dict[str, Any], field: str
) -> None:
    answer = await change(api, path, "*", **body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == field


@pytest.mark.parametrize("literal", ["true", '"60"', "NaN", "Infinity", "1e400", "[60]"])
async def test_an_interval_is_a_finite_number_in_json(api: Any, fridge: int, literal: str) -> None:
    content = f'{{"interval_s": {literal}}}'
    headers = {"If-Match": "*", "Content-Type": "application/json"}
    answer = await api.ask("ada", INTERVAL, method="PUT", content=content, headers=headers)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == "interval_s"
