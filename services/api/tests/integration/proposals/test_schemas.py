"""Installs that are refused for their fields."""

from typing import Any

import pytest
from refused_installs import assert_refused

SENSOR = {"site": "s", "name": "Room"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body"),
        ({"sensor": "s/a", "new_sensor": SENSOR}, "body"),
        ({"sensor": "s/" + "a" * 200}, "sensor"),
        ({"new_sensor": SENSOR | {"name": " "}}, "new_sensor.name"),
        ({"new_sensor": SENSOR | {"name": "a\x00"}}, "new_sensor.name"),
        ({"new_sensor": SENSOR | {"slug": "Ä"}}, "new_sensor.slug"),
        ({"new_sensor": SENSOR | {"slug": "-a"}}, "new_sensor.slug"),
        ({"new_sensor": SENSOR | {"low": 8, "high": 2}}, "new_sensor"),
        ({"new_sensor": SENSOR | {"low": 1e300}}, "new_sensor.low"),
        ({"new_sensor": SENSOR | {"low": -300}}, "new_sensor.low"),
        ({"new_sensor": SENSOR | {"high": "NaN"}}, "new_sensor.high"),
        ({"new_sensor": SENSOR | {"expected_interval_s": 0}}, "new_sensor.expected_interval_s"),
        ({"new_sensor": SENSOR | {"expected_interval_s": 1e9}}, "new_sensor.expected_interval_s"),
        ({"new_sensor": SENSOR | {"colour": "red"}}, "new_sensor.colour"),
        ({"new_sensor": SENSOR, "since": 10**15}, "since"),
        ({"new_sensor": SENSOR, "since": 10**400}, "since"),
        ({"new_sensor": SENSOR, "since": "2026"}, "since"),
        ({"new_sensor": SENSOR, "since": True}, "since"),
        ({"new_sensor": SENSOR, "unit": "R"}, "unit"),
        ({"new_sensor": SENSOR, "replace": "maybe"}, "replace"),
        ({"new_sensor": SENSOR, "state": "known"}, "state"),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_invalid_installs_name_the_field(
    api: Any, world: Any, body: dict[str, Any], field: str
) -> None:
    await assert_refused(api, world, body, field)
