"""Accounts that the broker lacks are counted, and what people ask worker for is stored."""

from typing import Any

import pytest
from credentials import apply, register, remove, rotate, stored
from device_changes import change, people

from isotherm_api.broker import queries


async def pending(api: Any) -> int:
    """Return the number of accounts that worker has not brought to the broker yet."""
    async with api.services.database.reading() as connection:
        return await queries.count_pending(connection)


async def test_accounts_that_the_broker_does_not_have_yet_are_pending(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await world.channel("bare", here)
    assert await pending(api) == 0
    await register(api)
    assert await pending(api) == 1
    await apply(world)
    assert await pending(api) == 0
    await change(api, "manager", {"disabled": True})
    assert await pending(api) == 1
    await change(api, "manager", {"disabled": False})
    assert await pending(api) == 0
    await rotate(api)
    assert await pending(api) == 1


async def test_accounts_that_only_the_broker_has_are_pending(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await register(api)
    await apply(world)
    await world.readings(await world.propose("probe", here), [(api.clock.now(), 4.0, 0)])
    await world.connection.execute(
        "INSERT INTO broker_account (name, version, disabled, applied_at)"
        " VALUES ('stranger', 1, false, now())"
    )
    assert await pending(api) == 1
    await remove(api)
    assert (await stored(world))["removed_at"] is not None
    assert await pending(api) == 2


@pytest.mark.parametrize(
    ("want", "column", "other"),
    [
        (queries.want_check, "check_wanted_at", "apply_wanted_at"),
        (queries.want_apply, "apply_wanted_at", "check_wanted_at"),
    ],
    ids=["check", "apply"],
)
async def test_the_last_one_who_asks_is_remembered(
    api: Any, world: Any, want: Any, column: str, other: str
) -> None:
    async with api.services.database.writing() as connection:
        begun_at = await connection.fetchval("SELECT now()")
        await want(connection, "otto")
        await want(connection, "ada")
        row = await queries.read_state(connection)
    # a comparison that ended since this transaction began does not answer it
    assert row[column] > begun_at
    assert (row[other], row["wanted_by"]) == (None, "ada")


async def test_nothing_differs_before_the_first_comparison(api: Any, world: Any) -> None:
    async with api.services.database.reading() as connection:
        assert queries.differences(await queries.read_state(connection)) == []
    await world.connection.execute(
        """UPDATE account_state SET differences = '[{"name": "a"}, {"name": "b"}]'"""
    )
    async with api.services.database.reading() as connection:
        row = await queries.read_state(connection)
    assert queries.differences(row) == [{"name": "a"}, {"name": "b"}]


async def test_a_state_without_its_row_is_a_defect(api: Any, world: Any) -> None:
    await world.connection.execute("DELETE FROM account_state")
    async with api.services.database.reading() as connection:
        with pytest.raises(RuntimeError, match="account_state has lost its row"):
            await queries.read_state(connection)
