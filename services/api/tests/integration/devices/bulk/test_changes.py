"""All devices of a file are registered with their passwords, or nothing is done."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest
from client_parts import access, access_at
from credentials import count_registered, opens, stored
from file_rows import file_rows

from isotherm.database import Connection
from isotherm_api.access import Access, Role
from isotherm_api.administration import Administration
from isotherm_api.database import Database as Transactions
from isotherm_api.devices.bulk import changes
from isotherm_api.devices.bulk.table import Row
from isotherm_api.problem import Conflict, FieldError, Forbidden, Invalid, NotFound
from isotherm_devstack.testing.database import Database

WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"


async def manager(world: Any) -> Access:
    """Insert a site, and return the access of its manager."""
    return access_at({await world.site("here"): Role.MANAGER})


async def register_all(api: Any, caller: Access, rows: list[Row]) -> list[tuple[str, str]]:
    """Register the devices of rows at `here` unless they name another site."""
    services = api.services
    return await changes.register_all(
        services.database, caller, services.administration, rows, "here"
    )


class Interrupted(Transactions):
    """Transactions after whose first one somebody registers `a`."""

    def __init__(self, pool: asyncpg.Pool, world: Any) -> None:
        super().__init__(pool)
        self._world = world

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connection]:
        async with super().writing() as connection:
            yield connection
        await self._world.channel("a")


async def test_who_manages_no_site_registers_no_devices(world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    caller = access_at({here: Role.MANAGER, there: Role.OPERATOR})
    for site in ("here", None):
        await changes.require_manager(world.connection, caller, site)
        await changes.require_manager(world.connection, access(), site)
    with pytest.raises(Forbidden):
        await changes.require_manager(world.connection, caller, "there")
    with pytest.raises(NotFound):
        await changes.require_manager(world.connection, caller, "nowhere")
    with pytest.raises(Forbidden, match="Only managers of a site"):
        await changes.require_manager(world.connection, access_at({there: Role.OPERATOR}), None)


async def test_a_check_returns_devices_and_sites_and_says_what_is_wrong(world: Any) -> None:
    caller = await manager(world)
    await world.channel("probe", None)
    rows = file_rows(
        {"name": "a"}, {"name": "a b"}, {"name": "c", "site": "there"}, {"name": "probe"}
    )
    devices, site_ids = await changes.check(world.connection, caller, rows, "here")
    assert [device and device.name for device in devices] == ["a", None, "c", "probe"]
    assert list(site_ids) == ["here"]
    assert [[error.column for error in row.errors] for row in rows] == [
        [], ["name"], ["site"], ["name"],
    ]  # fmt: skip


async def test_names_and_passwords_are_in_the_order_of_the_rows(api: Any, world: Any) -> None:
    caller = await manager(world)
    registered = await register_all(api, caller, file_rows({"name": "b"}, {"name": "a"}))
    assert [name for name, _ in registered] == ["b", "a"]
    for name, password in registered:
        assert opens(await stored(world, name), password)


async def test_a_refusal_has_every_bad_row_and_its_first_100_errors(api: Any, world: Any) -> None:
    caller = await manager(world)
    rows = file_rows({"name": "good"}, {"name": "whole"}, *({"name": f"{n} "} for n in range(120)))
    rows[1].refuse("", "has 3 cells, but the header has 1")
    with pytest.raises(Invalid) as refused:
        await register_all(api, caller, rows)
    problem = refused.value
    assert problem.detail == "121 of 122 rows cannot be registered. Nothing was done."
    assert len(problem.errors) == 100
    assert problem.errors[0] == FieldError("line 3", "has 3 cells, but the header has 1")
    assert problem.errors[1].field == "line 4, name"
    assert [row["line"] for row in problem.more["rows"]] == list(range(3, 124))
    assert problem.more["rows"][0] == {
        "line": 3,
        "name": "whole",
        "errors": [{"column": "", "message": "has 3 cells, but the header has 1"}],
    }
    assert await count_registered(world) == 0


async def test_a_site_that_the_caller_does_not_manage_is_refused_before_the_rows(
    api: Any, world: Any
) -> None:
    rows = file_rows({"name": "a b"})
    await manager(world)
    with pytest.raises(NotFound):
        await register_all(api, access_at({}), rows)
    assert rows[0].errors == []


async def test_a_name_that_is_taken_meanwhile_undoes_all(
    api: Any, world: Any, database: Database
) -> None:
    """The other device is not yet committed while the rows are checked."""
    caller, inserted = await manager(world), asyncio.Event()

    async def insert_once_awaited() -> None:
        inserting = await asyncpg.connect(database.superuser)
        try:
            async with inserting.transaction():
                await inserting.execute("INSERT INTO device (name) VALUES ('b')")
                inserted.set()
                while not await world.connection.fetchval(WAITS):
                    await world.connection.execute("SELECT pg_sleep(0.01)")
        finally:
            await inserting.close()

    async with asyncio.TaskGroup() as group:
        group.create_task(insert_once_awaited(), name="insert")
        await inserted.wait()
        with pytest.raises(Conflict, match="Somebody has just registered one of these names"):
            await register_all(api, caller, file_rows({"name": "a"}, {"name": "b"}))
    assert await count_registered(world) == 1


async def test_rows_are_checked_again_once_their_passwords_are_made(api: Any, world: Any) -> None:
    caller, services = await manager(world), api.services
    interrupted = Interrupted(services.database._pool, world)
    rows = file_rows({"name": "a"}, {"name": "b"})
    with pytest.raises(Invalid, match=r"^1 of 2 rows cannot be registered"):
        await changes.register_all(interrupted, caller, services.administration, rows, "here")
    assert [len(row.errors) for row in rows] == [1, 0]
    assert await count_registered(world) == 1


async def test_without_an_administration_there_are_no_passwords(api: Any, world: Any) -> None:
    caller = await manager(world)
    registered = await changes.register_all(
        api.services.database, caller, Administration(), file_rows({"name": "probe"}), "here"
    )
    assert registered == [("probe", "")]
    row = await stored(world)
    assert (row["credential_version"], row["credential_at"], row["wished"]) == (0, None, None)


async def test_of_two_imports_at_once_one_registers_all(api: Any, world: Any) -> None:
    caller = await manager(world)
    forwards = [{"name": f"d{number}"} for number in range(50)]
    results = await asyncio.gather(
        *(register_all(api, caller, file_rows(*cells)) for cells in (forwards, forwards[::-1])),
        return_exceptions=True,
    )
    [lost] = [result for result in results if isinstance(result, BaseException)]
    assert isinstance(lost, Conflict | Invalid), lost
    for table in ("device", "credential_wish"):
        assert await world.connection.fetchval(f"SELECT count(*) FROM {table}") == 50
