"""What differs between database and broker is mended live, or shown with its cure."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiomqtt
import pytest
import pytest_asyncio
from accounts_world import AccountsWorld
from awaited import until

from isotherm_worker.accounts.compare import LIVE, Difference
from isotherm_worker.accounts.mending import send_mended
from isotherm_worker.accounts.plugin import NOT_FOUND, connected

ALL = [{"acltype": "subscribePattern", "topic": "#", "priority": 0, "allow": True}]


@pytest_asyncio.fixture(loop_scope="session")
async def kept(accounts: AccountsWorld) -> AsyncIterator[AccountsWorld]:
    """Return a world with two devices and a running worker, which agree with the broker."""
    async with accounts.worker():
        for name in ("fridge", "other"):
            await accounts.register(name)
            await accounts.applied(name)
        await accounts.checked()  # which also gives the broker its generation
        yield accounts


async def documents(accounts: AccountsWorld) -> list[Any]:
    """Return all that the broker has."""
    clients, roles, groups, default = await accounts.broker.command(
        {"command": "listClients", "verbose": True},
        {"command": "listRoles", "verbose": True},
        {"command": "listGroups"},
        {"command": "getDefaultACLAccess"},
    )
    for role in roles["data"]["roles"]:
        role["acls"].sort(key=lambda acl: (acl["acltype"], acl["topic"]))
    return [clients["data"], roles["data"], groups["data"], default["data"]]


TAMPERED: dict[str, list[dict[str, Any]]] = {
    "a surplus client": [
        {"command": "createRole", "rolename": "device-x", "acls": ALL},
        {
            "command": "createClient",
            "username": "x",
            "password": "x",
            "roles": [{"rolename": "device-x"}],
        },
    ],
    "a surplus administrator": [{"command": "createClient", "username": "admin", "password": "x"}],
    "a foreign role": [
        {"command": "createRole", "rolename": "all", "acls": ALL},
        {"command": "addClientRole", "username": "fridge", "rolename": "all"},
    ],
    "more rights": [{"command": "modifyRole", "rolename": "device-fridge", "acls": ALL}],
    "fewer rights": [{"command": "modifyRole", "rolename": "device-fridge", "acls": []}],
    "a right more for a service": [
        {"command": "addRoleACL", "rolename": "service-service:ingest"} | ALL[0] | {"topic": "x"}
    ],
    "no role": [{"command": "removeClientRole", "username": "fridge", "rolename": "device-fridge"}],
    "another client id": [{"command": "setClientId", "username": "fridge", "clientid": "x"}],
    "any client id": [{"command": "modifyClient", "username": "fridge", "clientid": ""}],
    "disabled by hand": [{"command": "disableClient", "username": "fridge"}],
    "open by default": [
        {
            "command": "setDefaultACLAccess",
            "acls": [{"acltype": "subscribe", "allow": True}],
        }
    ],
    "no generation": [{"command": "deleteRole", "rolename": "isotherm-generation"}],
}


@pytest.mark.parametrize("tampering", TAMPERED)
async def test_it_is_mended_live(kept: AccountsWorld, tampering: str) -> None:
    before = await documents(kept)
    async with kept.broker.device("other") as client:
        await kept.broker.command(*TAMPERED[tampering])
        assert await documents(kept) != before
        assert await kept.differences() == []
        assert await documents(kept) == before
        await client.publish("sensors/other/temperature", "4", qos=1)
    assert await kept.can_connect("fridge")


async def test_more_than_can_be_mended_at_once_is_mended_at_last(
    kept: AccountsWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isotherm_worker.accounts.mending.BUDGET_S", 0.0)
    before = await documents(kept)
    await kept.broker.command(
        *({"command": "createClient", "username": f"x{n}", "password": "x"} for n in range(5))
    )

    async def compared() -> bool:
        return await kept.differences() == []

    await until(compared)
    assert await documents(kept) == before


async def test_a_group_gives_nobody_rights(kept: AccountsWorld) -> None:
    await kept.broker.command(
        {"command": "createRole", "rolename": "all", "acls": ALL},
        {"command": "createGroup", "groupname": "g", "roles": [{"rolename": "all"}]},
        {"command": "addGroupClient", "groupname": "g", "username": "fridge"},
    )
    assert await kept.differences() == [("all", "role_surplus", "render"), ("g", "group", "render")]
    [client] = await kept.broker.command({"command": "getClient", "username": "fridge"})
    assert client["data"]["client"]["groups"] == []


async def test_a_disabled_device_enabled_by_hand_is_cut_off(kept: AccountsWorld) -> None:
    await kept.change("fridge", "disabled_at = now()")
    await kept.applied("fridge")
    await kept.broker.command({"command": "enableClient", "username": "fridge"})
    async with kept.broker.device("fridge") as client:
        with pytest.raises(aiomqtt.MqttError):
            await anext(aiter(client.messages))
    assert not await kept.can_connect("fridge")


async def test_a_missing_client_is_shown_until_it_gets_a_password(kept: AccountsWorld) -> None:
    await kept.broker.command({"command": "deleteClient", "username": "fridge"})
    assert await kept.differences() == [("fridge", "missing", "render")]
    row = await kept.account("fridge")
    assert row is not None
    assert (row["version"], row["error"]) == (0, "the broker does not know this account")
    assert not await kept.can_connect("fridge")
    assert await kept.differences() == [("fridge", "missing", "render")]
    assert await kept.account("fridge") == row
    await kept.rotate("fridge")
    await kept.applied("fridge")
    assert await kept.differences() == []
    assert await kept.can_connect("fridge")


async def test_a_missing_client_comes_back_with_the_rendered_file(kept: AccountsWorld) -> None:
    await kept.broker.command({"command": "deleteClient", "username": "fridge"})
    assert await kept.differences() == [("fridge", "missing", "render")]
    await kept.restart_rendered()
    await kept.applied("fridge")
    assert await kept.can_connect("fridge")
    assert await kept.differences() == []


async def test_a_password_that_never_arrived_is_shown(kept: AccountsWorld) -> None:
    old = kept.broker.passwords["fridge"]
    await kept.rotate("fridge", wish=False)
    assert await kept.differences() == [("fridge", "credential", "rotate")]
    row = await kept.account("fridge")
    assert row is not None
    assert (row["version"], row["error"]) == (0, None)
    assert await kept.can_connect("fridge", old)
    assert await kept.differences() == [("fridge", "credential", "rotate")]
    assert await kept.account("fridge") == row
    await kept.rotate("fridge")
    await kept.applied("fridge")
    assert await kept.differences() == []


async def test_what_the_broker_refuses_remains_with_its_reason(accounts: AccountsWorld) -> None:
    await accounts.broker.command({"command": "createRole", "rolename": "all", "acls": ALL})
    gone = Difference(
        "gone", "surplus", "no such account", LIVE,
        ({"command": "deleteClient", "username": "gone"},),
    )  # fmt: skip
    refused = Difference(
        "nobody", "roles", "it has all", LIVE,
        ({"command": "modifyClient", "username": "nobody", "roles": []},),
    )  # fmt: skip
    # a client may still have it, and to delete it then may crash the broker
    role = Difference(
        "all", "role_surplus", "no such role", LIVE,
        ({"command": "deleteRole", "rolename": "all"},),
    )  # fmt: skip
    async with connected(accounts.settings()) as plugin:
        detail = "it has all; the broker refused it: modifyClient: Client not found"
        remaining = [replace(refused, detail=detail), role]
        assert await send_mended(plugin, [gone, refused, role]) == (remaining, False)
        assert await send_mended(plugin, [role]) == ([], False)
        assert not await plugin.command_if(NOT_FOUND, "deleteRole", rolename="all")
