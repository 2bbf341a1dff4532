"""Replays that are refused for their fields."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TODAY = {"from": to_ms(NOW - 24 * HOUR), "to": to_ms(NOW + HOUR)}


async def test_invalid_replays_name_the_field(api: Any) -> None:
    for body, field in (
        ({}, "body"),
        ({"from": 0}, "body"),
        ({"ids": [1], "from": 0, "to": 1}, "body"),
        ({"ids": []}, "ids"),
        ({"ids": [0]}, "ids.0"),
        ({"ids": [2**63]}, "ids.0"),
        ({"ids": list(range(1, 1002))}, "ids"),
        (TODAY | {"reason": "conflict"}, "body"),
        (TODAY | {"reason": "nonsense"}, "reason"),
        (TODAY | {"device": "a b"}, "device"),
        (TODAY | {"more": 1}, "more"),
    ):
        answer = await api.ask("ada", "/rejects/replays", method="POST", json=body)
        assert answer.status_code == 422, body
        assert answer.json()["errors"][0]["field"] == field
