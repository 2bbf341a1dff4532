"""A command returns the data of its own answer, or raises why the broker did not do it."""

import asyncio

import aiomqtt
import pytest
from accounts_world import AccountsWorld

from isotherm_worker.accounts import plugin as module
from isotherm_worker.accounts.plugin import (
    EXISTS,
    NOT_FOUND,
    PluginError,
    RefusedError,
    connected,
)

GENERATION = {"rolename": "isotherm-generation"}


async def test_each_command_gets_its_own_answer_but_none_that_is_too_late(
    accounts: AccountsWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with connected(accounts.settings()) as plugin:
        assert await plugin.command("createClient", username="fridge") == {}
        async with asyncio.TaskGroup() as group:
            answers = {
                name: group.create_task(plugin.command("getClient", username=name))
                for name in ("fridge", "service:ingest", "service:worker")
            }
        for name, answer in answers.items():
            assert answer.result()["client"]["username"] == name
        with monkeypatch.context() as patch:
            patch.setattr(module, "ANSWER_WITHIN_S", 0.0)
            with pytest.raises(PluginError, match=r"listRoles: .* did not answer"):
                await plugin.command("listRoles")
        assert "clients" in await plugin.command("listClients")


async def test_only_expected_refusals_are_no_errors(accounts: AccountsWorld) -> None:
    async with connected(accounts.settings()) as plugin:
        for command in ("modifyClient", "enableClient", "disableClient", "deleteClient"):
            assert not await plugin.command_if(NOT_FOUND, command, username="fridge")
        for command in ("modifyRole", "deleteRole"):
            assert not await plugin.command_if(NOT_FOUND, command, rolename="device-fridge")
        for command in ("createClient", "createRole"):
            fields = {"username": "fridge", "rolename": "device-fridge"}
            assert await plugin.command_if(EXISTS, command, **fields)
            assert not await plugin.command_if(EXISTS, command, **fields)
            with pytest.raises(RefusedError, match=f"{command}: (Client|Role) already exists"):
                await plugin.command_if(NOT_FOUND, command, **fields)


async def test_a_broker_whose_generation_is_missing_or_unreadable_has_none(
    accounts: AccountsWorld,
) -> None:
    async with connected(accounts.settings()) as plugin:
        await plugin.command("modifyRole", **GENERATION, textdescription="generation 12")
        assert await plugin.read_generation() == 12
        await plugin.command("modifyRole", **GENERATION, textdescription="by hand")
        assert await plugin.read_generation() is None
        await plugin.command("deleteRole", **GENERATION)
        assert await plugin.read_generation() is None


async def lose_connection(accounts: AccountsWorld) -> None:
    """Stop the broker while connected to it, and wait for ever."""
    async with asyncio.TaskGroup() as group, connected(accounts.settings()):
        group.create_task(accounts.broker.stop())
        await asyncio.Event().wait()


async def test_the_block_is_cancelled_when_the_connection_ends(accounts: AccountsWorld) -> None:
    async with asyncio.timeout(60):
        with pytest.raises(ExceptionGroup) as raised:
            await lose_connection(accounts)
    assert raised.group_contains(aiomqtt.MqttError, depth=1)
