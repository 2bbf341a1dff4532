"""A database restored from a backup changes nothing at the broker until somebody says so."""

import aiomqtt
import pytest
from accounts_backup import back_up, restore
from accounts_world import AccountsWorld
from awaited import until

from isotherm.broker.file import generation_in


async def changed_since_backup(accounts: AccountsWorld) -> None:
    """Back up, then rotate, add, remove and disable devices, and wait until the broker has it."""
    async with accounts.worker():
        for name in ("rotated", "removed", "disabled", "same"):
            await accounts.register(name)
            await accounts.applied(name)
        await accounts.checked()
        await back_up(accounts)
        await accounts.rotate("rotated")
        await accounts.register("added")
        await accounts.change("removed", "removed_at = now()")
        await accounts.change("disabled", "disabled_at = now()")
        for name in ("rotated", "added", "disabled"):
            await accounts.applied(name)
        await accounts.checked()


HELD = [
    ("added", "surplus", "apply"),
    ("disabled", "disabled", "apply"),
    ("removed", "missing", "render"),
    ("rotated", "credential", "rotate"),
]
WITHOUT_WORKER = pytest.mark.parametrize("running", [False, True])


async def as_before(accounts: AccountsWorld) -> bool:
    """Return whether devices can do what they could before the database was restored."""
    can = [await accounts.can_connect(name) for name in ("rotated", "added", "same")]
    cannot = [await accounts.can_connect(name) for name in ("removed", "disabled")]
    return all(can) and not any(cannot)


@WITHOUT_WORKER
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
