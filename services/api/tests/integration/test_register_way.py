"""From a registered device to its first connection, through the real worker and broker."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiomqtt
import asyncpg
import pytest_asyncio
from accounts_world import AccountsWorld
from awaited import until
from credentials import register, remove, rotate
from device_changes import change, people

from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database


@pytest_asyncio.fixture(loop_scope="session")
async def way(
    broker: Broker, database: Database, api: Any, world: Any
) -> AsyncIterator[AccountsWorld]:
    """Broker and worker on the database of the api, with its key, at the real time."""
    api.clock.instant = datetime.now(UTC)
    await people(world)
    broker.passwords |= dict.fromkeys(("probe", "other"), "")  # each test gives its own
    sql = await asyncpg.connect(database.superuser)
    try:
        yield AccountsWorld(
            database=database,
            broker=broker,
            sql=sql,
            key=api.services.administration.sealing_key,
            passwords=broker.passwords,
        )
    finally:
        sql.terminate()


async def comes(api: Any, state: str, device: str = "probe") -> None:
    """Wait until the page shows that state of a device's password."""

    async def shown() -> bool:
        document = await api.get("manager", f"/devices/{device}")
        return bool(document["credential"]["state"] == state)

    await until(shown)


async def test_a_device_connects_with_the_password_of_the_page(
    way: AccountsWorld, api: Any
) -> None:
    password = (await register(api)).json()["password"]
    assert not await way.can_connect("probe", password)
    other = (await register(api, name="other")).json()["password"]
    async with way.worker():
        await comes(api, "applied")
        await comes(api, "applied", "other")
        assert (await api.get("manager", "/broker"))["connected"]
        assert (await api.get("ada", "/broker/accounts"))["pending"] == 0
        async with way.broker.device("other", password=other) as undisturbed:
            assert await way.can_connect("probe", password)
            new = (await rotate(api)).json()["password"]
            await comes(api, "applied")
            assert not await way.can_connect("probe", password)
            assert await way.can_connect("probe", new)
            await change(api, "manager", {"disabled": True})
            await until(lambda: _refused(way, new))
            await change(api, "manager", {"disabled": False})
            await until(lambda: way.can_connect("probe", new))
            assert (await remove(api)).status_code == 204
            await until(lambda: _refused(way, new))
            # a new device of that name starts with a password of its own
            newest = (await register(api)).json()["password"]
            await comes(api, "applied")
            assert await way.can_connect("probe", newest)
            assert not await way.can_connect("probe", new)
            await undisturbed.publish("sensors/other/temperature", "4", qos=1)


async def _refused(way: AccountsWorld, password: str) -> bool:
    return not await way.can_connect("probe", password)


async def test_imported_devices_connect_with_the_passwords_of_the_file(
    way: AccountsWorld, api: Any
) -> None:
    answer = await api.ask(
        "manager", "/devices/import", method="POST", params={"site": "here"},
        content=b"name\nprobe\nother\n",
    )  # fmt: skip
    _, *rows = answer.text.split()
    async with way.worker():
        for name, password in (row.split(",") for row in rows):
            await comes(api, "applied", name)
            async with way.broker.device(name, password=password) as client:
                assert isinstance(client, aiomqtt.Client)
