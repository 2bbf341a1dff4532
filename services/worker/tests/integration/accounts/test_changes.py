"""What somebody changes is given to the broker, first what cuts off, and disturbs nobody else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from accounts_world import AccountsWorld, cut_off
from awaited import until
from refusing import refuse_all_but

from isotherm.process import connections as databases
from isotherm_worker.accounts.changes import Changes
from isotherm_worker.accounts.plugin import Plugin, connected
from isotherm_worker.accounts.wanted import MISSING

_ERRORS = "SELECT name, split_part(error, ': ', 1) FROM broker_account"


@asynccontextmanager
async def applying(accounts: AccountsWorld) -> AsyncIterator[tuple[Changes, Plugin]]:
    """Yield what applies changes, and the plugin to which it does."""
    async with (
        databases.pool(accounts.database.worker) as pool,
        connected(accounts.settings()) as plugin,
    ):
        yield Changes(pool, accounts.key), plugin


async def test_changes_of_one_device_cut_off_only_that_one(accounts: AccountsWorld) -> None:
    async with accounts.worker():
        for name in ("other", "fridge"):
            await accounts.register(name)
            await accounts.applied(name)
        async with accounts.undisturbed("other"):
            old = accounts.broker.passwords["fridge"]
            async with accounts.broker.device("fridge") as client:
                await accounts.rotate("fridge")
                await cut_off(client)
            await accounts.applied("fridge")
            assert not await accounts.can_connect("fridge", old)
            async with accounts.broker.device("fridge") as client:
                await accounts.change("fridge", "disabled_at = now()")
                await cut_off(client)
            assert not await accounts.can_connect("fridge")
            await accounts.change("fridge", "disabled_at = NULL")
            await until(lambda: accounts.can_connect("fridge"))
            async with accounts.broker.device("fridge") as client:
                await accounts.change("fridge", "removed_at = now()")
                await cut_off(client)
            assert not await accounts.can_connect("fridge")
            await accounts.register("third")
            await accounts.applied("third")
        [roles] = await accounts.broker.command({"command": "listRoles"})
        assert "device-fridge" not in roles["data"]["roles"]


async def test_a_disabled_device_gets_a_password_and_stays_out(accounts: AccountsWorld) -> None:
    await accounts.register("fridge")
    await accounts.change("fridge", "disabled_at = now()")
    async with accounts.worker():
        await accounts.applied("fridge")
        assert not await accounts.can_connect("fridge")
        await accounts.rotate("fridge")
        await accounts.applied("fridge")
        assert not await accounts.can_connect("fridge")
        await accounts.change("fridge", "disabled_at = NULL")
        await until(lambda: accounts.can_connect("fridge"))


async def test_many_new_passwords_hold_up_nobody(
    accounts: AccountsWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each budget it looks whom to cut off, and goes on at once."""
    monkeypatch.setattr("isotherm_worker.accounts.changes.BUDGET_S", 0.0)
    cut_off_after: list[int] = []
    switch = Changes._switch

    async def counted(self: Changes, plugin: Plugin) -> None:
        cut_off_after.append(await self._pool.fetchval("SELECT count(*) FROM credential_wish"))
        await switch(self, plugin)

    monkeypatch.setattr(Changes, "_switch", counted)
    names = [f"fridge-{number}" for number in range(8)]
    for name in names:
        await accounts.register(name)
    async with accounts.worker():
        for name in names:
            await accounts.applied(name)
    assert set(range(1, 9)) <= set(cut_off_after)


async def test_a_refused_password_holds_up_no_other(
    accounts: AccountsWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isotherm_worker.accounts.changes.BUDGET_S", 0.0)
    key = accounts.key
    accounts.key = "A" * 43 + "="
    await accounts.register("refused")
    accounts.key = key
    async with accounts.worker():
        for name in ("one", "two"):
            await accounts.register(name)
            await accounts.applied(name)
    row = await accounts.account("refused")
    assert row is not None
    assert "cannot be opened" in row["error"]


async def test_a_password_is_not_applied_as_another_version(accounts: AccountsWorld) -> None:
    old = await accounts.register("fridge")
    earlier = await accounts.sql.fetchval("SELECT sealed FROM credential_wish")
    await accounts.rotate("fridge")
    await accounts.sql.execute("UPDATE credential_wish SET sealed = $1", earlier)

    async def refused() -> bool:
        row = await accounts.account("fridge")
        return row is not None and "another version" in (row["error"] or "")

    async with accounts.worker():
        await until(refused)
        assert not await accounts.can_connect("fridge", old)
        await accounts.rotate("fridge")
        await accounts.applied("fridge")
        assert await accounts.can_connect("fridge")


async def test_a_deleted_row_ends_the_account(accounts: AccountsWorld) -> None:
    async with accounts.worker():
        await accounts.register("fridge")
        await accounts.applied("fridge")
        async with accounts.broker.device("fridge") as client:
            await accounts.sql.execute("DELETE FROM device WHERE name = 'fridge'")
            await cut_off(client)

        async def forgotten() -> bool:
            return await accounts.account("fridge") is None

        await until(forgotten)


async def test_a_password_does_not_outlive_its_device(accounts: AccountsWorld) -> None:
    """Another one was registered by its name meanwhile, and its password has expired."""
    old = await accounts.register("fridge")
    async with accounts.worker():
        await accounts.applied("fridge")
    await accounts.sql.execute("DELETE FROM device")
    await accounts.sql.execute("INSERT INTO device (name, state) VALUES ('fridge', 'known')")
    await accounts.rotate("fridge", wish=False)

    async with accounts.worker():
        await accounts.checked()
        assert not await accounts.can_connect("fridge", old)
        await accounts.rotate("fridge")
        await accounts.applied("fridge")
        assert await accounts.can_connect("fridge")


async def test_a_key_that_opens_nothing_is_told(accounts: AccountsWorld) -> None:
    await accounts.register("fridge")
    async with accounts.worker(sealing_key=None):

        async def told(text: str) -> bool:
            row = await accounts.account("fridge")
            return row is not None and text in (row["error"] or "")

        await until(lambda: told("ISOTHERM_SEALING_KEY"))
    key, accounts.key = accounts.key, "A" * 43 + "="
    async with accounts.worker():
        await until(lambda: told("cannot be opened"))
    accounts.key = key
    async with accounts.worker():
        await accounts.applied("fridge")


async def test_a_refused_change_is_recorded_holds_up_no_other_and_is_tried_again(
    accounts: AccountsWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("disabled", "removed", "rotated", "same")
    for name in names:
        await accounts.register(name)
    async with applying(accounts) as (changes, plugin):
        await changes.apply(plugin)
        await accounts.change("disabled", "disabled_at = now()")
        await accounts.change("removed", "removed_at = now()")
        for name in ("rotated", "same"):
            await accounts.rotate(name)
        with monkeypatch.context() as patch:
            refuse_all_but(plugin, "same", patch)
            assert not await changes.apply(plugin)
        errors = dict(await accounts.sql.fetch(_ERRORS))
        assert errors == dict.fromkeys(names, "the broker refused it") | {"same": None}
        assert not await changes.apply(plugin)
    assert await accounts.account("removed") is None
    for name in ("disabled", "rotated", "same"):
        assert await accounts.has_applied(name)


async def test_a_change_of_an_account_that_the_broker_lost_is_recorded(
    accounts: AccountsWorld,
) -> None:
    await accounts.register("fridge")
    async with applying(accounts) as (changes, plugin):
        await changes.apply(plugin)
        await plugin.command("deleteClient", username="fridge")
        await accounts.change("fridge", "disabled_at = now()")
        await changes.apply(plugin)
    [row] = await accounts.sql.fetch("SELECT version, disabled, error FROM broker_account")
    assert tuple(row) == (0, True, MISSING)
