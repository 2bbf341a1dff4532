"""Grants: given, changed and taken away by managers, in force at once."""

import json
from typing import Any

from phone_book import NEWHIRE


async def test_a_grant_takes_effect_at_once_and_is_audited(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.grant(site, "manager", username="mira")
    await api.get("vera", "/me")
    assert (await api.get("vera", "/sites"))["items"] == []
    answer = await api.ask(
        "mira", "/grants", method="POST", json={"site": "s", "username": "VERA", "role": "viewer"}
    )
    assert answer.status_code == 201
    given = answer.json()
    assert given["subject"] == "subject-of-vera"
    assert given["email"] == "vera@example.invalid"
    assert given["granted_by"] == "mira"
    assert answer.headers["etag"] == given["etag"]
    assert (await api.get("vera", "/sites"))["items"][0]["role"] == "viewer"
    listed = await api.get("mira", "/grants", site="s")
    assert [grant["username"] for grant in listed["items"]] == ["vera", None]

    changed = await api.ask(
        "mira",
        f"/grants/{given['id']}",
        method="PATCH",
        json={"role": "operator"},
        headers={"If-Match": given["etag"]},
    )
    assert changed.status_code == 200
    assert changed.json()["etag"] != given["etag"]
    assert (await api.get("vera", "/sites"))["items"][0]["role"] == "operator"

    gone = await api.ask(
        "mira",
        f"/grants/{given['id']}",
        method="DELETE",
        headers={"If-Match": changed.json()["etag"]},
    )
    assert gone.status_code == 204
    assert (await api.get("vera", "/sites"))["items"] == []

    rows = await world.connection.fetch("SELECT * FROM audit ORDER BY id")
    assert [row["action"] for row in rows] == ["grant.add", "grant.change", "grant.remove"]
    assert {row["actor"] for row in rows} == {"mira"}
    assert json.loads(rows[1]["before"])["role"] == "viewer"
    assert json.loads(rows[1]["after"])["role"] == "operator"
    assert rows[2]["after"] is None


async def test_managers_see_whom_a_name_means_before_a_role_is_given(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.grant(site, "operator", username="omar")
    await world.grant(site, "manager", username="mira")
    api.services.directory.people[NEWHIRE.email] = NEWHIRE
    asked = {"site": "s", "username": NEWHIRE.email}
    recipient = await api.get("mira", "/grants/recipient", **asked)
    assert recipient == {
        "subject": "subject-of-newhire",
        "username": "newhire",
        "name": "New Hire",
        "email": "newhire@example.invalid",
    }
    assert (await api.get("mira", "/sites"))["items"][0]["role"] == "manager"
    assert await world.connection.fetchval("SELECT count(*) FROM access_grant") == 2
    for person, status in (("omar", 403), ("vera", 404)):
        refused = await api.ask(person, "/grants/recipient", params=asked)
        assert refused.status_code == status, person
    unknown = await api.ask("mira", "/grants/recipient", params=asked | {"username": "ghost"})
    assert unknown.status_code == 422


async def test_only_a_possible_id_of_a_grant_is_looked_up(api: Any) -> None:
    assert (await api.ask("ada", "/grants/99", method="DELETE")).status_code == 404
    assert (await api.ask("ada", f"/grants/{2**40}", method="DELETE")).status_code == 422
