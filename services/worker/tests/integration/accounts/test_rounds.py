"""A round mends what differs, but after a restore from a backup only once somebody says so."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiomqtt
import pytest
from accounts_backup import HELD, as_before, changed_since_backup, restore
from accounts_world import AccountsWorld
from awaited import until

from isotherm.broker.file import generation_in
from isotherm.process import connections as databases
from isotherm_worker.accounts import changes, mending
from isotherm_worker.accounts import rounds as rounds_module
from isotherm_worker.accounts.plugin import NOT_FOUND, Plugin, connected
from isotherm_worker.accounts.rounds import Rounds

_CHECK = "UPDATE account_state SET check_wanted_at = now()"


@pytest.mark.parametrize("running", [False, True])
async def test_differences_are_held_until_they_are_applied(
    accounts: AccountsWorld, running: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await changed_since_backup(accounts)
    if not running:
        await restore(accounts)
    async with accounts.worker():
        if running:
            await accounts.checked()
            await restore(accounts)
        assert sorted(await accounts.differences()) == HELD
        row = await accounts.state()
        assert row["held_since"] is not None
        assert row["broker_generation"] > row["generation"]
        assert await as_before(accounts)
        assert sorted(await accounts.differences()) == HELD

        wanted = "UPDATE account_state SET apply_wanted_at = now(), wanted_by = 'ada.keller'"
        await accounts.sql.execute(wanted)

        async def applied() -> bool:
            row = await accounts.state()
            return row["apply_wanted_at"] is None and row["held_since"] is None

        await until(applied)
        assert [record for record in caplog.records if "mended what was held" in record.message]
        assert "ada.keller" not in str([vars(record) for record in caplog.records])
        assert not await accounts.can_connect("added")
        assert await accounts.can_connect("disabled")
        remaining = [difference for difference in HELD if difference[2] != "apply"]
        assert sorted(await accounts.differences()) == remaining
        row = await accounts.state()
        assert row["broker_generation"] == row["generation"]

        await accounts.restart_rendered()
        await accounts.applied("removed")
        assert await accounts.differences() == []


async def test_changes_after_the_restore_do_not_end_the_hold(accounts: AccountsWorld) -> None:
    """Not even if the database's generation passes that of the broker."""
    await changed_since_backup(accounts)
    await restore(accounts)
    for _ in range(20):
        await accounts.change("same", "credential_version = credential_version")
    async with accounts.worker():
        assert sorted(await accounts.differences()) == HELD
        assert (await accounts.state())["held_since"] is not None
    async with accounts.worker():
        assert sorted(await accounts.differences()) == HELD
        assert await as_before(accounts)


async def test_what_somebody_asks_for_is_done_in_spite_of_it(accounts: AccountsWorld) -> None:
    await changed_since_backup(accounts)
    await restore(accounts)
    async with accounts.worker():
        assert sorted(await accounts.differences()) == HELD
        await accounts.register("new")
        await accounts.applied("new")
        assert await accounts.can_connect("new")
        async with accounts.broker.device("same") as client:
            await accounts.change("same", "disabled_at = now()")
            with pytest.raises(aiomqtt.MqttError):
                await anext(aiter(client.messages))
        assert not await accounts.can_connect("same")
        await accounts.rotate("rotated")
        await accounts.applied("rotated")
        assert sorted(await accounts.differences()) == HELD[:-1]
        assert (await accounts.state())["held_since"] is not None


async def test_a_restart_of_the_broker_keeps_its_file(accounts: AccountsWorld) -> None:
    await changed_since_backup(accounts)
    await restore(accounts)
    await accounts.restart_rendered()
    assert await as_before(accounts)
    assert "keeping the file" in accounts.broker.part.home.with_name("rendered.log").read_text()
    async with accounts.worker():
        assert sorted(await accounts.differences()) == HELD
        await accounts.restart_rendered()
        assert await as_before(accounts)
        assert sorted(await accounts.differences()) == HELD


async def test_a_lost_volume_ends_the_hold(accounts: AccountsWorld) -> None:
    """There is nothing left that could be ahead."""
    await changed_since_backup(accounts)
    await restore(accounts)
    async with accounts.worker():
        assert sorted(await accounts.differences()) == HELD
        await accounts.restart_rendered(lose=True)
        await accounts.applied("removed")
        assert await accounts.differences() == []
        assert (await accounts.state())["held_since"] is None
    generation = (await accounts.state())["generation"]
    assert generation_in(accounts.broker.part.rules.read_text()) == generation


async def test_what_was_wanted_long_ago_is_not_applied(accounts: AccountsWorld) -> None:
    await changed_since_backup(accounts)
    await restore(accounts)
    await accounts.sql.execute(
        "UPDATE account_state SET apply_wanted_at = now() - interval '11 min'"
    )
    async with accounts.worker():
        assert sorted(await accounts.differences()) == HELD
        assert await as_before(accounts)


async def test_a_broker_that_others_administered_is_held(accounts: AccountsWorld) -> None:
    """Accounts that somebody made by hand before Isotherm came are not deleted unasked."""
    await accounts.broker.add_device("by-hand")
    await accounts.broker.command({"command": "deleteRole", "rolename": "isotherm-generation"})
    async with accounts.worker():
        assert await accounts.differences() == [("by-hand", "surplus", "apply")]
        assert await accounts.can_connect("by-hand")
        await accounts.sql.execute("UPDATE account_state SET apply_wanted_at = now()")

        async def applied() -> bool:
            return (await accounts.state())["apply_wanted_at"] is None

        await until(applied)
        assert not await accounts.can_connect("by-hand")
        assert await accounts.differences() == []


@asynccontextmanager
async def connection_of(accounts: AccountsWorld) -> AsyncIterator[tuple[Rounds, Plugin]]:
    """Yield the rounds of one connection to the broker, and its plugin."""
    settings = accounts.settings()
    async with (
        databases.pool(accounts.database.worker) as pool,
        connected(settings) as plugin,
    ):
        yield Rounds(settings, pool), plugin


async def test_only_the_first_round_compares_until_it_is_time_or_asked_for(
    accounts: AccountsWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_hand = {"username": "by-hand", "password": "x"}

    async def mends() -> bool:
        await plugin.command("createClient", **by_hand)
        assert not await rounds.run(plugin)
        return not await plugin.command_if(NOT_FOUND, "deleteClient", username="by-hand")

    async with connection_of(accounts) as (rounds, plugin):
        assert await mends()
        assert not await mends()
        await accounts.register("fridge")
        assert not await mends()
        row = await accounts.state()
        assert row["broker_generation"] == row["generation"] == await plugin.read_generation()
        await accounts.sql.execute(_CHECK)
        assert await mends()
        monkeypatch.setattr(rounds_module, "CHECK_EVERY_S", 1e-9)
        await accounts.sql.execute(_CHECK)
        assert await mends()
        assert await mends()


async def test_a_round_says_whether_more_is_due_at_once(
    accounts: AccountsWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (changes, mending):
        monkeypatch.setattr(module, "BUDGET_S", 0.0)
    async with connection_of(accounts) as (rounds, plugin):
        for name in ("fridge", "freezer"):
            await accounts.register(name)
        assert await rounds.run(plugin)
        assert not await rounds.run(plugin)
        for name in ("a-by-hand", "b-by-hand"):
            await plugin.command("createClient", username=name)
        await accounts.sql.execute(_CHECK)
        assert await rounds.run(plugin)
        assert not await rounds.run(plugin)
