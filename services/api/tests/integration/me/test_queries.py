"""Accounts as rows: they follow the token, and remember when somebody was last seen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from client_parts import access

from isotherm_api.access import Role
from isotherm_api.me import queries
from isotherm_api.me.queries import Account

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


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


async def test_an_account_follows_its_token_and_keeps_its_preferences(api: Any, world: Any) -> None:
    caller = access().caller
    async with api.services.database.writing() as connection:
        fresh = await queries.upsert_account(connection, caller, NOW)
        await queries.update_preferences(connection, caller, {"unit": "F"})
        renamed = replace(caller, username="ada-k", name="Ada K.", email="a@example.invalid")
        account = await queries.upsert_account(connection, renamed, NOW)
    assert (fresh, account) == (Account("C", None, "auto"), Account("F", None, "auto"))
    [row] = await world.connection.fetch("SELECT * FROM user_account")
    assert (row["username"], row["name"], row["email"]) == ("ada-k", "Ada K.", "a@example.invalid")


async def test_a_request_that_was_overtaken_does_not_move_last_seen_back(
    api: Any, world: Any
) -> None:
    caller = access().caller
    async with api.services.database.writing() as connection:
        await queries.upsert_account(connection, caller, NOW)
        earlier = NOW - timedelta(minutes=5)
        await queries.upsert_account(connection, replace(caller, name="New"), earlier)
    [row] = await world.connection.fetch("SELECT name, last_seen FROM user_account")
    assert tuple(row) == ("New", NOW)


async def test_somebody_only_given_a_role_is_seen_at_their_first_request(
    api: Any, world: Any
) -> None:
    caller = access().caller
    await world.connection.execute(
        "INSERT INTO user_account (issuer, subject, username, last_seen)"
        " VALUES ($1, $2, $3, NULL)",
        caller.issuer, caller.subject, caller.username,
    )  # fmt: skip
    async with api.services.database.writing() as connection:
        await queries.upsert_account(connection, caller, NOW)
    assert await world.connection.fetchval("SELECT last_seen FROM user_account") == NOW


async def test_preferences_are_set_one_by_one_and_of_one_person(api: Any, world: Any) -> None:
    caller = access().caller
    other = replace(caller, subject="other")
    async with api.services.database.writing() as connection:
        for person in (caller, other):
            await queries.upsert_account(connection, person, NOW)
        for values, account in (
            ({"theme": "dark"}, Account("C", None, "dark")),
            ({"time_zone": "Asia/Kathmandu"}, Account("C", "Asia/Kathmandu", "dark")),
            ({}, Account("C", "Asia/Kathmandu", "dark")),
            ({"unit": "F", "time_zone": None}, Account("F", None, "dark")),
        ):
            await queries.update_preferences(connection, caller, values)
            assert await queries.upsert_account(connection, caller, NOW) == account
        assert await queries.upsert_account(connection, other, NOW) == Account("C", None, "auto")


async def test_sites_are_those_the_caller_sees_by_slug(api: Any, world: Any) -> None:
    ids = {slug: await world.site(slug) for slug in ("c", "a", "b")}
    roles = {f"site{ids['c']}": Role.VIEWER, f"site{ids['b']}": Role.OPERATOR}
    async with api.services.database.reading() as connection:
        for caller, sites in (
            (access(admin=False, **roles), [("b", "operator"), ("c", "viewer")]),
            (access(admin=False), []),
            (access(), [("a", "manager"), ("b", "manager"), ("c", "manager")]),
        ):
            assert await queries.load_sites(connection, caller) == sites
