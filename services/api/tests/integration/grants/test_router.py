"""Grants: added, changed and removed, with the audit and with concurrent edits."""

import json
from typing import Any

from isotherm_api.directory import Person


async def test_a_grant_takes_effect_at_once_and_is_audited(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.grant(site, "manager", username="mira")
    await api.get("vera", "/me")
    assert (await api.get("vera", "/sites"))["items"] == []
    answer = await api.ask(
        "mira", "/grants", method="POST", json={"site": "s", "username": "VERA", "role": "viewer"}
    )
    assert answer.status_code == 201
    made = answer.json()
    assert made["subject"] == "subject-of-vera"
    assert made["email"] == "vera@example.invalid"
    assert made["granted_by"] == "mira"
    assert answer.headers["etag"] == made["etag"]
    assert (await api.get("vera", "/sites"))["items"][0]["role"] == "viewer"
    listed = await api.get("mira", "/grants", site="s")
    assert [grant["username"] for grant in listed["items"]] == ["vera", None]

    changed = await api.ask(
        "mira",
        f"/grants/{made['id']}",
        method="PATCH",
        json={"role": "operator"},
        headers={"If-Match": made["etag"]},
    )
    assert changed.status_code == 200
    assert changed.json()["etag"] != made["etag"]
    assert (await api.get("vera", "/sites"))["items"][0]["role"] == "operator"

    gone = await api.ask(
        "mira",
        f"/grants/{made['id']}",
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


async def test_concurrent_edits_get_412(api: Any, world: Any) -> None:
    site = await world.site("s")
    grant = await world.grant(site, "viewer", group="/night-shift")
    [seen] = (await api.get("ada", "/grants", site="s"))["items"]

    async def change(role: str) -> Any:
        return await api.ask(
            "ada",
            f"/grants/{grant}",
            method="PATCH",
            json={"role": role},
            headers={"If-Match": seen["etag"]},
        )

    assert (await change("operator")).status_code == 200
    raced = await change("manager")
    assert raced.status_code == 412
    assert "ada set this grant to operator" in raced.json()["detail"]
    kept = await api.ask(
        "ada", f"/grants/{grant}", method="DELETE", headers={"If-Match": seen["etag"]}
    )
    assert kept.status_code == 412
    bare = await api.ask("ada", f"/grants/{grant}", method="PATCH", json={"role": "viewer"})
    assert bare.status_code == 428
    bare = await api.ask("ada", f"/grants/{grant}", method="DELETE")
    assert bare.status_code == 428


async def test_a_second_grant_for_the_same_group_is_a_conflict(api: Any, world: Any) -> None:
    await world.site("s")
    wanted = {"site": "s", "group": "/night-shift", "role": "viewer"}
    assert (await api.ask("ada", "/grants", method="POST", json=wanted)).status_code == 201
    again = await api.ask("ada", "/grants", method="POST", json=wanted | {"role": "manager"})
    assert again.status_code == 409
    rows = await world.connection.fetch("SELECT role FROM access_grant")
    assert [row["role"] for row in rows] == ["viewer"]


async def test_a_person_who_never_logged_in_is_found_in_the_directory(api: Any, world: Any) -> None:
    await world.site("s")
    wanted = {"site": "s", "username": "newcomer", "role": "viewer"}
    made = (await api.ask("ada", "/grants", method="POST", json=wanted)).json()
    assert made["subject"] == "subject-of-newcomer"
    assert (made["username"], made["name"]) == ("newcomer", "New Comer")
    assert made["last_seen"] is None
    [listed] = (await api.get("ada", "/grants", site="s"))["items"]
    assert listed == made
    unknown = await api.ask("ada", "/grants", method="POST", json=wanted | {"username": "ghost"})
    assert unknown.status_code == 422
    assert unknown.json()["errors"][0]["field"] == "username"


NEWHIRE = Person("subject-of-newhire", "newhire", "New Hire", "newhire@example.invalid")


async def test_an_address_that_somebody_only_wrote_into_their_profile_names_nobody(
    api: Any, world: Any
) -> None:
    await world.site("s")
    token = api.realm.token("eve", email=NEWHIRE.email, email_verified=False)
    me = await api.http.get("/me", headers={"Authorization": f"Bearer {token}"})
    assert me.json()["email"] is None
    wanted = {"site": "s", "username": NEWHIRE.email, "role": "manager"}
    nobody = await api.ask("ada", "/grants", method="POST", json=wanted)
    assert nobody.status_code == 422
    assert nobody.json()["errors"][0]["field"] == "username"
    api.services.directory.people[NEWHIRE.email] = NEWHIRE
    made = await api.ask("ada", "/grants", method="POST", json=wanted)
    assert made.status_code == 201
    assert made.json()["subject"] == NEWHIRE.subject
    assert made.json()["email"] == NEWHIRE.email


async def test_keycloak_wins_over_an_address_or_a_name_that_was_stored_before(
    api: Any, world: Any
) -> None:
    await world.site("s")
    token = api.realm.token("eve", email=NEWHIRE.email, preferred_username="newhire")
    await api.http.get("/me", headers={"Authorization": f"Bearer {token}"})
    api.services.directory.people |= {NEWHIRE.email: NEWHIRE, "newhire": NEWHIRE}
    for text in (NEWHIRE.email, "newhire"):
        found = await api.get("ada", "/grants/recipient", site="s", username=text)
        assert found["subject"] == NEWHIRE.subject, text


async def test_without_keycloak_a_stored_address_names_nobody_but_a_user_name_does(
    api: Any, world: Any
) -> None:
    await world.site("s")
    await api.get("vera", "/me")
    api.services.directory.away = True
    wanted = {"site": "s", "role": "viewer"}
    for text, status in (("vera@example.invalid", 503), ("nobody", 503), ("Vera", 201)):
        body = wanted | {"username": text}
        answer = await api.ask("ada", "/grants", method="POST", json=body)
        assert answer.status_code == status, text


async def test_managers_see_whom_a_name_means_before_a_role_is_given(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.grant(site, "operator", username="omar")
    await world.grant(site, "manager", username="mira")
    api.services.directory.people[NEWHIRE.email] = NEWHIRE
    asked = {"site": "s", "username": NEWHIRE.email}
    found = await api.get("mira", "/grants/recipient", **asked)
    assert found == {
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
    assert (await api.ask("ada", "/grants/99", method="DELETE")).status_code == 404
    assert (await api.ask("ada", f"/grants/{2**40}", method="DELETE")).status_code == 422
