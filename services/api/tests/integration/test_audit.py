"""The audit log: who changed what, in the transaction of the change."""

import json
from typing import Any

import pytest
from client_parts import access

from isotherm_api import audit


async def rows(world: Any) -> list[Any]:
    """Return the rows of the audit log, oldest first."""
    return list(await world.connection.fetch("SELECT * FROM audit ORDER BY id"))


async def test_a_row_names_the_user_the_change_and_the_site(api: Any, world: Any) -> None:
    site = await world.site("s")
    async with api.services.database.writing() as connection:
        await audit.insert(
            connection, access(), "label.set", "probe", site, before={"a": 1}, after={"a": [2, "ü"]}
        )
    [row] = await rows(world)
    assert (row["actor"], row["action"], row["target"], row["site_id"]) == (
        "ada",
        "label.set",
        "probe",
        site,
    )
    assert (json.loads(row["before"]), json.loads(row["after"])) == ({"a": 1}, {"a": [2, "ü"]})


@pytest.mark.parametrize(("before", "after"), [(None, {"a": 1}), ({"a": 1}, None), ({}, {})])
async def test_what_did_not_exist_has_no_state(
    api: Any, world: Any, before: audit.State | None, after: audit.State | None
) -> None:
    async with api.services.database.writing() as connection:
        await audit.insert(
            connection, access(), "label.set", "probe", None, before=before, after=after
        )
    [row] = await rows(world)
    assert row["site_id"] is None
    for stored, state in ((row["before"], before), (row["after"], after)):
        assert stored == (None if state is None else json.dumps(state))


async def test_a_change_that_fails_leaves_no_row(api: Any, world: Any) -> None:
    async def change() -> None:
        async with api.services.database.writing() as connection:
            await audit.insert(connection, access(), "label.set", "probe", None, after={})
            raise RuntimeError("the change failed after it was audited")

    with pytest.raises(RuntimeError):
        await change()
    assert await rows(world) == []
