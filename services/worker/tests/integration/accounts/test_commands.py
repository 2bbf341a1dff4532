"""Each command brings one account to what is wanted, whatever the broker had of it before."""

from dataclasses import replace

import pytest
from accounts_world import AccountsWorld

from isotherm.broker.file import Account, credential_for
from isotherm.broker.rights import role_of
from isotherm_worker.accounts import commands
from isotherm_worker.accounts.compare import Wanted, compare
from isotherm_worker.accounts.listing import load_present
from isotherm_worker.accounts.plugin import Plugin, RefusedError, connected


async def differences(plugin: Plugin, *accounts: Account) -> list[tuple[str, str]]:
    """Return name and kind of what differs at the broker, if it shall have these devices."""
    devices = {account.username: account for account in accounts}
    wanted = Wanted(devices, frozenset(), dict.fromkeys(devices, 1), 1)
    compared = compare(wanted, await load_present(plugin))
    return [(difference.name, difference.kind) for difference in compared]


async def test_a_password_completes_an_account_of_which_nothing_or_a_part_exists(
    accounts: AccountsWorld,
) -> None:
    devices: list[Account] = []
    async with connected(accounts.settings()) as plugin:
        for existing in ("nothing", "createRole", "createClient"):
            for disabled in (False, True):
                name = f"{existing}-{disabled}"
                devices.append(Account(name, credential_for("new"), disabled))
                accounts.passwords[name] = "new"
                if existing != "nothing":
                    await plugin.command(existing, username=name, rolename=f"device-{name}")
                await commands.send_password(plugin, devices[-1], "new")
        assert await differences(plugin, *devices) == []
    for device in devices:
        assert await accounts.can_connect(device.username) is not device.disabled


async def test_a_client_gets_another_password_is_disabled_enabled_and_deleted(
    accounts: AccountsWorld,
) -> None:
    old, fridge = (Account("fridge", credential_for(password)) for password in ("old", "new"))
    accounts.passwords["fridge"] = "new"
    async with connected(accounts.settings()) as plugin:
        assert not await commands.send_disabled(plugin, "fridge", disabled=True)
        await commands.send_deleted(plugin, "fridge")
        await commands.send_password(plugin, old, "old")
        await commands.send_password(plugin, fridge, "new")
        assert await accounts.can_connect("fridge")
        assert not await accounts.can_connect("fridge", "old")
        assert await commands.send_disabled(plugin, "fridge", disabled=True)
        assert await differences(plugin, replace(fridge, disabled=True)) == []
        assert await commands.send_disabled(plugin, "fridge", disabled=False)
        assert await differences(plugin, fridge) == []
        await commands.send_deleted(plugin, "fridge")
        assert await differences(plugin) == []


async def test_a_role_gets_its_rights_and_the_broker_its_generation_whether_it_has_one_or_not(
    accounts: AccountsWorld,
) -> None:
    async with connected(accounts.settings()) as plugin:
        await commands.send_role(plugin, role_of("fridge") | {"acls": []})
        await commands.send_role(plugin, role_of("fridge"))
        role = await plugin.command("getRole", rolename="device-fridge")
        assert role["role"]["acls"] == role_of("fridge")["acls"]
        await plugin.command("deleteRole", rolename="isotherm-generation")
        for generation in (7, 8):
            await commands.send_generation(plugin, generation)
            assert await plugin.read_generation() == generation
        with pytest.raises(RefusedError, match="createRole: "):
            await commands.send_role(plugin, {"rolename": 1})
