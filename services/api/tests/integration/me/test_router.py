"""The caller's own account: inserted on first sight, kept current, changed by its owner."""

from datetime import timedelta
from typing import Any

import pytest


async def test_an_account_is_inserted_and_its_preferences_set(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.grant(site, "operator", username="omar")
    me = await api.get("omar", "/me")
    assert me == {
        "subject": "subject-of-omar",
        "username": "omar",
        "name": "Omar",
        "email": "omar@example.invalid",
        "admin": False,
        "unit": "C",
        "time_zone": None,
        "theme": "auto",
        "sites": [{"slug": "s", "role": "operator"}],
    }
    wanted = {"unit": "F", "time_zone": "Asia/Kathmandu", "theme": "dark"}
    changed = await api.ask("omar", "/me", method="PATCH", json=wanted)
    assert changed.json() == me | wanted
    back = await api.ask("omar", "/me", method="PATCH", json={"time_zone": None})
    assert back.json() == me | wanted | {"time_zone": None}
    assert await api.get("omar", "/me") == back.json()
    assert (await api.get("vera", "/me"))["unit"] == "C"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"unit": "K"}, "unit"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "../etc/passwd"}, "time_zone"),
        ({"time_zone": ""}, "time_zone"),
        ({"theme": 3}, "theme"),
        ({"admin": True}, "admin"),
        ([], ""),
    ],
)
async def test_invalid_preferences_name_the_field(api: Any, body: Any, field: str) -> None:
    answer = await api.ask("omar", "/me", method="PATCH", json=body)
    assert answer.status_code == 422
    assert field in answer.json()["errors"][0]["field"]


async def test_last_seen_is_written_at_most_once_a_minute(api: Any, world: Any) -> None:
    async def last_seen() -> Any:
        await api.get("omar", "/me")
        return await world.connection.fetchval("SELECT last_seen FROM user_account")

    first, start = await last_seen(), api.clock.instant
    api.clock.instant = start + timedelta(seconds=59)
    assert await last_seen() == first
    api.clock.instant = start + timedelta(seconds=61)
    assert await last_seen() == start + timedelta(seconds=61)
    assert await world.connection.fetchval("SELECT count(*) FROM user_account") == 1
