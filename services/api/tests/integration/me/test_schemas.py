"""Preferences that are refused for their fields."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"unit": "K"}, "unit"),
        ({"theme": 3}, "theme"),
        ({"admin": True}, "admin"),
        ([], ""),
    ],
)
async def test_invalid_preferences_name_the_field(api: Any, body: Any, field: str) -> None:
    answer = await api.ask("omar", "/me", method="PATCH", json=body)
    assert answer.status_code == 422
    assert field in answer.json()["errors"][0]["field"]
