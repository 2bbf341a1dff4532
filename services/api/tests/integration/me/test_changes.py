"""Setting preferences: which of them null removes, and for whom they are set."""

from datetime import UTC, datetime
from typing import Any

import pytest
from client_parts import access

from isotherm_api.me.changes import set_preferences
from isotherm_api.me.queries import Account
from isotherm_api.me.schemas import Preferences

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SET = {"unit": "F", "time_zone": "Asia/Kathmandu", "theme": "dark"}


async def prefer(api: Any, body: dict[str, Any]) -> Account:
    """Set preferences as `ada`, in a transaction of their own."""
    async with api.services.database.writing() as connection:
        return await set_preferences(connection, access(), Preferences.model_validate(body), NOW)


async def test_the_first_request_may_be_a_change(api: Any, world: Any) -> None:
    assert await prefer(api, SET) == Account("F", "Asia/Kathmandu", "dark")
    [row] = await world.connection.fetch("SELECT username, last_seen FROM user_account")
    assert tuple(row) == ("ada", NOW)
    assert await world.connection.fetchval("SELECT count(*) FROM audit") == 0


@pytest.mark.parametrize(
    ("body", "account"),
    [
        ({}, Account("F", "Asia/Kathmandu", "dark")),
        ({"theme": "light"}, Account("F", "Asia/Kathmandu", "light")),
        ({"time_zone": None}, Account("F", None, "dark")),
        ({"unit": None, "theme": None}, Account("F", "Asia/Kathmandu", "dark")),
    ],
    ids=str,
)
async def test_only_the_time_zone_can_be_removed(
    api: Any, body: dict[str, Any], account: Account
) -> None:
    await prefer(api, SET)
    assert await prefer(api, body) == account
