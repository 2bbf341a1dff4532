"""A home is a site that its caller manages and that stays until the device is there."""

import asyncio
from typing import Any

import asyncpg
import pytest
from client_parts import access_at

from isotherm_api.access import Role, SiteRef
from isotherm_api.devices.homes import home_of
from isotherm_api.problem import Conflict, FieldError, Forbidden, NotFound
from isotherm_devstack.testing.database import Database

WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"


async def test_a_site_that_the_caller_manages_is_a_home(world: Any) -> None:
    here = await world.site("here")
    home = await home_of(world.connection, access_at({here: Role.MANAGER}), "here")
    assert home == SiteRef(here, "here")


async def test_no_other_site_is_a_home(world: Any) -> None:
    here = await world.site("here")
    with pytest.raises(Forbidden):
        await home_of(world.connection, access_at({here: Role.OPERATOR}), "here")
    for slug in ("here", "nowhere", "NO SLUG"):
        with pytest.raises(NotFound) as refused:
            await home_of(world.connection, access_at({}), slug)
        assert refused.value.errors == (FieldError("site", "is no site that you may see"),)


async def test_an_archived_site_is_no_home_until_it_is_restored(world: Any) -> None:
    manager = access_at({await world.site("here"): Role.MANAGER})
    await world.connection.execute("UPDATE site SET archived_at = now()")
    with pytest.raises(Conflict) as refused:
        await home_of(world.connection, manager, "here")
    assert refused.value.detail == "here is archived. Restore it first."
    assert refused.value.errors == (FieldError("site", "is archived; restore it first"),)
    await world.connection.execute("UPDATE site SET archived_at = NULL")
    await home_of(world.connection, manager, "here")


async def test_a_home_is_neither_archived_nor_deleted_meanwhile(api: Any, world: Any) -> None:
    manager = access_at({await world.site("here"): Role.MANAGER})
    async with api.services.database.writing() as connection:
        await home_of(connection, manager, "here")
        await world.connection.execute("SET lock_timeout = 1")
        for statement in ("UPDATE site SET archived_at = now()", "DELETE FROM site"):
            with pytest.raises(asyncpg.LockNotAvailableError):
                await world.connection.execute(statement)


async def test_a_site_that_is_just_being_deleted_is_no_home(
    api: Any, world: Any, database: Database
) -> None:
    manager, deleted = access_at({await world.site("here"): Role.MANAGER}), asyncio.Event()

    async def delete_once_awaited() -> None:
        deleting = await asyncpg.connect(database.superuser)
        try:
            async with deleting.transaction():
                await deleting.execute("DELETE FROM site")
                deleted.set()
                while not await world.connection.fetchval(WAITS):
                    await world.connection.execute("SELECT pg_sleep(0.01)")
        finally:
            await deleting.close()

    async with asyncio.TaskGroup() as group:
        group.create_task(delete_once_awaited(), name="delete")
        await deleted.wait()
        async with api.services.database.writing() as connection:
            with pytest.raises(NotFound):
                await home_of(connection, manager, "here")
