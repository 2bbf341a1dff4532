"""The caller's own account: inserted on first sight, changed by its owner."""

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
        "every_site": True,
        "sites": [{"slug": "s", "role": "operator"}],
    }
    wanted = {"unit": "F", "time_zone": "Asia/Kathmandu", "theme": "dark"}
    changed = await api.ask("omar", "/me", method="PATCH", json=wanted)
    assert changed.json() == me | wanted
    back = await api.ask("omar", "/me", method="PATCH", json={"time_zone": None})
    assert back.json() == me | wanted | {"time_zone": None}
    assert await api.get("omar", "/me") == back.json()
    assert (await api.get("vera", "/me"))["unit"] == "C"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", ""])
async def test_an_unknown_time_zone_is_named(api: Any, zone: str) -> None:
    answer = await api.ask("omar", "/me", method="PATCH", json={"time_zone": zone})
    assert answer.status_code == 422
    assert "time_zone" in answer.json()["errors"][0]["field"]
