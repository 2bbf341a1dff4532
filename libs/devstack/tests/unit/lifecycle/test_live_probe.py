"""A sensor is live if its latest reading has a value and is less than a minute old."""

from typing import Any

import pytest

from isotherm_devstack.lifecycle.live_probe import live

NOW = 1_700_000_000_000


def _sensor(latest: dict[str, Any] | None) -> dict[str, Any]:
    return {"items": [{"id": "a/b", "latest": latest}]}


@pytest.mark.parametrize(
    ("latest", "live_ids"),
    [
        ({"time": NOW - 5_000, "value": 4.5}, ["a/b"]),
        ({"time": NOW - 59_999, "value": 4.5}, ["a/b"]),
        ({"time": NOW - 60_000, "value": 4.5}, []),
        ({"time": NOW - 5_000, "value": None}, []),
        (None, []),
    ],
)
def test_a_sensor_is_live_with_a_value_of_the_last_minute(
    latest: dict[str, Any] | None, live_ids: list[str]
) -> None:
    assert live(_sensor(latest), NOW) == live_ids
