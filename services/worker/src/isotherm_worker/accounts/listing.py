"""Read all that the broker has, page by page, so that no page holds the broker up."""

from collections.abc import Mapping
from typing import Any

from isotherm_worker.accounts.compare import Present
from isotherm_worker.accounts.pace import FIRST_PAGE, page_after
from isotherm_worker.accounts.plugin import Plugin, PluginError

_TRIES = 3


async def load_present(plugin: Plugin) -> Present:
    """Return what the broker has; raises as `Plugin.command` does."""
    default = await plugin.command("getDefaultACLAccess")
    groups = await plugin.command("listGroups")
    return Present(
        clients=await _load(plugin, "listClients", "clients", "username"),
        roles=await _load(plugin, "listRoles", "roles", "rolename"),
        groups=frozenset(groups["groups"]),
        default_access={acl["acltype"]: acl["allow"] for acl in default["acls"]},
    )


async def _load(
    plugin: Plugin, command: str, field: str, key: str
) -> Mapping[str, Mapping[str, Any]]:
    """Return the documents by name; begin again if they were changed between two pages."""
    for _ in range(_TRIES):
        documents: dict[str, Mapping[str, Any]] = {}
        offset, size, total = 0, FIRST_PAGE, 1
        totals: set[int] = set()
        while offset < total:
            data = await plugin.command(command, verbose=True, count=size, offset=offset)
            page, total = data[field], data["totalCount"]
            totals.add(total)
            documents.update({document[key]: document for document in page})
            if not page:
                break
            offset += len(page)
            size = page_after(size, plugin.took_s)
        if totals == {len(documents)}:
            return documents
    raise PluginError(f"{command}: the broker's accounts are changed all the time")
