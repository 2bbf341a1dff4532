"""Grants that are refused for their fields, before anything is written."""

from typing import Any


async def test_invalid_grants_name_the_field(api: Any, world: Any) -> None:
    await world.site("s")
    for body, field in (
        ({"site": "s", "role": "viewer"}, "body"),
        ({"site": "s", "role": "viewer", "subject": "a", "group": "/b"}, "body"),
        ({"site": "s", "role": "viewer", "group": "b"}, "body"),
        ({"site": "s", "role": "owner", "subject": "a"}, "role"),
        ({"site": "S!", "role": "viewer", "subject": "a"}, "site"),
        ({"site": "s", "role": "viewer", "subject": "a\x00b"}, "subject"),
        ({"site": "s", "role": "viewer", "subject": "a" * 300}, "subject"),
    ):
        answer = await api.ask("ada", "/grants", method="POST", json=body)
        assert answer.status_code == 422, body
        assert answer.json()["errors"][0]["field"] == field


async def test_a_changed_grant_has_a_role_and_nothing_else(api: Any, world: Any) -> None:
    grant = await world.grant(await world.site("s"), "viewer", group="/night-shift")
    for body, field in (
        ({}, "role"),
        ({"role": None}, "role"),
        ({"role": "admin"}, "role"),
        ({"role": "manager", "group": "/day-shift"}, "group"),
    ):
        answer = await api.ask(
            "ada", f"/grants/{grant}", method="PATCH", json=body, headers={"If-Match": "*"}
        )
        assert answer.status_code == 422, body
        assert answer.json()["errors"][0]["field"] == field
