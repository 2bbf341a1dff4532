"""Changes of grants: concurrent edits, and roles that somebody already has."""

from typing import Any


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


async def test_only_managers_of_its_site_change_or_remove_a_grant(api: Any, world: Any) -> None:
    """Whoever does not see the site learns nothing about the grant."""
    here, there = await world.site("here"), await world.site("there")
    grant = await world.grant(here, "viewer", group="/night-shift")
    await world.grant(here, "operator", username="olga")
    await world.grant(there, "manager", username="tom")
    for person, status in (("olga", 403), ("tom", 404), ("nobody", 404)):
        for method, body in (("PATCH", {"role": "manager"}), ("DELETE", None)):
            answer = await api.ask(
                person, f"/grants/{grant}", method=method, json=body, headers={"If-Match": "*"}
            )
            assert answer.status_code == status, (person, method)
    role = await world.connection.fetchval("SELECT role FROM access_grant WHERE id = $1", grant)
    assert role == "viewer"
    assert await world.connection.fetchval("SELECT count(*) FROM audit") == 0


async def test_a_refused_grant_leaves_neither_an_account_nor_an_audit_row(
    api: Any, world: Any
) -> None:
    site = await world.site("s")
    await world.grant(site, "viewer", username="newcomer")
    wanted = {"site": "s", "username": "newcomer", "role": "manager"}
    answer = await api.ask("ada", "/grants", method="POST", json=wanted)
    assert answer.status_code == 409
    assert "already have a role" in answer.json()["detail"]
    for table in ("user_account", "audit"):
        assert await world.connection.fetchval(f"SELECT count(*) FROM {table}") == 0, table


async def test_nobody_takes_their_own_manager_role_away(api: Any, world: Any) -> None:
    site = await world.site("s")
    own = await world.grant(site, "manager", username="mira")

    async def change(method: str, person: str = "mira", **options: Any) -> Any:
        options["headers"] = {"If-Match": "*"}
        return await api.ask(person, f"/grants/{own}", method=method, **options)

    lowered = await change("PATCH", json={"role": "operator"})
    assert lowered.status_code == 409
    assert "no longer be manager of s" in lowered.json()["detail"]
    assert (await change("DELETE")).status_code == 409
    assert (await change("PATCH", json={"role": "manager"})).status_code == 200
    assert await world.connection.fetchval("SELECT role FROM access_grant") == "manager"
    await world.grant(site, "manager", group="/heads")
    lowered = await change("PATCH", json={"role": "operator"}, groups=["/heads"])
    assert lowered.status_code == 200, "they are still manager through their group"
    await world.connection.execute("UPDATE access_grant SET role = 'manager'")
    assert (await change("DELETE", "ada")).status_code == 204


async def test_nor_that_of_the_group_that_makes_them_manager(api: Any, world: Any) -> None:
    site = await world.site("s")
    heads = await world.grant(site, "manager", group="/heads")
    other = await world.grant(site, "manager", username="tom")
    for method, body in (("PATCH", {"role": "viewer"}), ("DELETE", None)):
        answer = await api.ask(
            "mira", f"/grants/{heads}", method=method, json=body, groups=["/heads"],
            headers={"If-Match": "*"},
        )  # fmt: skip
        assert answer.status_code == 409, method
        answer = await api.ask(
            "mira", f"/grants/{other}", method=method, json=body, groups=["/heads"],
            headers={"If-Match": "*"},
        )  # fmt: skip
        assert answer.status_code in (200, 204), "another person's role can be taken"
