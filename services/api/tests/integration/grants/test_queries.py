"""Grants as rows: their order, the person that each names, and one role per recipient."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from phone_book import NEWHIRE

from isotherm_api.directory.people import Person
from isotherm_api.grants import queries
from isotherm_api.grants.queries import Recipient

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ISSUER = "here"


async def account(
    world: Any, subject: str, username: str, last_seen: datetime | None = NOW, issuer: str = ISSUER
) -> None:
    """Insert the account of somebody whose e-mail address is `<username>@example.invalid`."""
    await world.connection.execute(
        "INSERT INTO user_account (issuer, subject, username, name, email, last_seen)"
        " VALUES ($1, $2, $3, $3, $4, $5)",
        issuer, subject, username, f"{username}@example.invalid", last_seen,
    )  # fmt: skip


async def test_people_come_before_groups_and_each_by_name(api: Any, world: Any) -> None:
    site, other = await world.site("s"), await world.site("t")
    for username in ("zoe", "anna"):
        await account(world, f"subject-of-{username}", username)
    for group in ("/b", "/a"):
        await world.grant(site, "viewer", group=group)
    for username in ("zoe", "ghost", "anna"):
        await world.grant(site, "viewer", username=username)
    await world.grant(other, "viewer", username="anna")
    async with api.services.database.reading() as connection:
        rows = await queries.load_grants(connection, ISSUER, site)
    assert [row["group_path"] or row["username"] for row in rows] == [
        "anna", "zoe", None, "/a", "/b",
    ]  # fmt: skip
    assert {row["site"] for row in rows} == {"s"}


async def test_a_grant_names_only_a_person_of_the_same_issuer(api: Any, world: Any) -> None:
    await account(world, "subject-of-vera", "impostor", issuer="elsewhere")
    grant = await world.grant(await world.site("s"), "viewer", username="vera")
    async with api.services.database.reading() as connection:
        row = await queries.read_grant(connection, ISSUER, grant)
    assert (row["subject"], row["username"]) == ("subject-of-vera", None)


@pytest.mark.parametrize(
    "recipient", [Recipient("subject-of-vera", None), Recipient(None, "/night-shift")]
)
async def test_a_recipient_has_one_role_at_a_site(
    api: Any, world: Any, recipient: Recipient
) -> None:
    sites = [await world.site(slug) for slug in ("s", "t")]
    async with api.services.database.writing() as connection:
        inserted = [
            await queries.insert_grant(connection, site, recipient, role, "ada", NOW)
            for site, role in ((sites[0], "viewer"), (sites[0], "manager"), (sites[1], "manager"))
        ]
        rows = await queries.load_grants(connection, ISSUER, sites[0])
    assert inserted[1] is None
    assert None not in (inserted[0], inserted[2])
    assert [(row["id"], row["role"]) for row in rows] == [(inserted[0], "viewer")]


async def test_an_update_sets_who_granted_the_role_and_when(api: Any, world: Any) -> None:
    site = await world.site("s")
    grant, other = [await world.grant(site, "viewer", group=group) for group in ("/a", "/b")]
    async with api.services.database.writing() as connection:
        await queries.update_grant(connection, grant, "manager", "mira", NOW)
        changed = await queries.read_grant(connection, ISSUER, grant)
        kept = await queries.read_grant(connection, ISSUER, other)
    assert [changed[name] for name in ("role", "granted_by", "granted_at")] == [
        "manager", "mira", NOW,
    ]  # fmt: skip
    assert (kept["role"], kept["granted_by"]) == ("viewer", "t")


async def test_a_deleted_grant_cannot_be_locked_or_read(api: Any, world: Any) -> None:
    grant = await world.grant(await world.site("s"), "viewer", group="/a")
    async with api.services.database.writing() as connection:
        locked = await queries.lock_grant(connection, ISSUER, grant)
        assert locked is not None
        assert locked["id"] == grant
        await queries.delete_grant(connection, grant)
        assert await queries.lock_grant(connection, ISSUER, grant) is None
        with pytest.raises(RuntimeError):
            await queries.read_grant(connection, ISSUER, grant)


async def test_a_person_from_keycloak_keeps_when_they_were_last_seen(api: Any, world: Any) -> None:
    await account(world, NEWHIRE.subject, "old-name")
    other = Person("subject-of-other", "other", None, None)
    async with api.services.database.writing() as connection:
        for person in (NEWHIRE, other):
            await queries.upsert_person(connection, ISSUER, person)
        people = [
            await queries.read_person(connection, ISSUER, name)
            for name in ("newhire", "other", "old-name")
        ]
    assert people == [NEWHIRE, other, None]
    rows = await world.connection.fetch("SELECT last_seen FROM user_account ORDER BY username")
    assert [row["last_seen"] for row in rows] == [NOW, None]


async def test_a_person_is_found_by_user_name_in_any_case_but_not_by_address(
    api: Any, world: Any
) -> None:
    await account(world, "subject-of-vera", "Vera")
    async with api.services.database.reading() as connection:
        for text, subject in (("vERA", "subject-of-vera"), ("Vera@example.invalid", None)):
            person = await queries.read_person(connection, ISSUER, text)
            assert (person and person.subject) == subject
        assert await queries.read_person(connection, "elsewhere", "Vera") is None


async def test_of_two_people_of_a_name_the_one_seen_last_is_found(api: Any, world: Any) -> None:
    """A user name can be given to somebody else after an account was deleted at Keycloak."""
    await account(world, "never", "Vera", None)
    await account(world, "left", "vera", NOW - timedelta(days=1))
    await account(world, "stayed", "VERA", NOW)
    async with api.services.database.reading() as connection:
        person = await queries.read_person(connection, ISSUER, "vera")
    assert person is not None
    assert person.subject == "stayed"
