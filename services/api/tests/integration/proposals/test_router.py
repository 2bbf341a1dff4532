"""The list of proposals: for whom, and in which pages."""

from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SENSOR = {"site": "s", "name": "Room"}


async def test_only_operators_of_the_home_site_see_proposals(api: Any, world: Any) -> None:
    here, there = await world.site("s"), await world.site("t")
    await world.propose("here", here)
    await world.propose("there", there)
    await world.propose("stray")
    await world.grant(here, "operator", username="olga")
    await world.grant(there, "viewer", username="olga")
    for person, devices in (
        ("olga", ["here"]),
        ("nobody", []),
        ("ada", ["stray", "there", "here"]),
    ):
        listed = await api.get(person, "/proposals")
        assert [item["device"] for item in listed["items"]] == devices
    listed = await api.get("ada", "/proposals", site="t")
    assert [item["device"] for item in listed["items"]] == ["there"]
    body = {"new_sensor": {"site": "s", "name": "Fridge"}}
    for device in ("there", "stray", "none", "%00"):
        assert (await api.install_proposal(body, "olga", device)).status_code == 404
    assert (await api.install_proposal(body, "olga", "here")).status_code == 201
