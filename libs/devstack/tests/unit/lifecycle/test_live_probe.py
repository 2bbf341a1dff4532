"""A value counts as live when it is a value, and less than a minute old."""

from typing import Any

import pytest

from isotherm_devstack.lifecycle.live_probe import live

NOW = 1_700_000_000_000


def _sensor(latest: dict[str, Any] | None) -> dict[str, Any]:
    return {"items": [{"id": "a/b", "latest": latest}]}


@pytest.mark.parametrize(
    ("latest", "found"),
    [
        ({"time": NOW - 5_000, "value": 4.5}, ["a/b"]),
        ({"time": NOW - 59_999, "value": 4.5}, ["a/b"]),
        ({"time": NOW - 60_000, "value": 4.5}, []),
        ({"time": NOW - 5_000, "value": None}, []),
        (None, []),
    ],
)
def test_live(latest: dict[str, Any] | None, found: list[str]) -> None:
    assert live(_sensor(latest), NOW) == found
