"""Rows whose site may not be used, or whose name another device has, say so."""

from typing import Any

from client_parts import access, access_at
from file_rows import file_rows

from isotherm_api.access import Role
from isotherm_api.devices.bulk.checking import check_names, check_rows, check_sites
from isotherm_api.devices.bulk.table import CellError


async def test_each_row_of_a_site_that_may_not_be_used_says_why(world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    await world.site("hidden")
    caller = access_at({here: Role.MANAGER, there: Role.OPERATOR})
    checked = file_rows(
        {"name": "a"}, {"name": "b", "site": "there"}, {"name": "c", "site": "hidden"},
        {"name": "d", "site": "hidden"}, {"name": "x y", "site": "there"},
    )  # fmt: skip
    devices = check_rows(checked, "here")
    site_ids = await check_sites(world.connection, caller, checked, devices)
    assert site_ids == {"here": here}
    hidden = CellError("site", "There is no site hidden that you may see.")
    assert [row.errors for row in checked[:-1]] == [
        [],
        [CellError("site", "At there you are operator; this needs manager.")],
        [hidden],
        [hidden],
    ]
    # a row that makes no device says only why it makes none
    assert [error.column for error in checked[-1].errors] == ["name"]


async def test_no_row_registers_at_an_archived_site(world: Any) -> None:
    here = await world.site("here")
    await world.connection.execute("UPDATE site SET archived_at = now()")
    checked = file_rows({"name": "a"})
    manager = access_at({here: Role.MANAGER})
    site_ids = await check_sites(world.connection, manager, checked, check_rows(checked, "here"))
    assert site_ids == {}
    assert checked[0].errors == [CellError("site", "here is archived. Restore it first.")]


async def test_a_row_whose_name_another_device_has_says_which(world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    await world.channel("mine", here)
    await world.channel("theirs", there)
    await world.propose("stray")
    checked = file_rows(
        {"name": "mine"}, {"name": "theirs"}, {"name": "stray"}, {"name": "new"}, {}
    )
    await check_names(world.connection, access_at({here: Role.MANAGER}), checked)
    sentences = [[error.message for error in row.errors] for row in checked]
    assert sentences == [
        ["is the name of another device at here"],
        ["is the name of another device"],
        ["has already sent something and has no site; an administrator can give it one"],
        [],
        [],
    ]
    assert {error.column for row in checked for error in row.errors} == {"name"}


async def test_names_that_no_device_may_have_are_not_looked_up(world: Any) -> None:
    """PostgreSQL would refuse the whole statement for some of them."""
    checked = file_rows({"name": "a\x00b"}, {"name": "\ud800"})
    await check_names(world.connection, access(), checked)
    assert [row.errors for row in checked] == [[], []]
