"""Limits that are refused for their fields."""

from typing import Any

import pytest
import pytest_asyncio
from dated_settings import LIMITS, change, insert_fridge


@pytest_asyncio.fixture(loop_scope="session")
async def fridge(world: Any) -> int:
    """The sensor of `insert_fridge`."""
    return await insert_fridge(world)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (LIMITS, {"since": None, "low": 8, "high": 8}, "body"),
        (LIMITS, {"since": None, "low": 9, "high": 8}, "body"),
        (LIMITS, {"since": None, "low": -273.16, "high": 8}, "low"),
        (LIMITS, {"since": None, "low": 2, "high": 1e5}, "high"),
        (LIMITS, {"since": None, "low": 2, "high": "8 °C"}, "high"),
        (LIMITS, {"since": "2026-11-23", "low": 2, "high": 8}, "since"),
        (LIMITS, {"since": -(10**17), "low": 2, "high": 8}, "since"),
        (LIMITS, {"since": None, "low": 2}, "high"),
        (LIMITS, {"since": None, "low": 2, "high": 8, "mid": 5}, "mid"),
        (LIMITS, {"since": None, "low": 2, "high": 8, "min_duration_s": -1}, "min_duration_s"),
        (LIMITS, {"since": None, "low": 2, "high": 8, "min_duration_s": 86_401}, "min_duration_s"),
        (LIMITS, {"since": None, "low": 2, "high": 8, "hysteresis": -0.1}, "hysteresis"),
        (LIMITS, {"since": None, "low": 2, "high": None, "hysteresis": 50.1}, "hysteresis"),
        (LIMITS, {"since": None, "low": 2, "high": 8, "hysteresis": 3}, "body"),
    ],
)
async def test_an_invalid_field_of_limits_is_named(
    api: Any, fridge: int, path: str, body: dict[str, Any], field: str
) -> None:
    answer = await change(api, path, "*", **body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == field
