"""A fault of the broker: it refuses commands."""

from typing import Any

import pytest

from isotherm_worker.accounts.plugin import Plugin, RefusedError


def refuse_all_but(plugin: Plugin, name: str, patch: pytest.MonkeyPatch) -> None:
    """Have the plugin refuse commands about other clients."""
    command = plugin.command

    async def refusing(verb: str, **fields: Any) -> dict[str, Any]:
        if fields.get("username", name) != name:
            raise RefusedError(verb, "Internal error")
        return await command(verb, **fields)

    patch.setattr(plugin, "command", refusing)
