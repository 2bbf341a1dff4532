"""What the broker has is read whole, page by page, although it may change meanwhile."""

from typing import Any

import pytest
from accounts_world import AccountsWorld

from isotherm.broker.rights import DENIED, SERVICE_ACLS
from isotherm_worker.accounts import listing
from isotherm_worker.accounts.listing import load_present
from isotherm_worker.accounts.plugin import Plugin, PluginError, connected

NAMES = {f"fridge-{number}" for number in range(5)}


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with pages of two entries, so that a listing takes several."""
    monkeypatch.setattr(listing, "FIRST_PAGE", 2)


def change_after_pages(
    plugin: Plugin, pages: int, monkeypatch: pytest.MonkeyPatch, *, deletes: str | None = None
) -> list[dict[str, Any]]:
    """Create the first client by name after each of so many pages, or delete one.

    Return what asks for pages.
    """
    asked: list[dict[str, Any]] = []
    command = plugin.command

    async def changing(name: str, **fields: Any) -> dict[str, Any]:
        answer = await command(name, **fields)
        if name == "listClients":
            asked.append(fields)
            if len(asked) <= pages and deletes is not None:
                await command("deleteClient", username=deletes)
            elif len(asked) <= pages:
                await command("createClient", username=f"a-{pages - len(asked)}")
        return answer

    monkeypatch.setattr(plugin, "command", changing)
    return asked


async def test_all_pages_are_read_and_again_if_something_came_between_them(
    accounts: AccountsWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with connected(accounts.settings()) as plugin:
        for name in NAMES:
            await plugin.command("createRole", rolename=f"device-{name}")
            await plugin.command("createClient", username=name, textdescription="by hand")
        asked = change_after_pages(plugin, 1, monkeypatch)
        present = await load_present(plugin)
    assert present.clients.keys() == {*SERVICE_ACLS, *NAMES, "a-0"}
    assert all(present.clients[name]["textdescription"] == "by hand" for name in NAMES)
    roles = {f"device-{name}" for name in NAMES} | {f"service-{name}" for name in SERVICE_ACLS}
    assert present.roles.keys() == {*roles, "isotherm-generation"}
    assert (present.groups, present.default_access) == (frozenset(), DENIED)
    assert [page["offset"] for page in asked].count(0) == 2


async def test_what_is_deleted_between_two_pages_hides_nothing_else(
    accounts: AccountsWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with connected(accounts.settings()) as plugin:
        for name in NAMES:
            await plugin.command("createClient", username=name)
        first = min({*NAMES, *SERVICE_ACLS})
        change_after_pages(plugin, 1, monkeypatch, deletes=first)
        present = await load_present(plugin)
    assert present.clients.keys() == {*SERVICE_ACLS, *NAMES} - {first}


async def test_a_broker_that_changes_all_the_time_cannot_be_read(
    accounts: AccountsWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with connected(accounts.settings()) as plugin:
        change_after_pages(plugin, 20, monkeypatch)
        with pytest.raises(PluginError, match=r"listClients: .* changed all the time"):
            await load_present(plugin)
