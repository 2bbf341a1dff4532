"""The plugin's commands that make, change and delete one account; each disconnects it alone."""

from typing import Any

from isotherm.broker.file import Account, client_id_of, description_of
from isotherm.broker.rights import generation_role, role_name, role_of
from isotherm_worker.accounts.plugin import EXISTS, NOT_FOUND, Plugin


def _wanted(account: Account) -> dict[str, Any]:
    """Return the name, client id, role and description of a device's client."""
    return {
        "username": account.username,
        "clientid": client_id_of(account.username) or "",
        "textdescription": description_of(account.credential),
        "roles": [{"rolename": role_name(account.username)}],
        "groups": [],
    }


async def send_role(plugin: Plugin, role: dict[str, Any]) -> None:
    """Create a role, or give an existing one these rights; nobody is disconnected."""
    if not await plugin.command_if(EXISTS, "createRole", **role):
        await plugin.command("modifyRole", **role)


async def send_password(plugin: Plugin, account: Account, password: str) -> None:
    """Give a device a password and its rights; create its client if it has none.

    An existing client is disconnected. Raises as `Plugin.command` does.
    """
    wanted = _wanted(account)
    if await plugin.command_if(NOT_FOUND, "modifyClient", **wanted, password=password):
        return
    await send_role(plugin, role_of(account.username))
    if account.disabled:
        # without a password nobody can connect before it is disabled
        await plugin.command_if(EXISTS, "createClient", **wanted)
        await plugin.command("disableClient", username=account.username)
    elif await plugin.command_if(EXISTS, "createClient", **wanted, password=password):
        return
    await plugin.command("modifyClient", **wanted, password=password)


async def send_disabled(plugin: Plugin, username: str, *, disabled: bool) -> bool:
    """Disable a client, which disconnects it, or enable it; return whether the broker knows it."""
    verb = "disableClient" if disabled else "enableClient"
    return await plugin.command_if(NOT_FOUND, verb, username=username)


async def send_deleted(plugin: Plugin, username: str) -> None:
    """Delete a client, which disconnects it, and its role; either may be missing."""
    await plugin.command_if(NOT_FOUND, "deleteClient", username=username)
    await plugin.command_if(NOT_FOUND, "deleteRole", rolename=role_name(username))


async def send_generation(plugin: Plugin, generation: int) -> None:
    """Tell the broker which generation of the database's accounts it has."""
    role = generation_role(generation)
    if not await plugin.command_if(NOT_FOUND, "modifyRole", **role):
        await plugin.command_if(EXISTS, "createRole", **role)
