"""What the database wants is read in one snapshot, and what the broker has of it is recorded."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest_asyncio
from account_rows import AccountRows
from accounts_world import AccountsWorld

from isotherm.broker.file import is_password_of, render
from isotherm.broker.rights import DENIED
from isotherm.process import connections as databases
from isotherm_worker.accounts.compare import Present, Wanted
from isotherm_worker.accounts.wanted import MISSING, OTHER, load_wanted, update_accounts

_WAITING_FOR_LOCK = (
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'credential_wish'::regclass"
)


@pytest_asyncio.fixture(loop_scope="session")
async def pool(rows: AccountRows) -> AsyncIterator[asyncpg.Pool]:
    """Return a pool of worker's connections."""
    async with databases.pool(rows.database.worker) as connections:
        yield connections


def broker_with(wanted: Wanted, *names: str, others: tuple[str, ...] = ()) -> Present:
    """Return a broker that has these devices as they are wanted, and others by other passwords."""
    file: dict[str, Any] = json.loads(render(wanted.devices[name] for name in (*names, *others)))
    clients = {client["username"]: client for client in file["clients"]}
    for name in others:
        clients[name]["textdescription"] = "credential 0"
    roles = {role["rolename"]: role for role in file["roles"]}
    return Present(clients, roles, frozenset(), DENIED)


async def recorded(rows: AccountRows, name: str) -> tuple[int, str | None] | None:
    """Return the version that the broker has, as recorded, and what is wrong."""
    row = await rows.account(name)
    return None if row is None else (row["version"], row["error"])


async def test_devices_with_a_password_are_wanted_until_they_are_removed(
    rows: AccountRows, pool: asyncpg.Pool
) -> None:
    for name in ("enabled", "disabled", "removed"):
        await rows.register(name)
    await rows.change("disabled", "disabled_at = now()")
    await rows.change("removed", "removed_at = now()")
    await rows.sql.execute("INSERT INTO device (name, state) VALUES ('silent', 'known')")
    await rows.sql.execute("DELETE FROM credential_wish")
    password = await rows.rotate("enabled")
    wanted = await load_wanted(pool)
    disabled = {name: account.disabled for name, account in wanted.devices.items()}
    assert disabled == {"disabled": True, "enabled": False}
    assert is_password_of(wanted.devices["enabled"].credential, password)
    assert wanted.versions == {"disabled": 1, "enabled": 2}
    assert wanted.waiting == {"enabled"}
    assert wanted.generation == (await rows.state())["generation"]


async def test_what_the_broker_has_is_recorded(rows: AccountRows, pool: asyncpg.Pool) -> None:
    for name in ("same", "other", "missing", "waiting"):
        await rows.register(name)
    await rows.change("same", "disabled_at = now()")
    await rows.sql.execute(
        "DELETE FROM credential_wish WHERE device_id <>"
        " (SELECT id FROM device WHERE name = 'waiting')"
    )
    wanted = await load_wanted(pool)
    await update_accounts(pool, wanted, broker_with(wanted, "same", others=("other",)))
    assert await recorded(rows, "same") == (1, None)
    assert await recorded(rows, "other") == (0, None)
    assert await recorded(rows, "missing") == (0, None)
    assert await recorded(rows, "waiting") is None
    row = await rows.account("same")
    assert row is not None
    assert row["disabled"]


async def test_only_what_the_broker_once_had_is_an_error(
    rows: AccountRows, pool: asyncpg.Pool
) -> None:
    for name in ("missing", "other"):
        await rows.register(name)
    await rows.sql.execute("DELETE FROM credential_wish")
    wanted = await load_wanted(pool)
    await update_accounts(pool, wanted, broker_with(wanted, "missing", "other"))
    lost = broker_with(wanted, others=("other",))
    await update_accounts(pool, wanted, lost)
    assert await recorded(rows, "missing") == (0, MISSING)
    assert await recorded(rows, "other") == (0, OTHER)
    before = await rows.account("missing")
    await update_accounts(pool, wanted, lost)
    assert await rows.account("missing") == before
    await update_accounts(pool, wanted, broker_with(wanted, "missing", "other"))
    assert await recorded(rows, "missing") == (1, None)


async def test_a_new_password_that_the_broker_never_got_is_no_error(
    rows: AccountRows, pool: asyncpg.Pool
) -> None:
    await rows.register("fridge")
    await rows.sql.execute("DELETE FROM credential_wish")
    before = await load_wanted(pool)
    await update_accounts(pool, before, broker_with(before, "fridge"))
    await rows.rotate("fridge", wish=False)
    await update_accounts(pool, await load_wanted(pool), broker_with(before, "fridge"))
    assert await recorded(rows, "fridge") == (0, None)


async def test_a_change_meanwhile_is_in_all_of_what_is_wanted_or_in_nothing(
    rows: AccountRows, pool: asyncpg.Pool
) -> None:
    generation = (await rows.state())["generation"]
    async with asyncio.timeout(60), asyncio.TaskGroup() as group, rows.sql.transaction():
        await rows.sql.execute("LOCK credential_wish")
        loading = group.create_task(load_wanted(pool))
        while not await rows.sql.fetchval(_WAITING_FOR_LOCK):
            await rows.sql.execute("SELECT pg_sleep(0.01)")
        await rows.register("fridge")
    assert loading.result() == Wanted({}, frozenset(), {}, generation)
    await update_accounts(pool, loading.result(), broker_with(loading.result()))
    assert await rows.account("fridge") is None


async def test_what_was_rendered_is_recorded_as_applied(accounts: AccountsWorld) -> None:
    await accounts.register("fridge")
    await accounts.sql.execute("DELETE FROM credential_wish")
    await accounts.restart_rendered()
    async with accounts.worker():
        await accounts.applied("fridge")
    assert await accounts.can_connect("fridge")
