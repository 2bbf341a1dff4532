"""The keeper prepares each start of a real broker, which the chart's script starts."""

import asyncio
import shutil
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import aiomqtt
import asyncpg
import pytest
from awaited import until
from forwarded import forwarded
from keeper_world import START, KeeperWorld, keeper_world

from isotherm_devstack.host.ports import free_port
from isotherm_devstack.parts.part import until_ready
from isotherm_devstack.testing.database import Database

SHELLS = [
    shell for shell in (("dash",), ("busybox", "sh"), ("bash", "--posix")) if shutil.which(shell[0])
]


@asynccontextmanager
async def world_with_device(
    database: Database, folder: Path, **more: object
) -> AsyncIterator[KeeperWorld]:
    async with keeper_world(database, folder, **more) as world:
        sql = await asyncpg.connect(database.superuser)
        try:
            await world.register(sql, "fridge")
        finally:
            sql.terminate()
        yield world


async def _next(client: aiomqtt.Client) -> object:
    async with asyncio.timeout(60):
        return (await anext(aiter(client.messages))).payload


@pytest.mark.parametrize("shell", SHELLS, ids=lambda shell: shell[0])
async def test_a_killed_broker_keeps_what_devices_publish_before_ingest_is_back(
    database: Database, tmp_path: Path, shell: tuple[str, ...]
) -> None:
    async with world_with_device(database, tmp_path, shell=shell) as world:
        await world.start_keeper()
        broker = await world.start_broker()
        await world.subscribe()
        await world.save(broker)
        for payload in ("1", "2"):
            broker.kill()
            await broker.wait()
            broker = await world.start_broker()
            async with world.device("fridge") as fridge:
                await fridge.publish("sensors/fridge/t", payload, qos=1)
            await world.save(broker)
        async with world.ingest() as ingest:
            assert [await _next(ingest), await _next(ingest)] == [b"1", b"2"]


async def test_the_broker_takes_the_place_of_the_script_and_ends_like_it(
    database: Database, tmp_path: Path
) -> None:
    async with world_with_device(database, tmp_path) as world:
        keeper = await world.start_keeper()
        broker = await world.start_broker()
        assert (Path("/proc") / str(broker.pid) / "comm").read_text() == "mosquitto\n"
        await broker.stop()
        assert broker.returncode == 0
        assert "fridge" in world.part.rules.read_text()
        assert stat.S_IMODE(world.part.rules.stat().st_mode) == 0o600
        await keeper.stop()
        assert keeper.returncode == 0


async def test_a_start_waits_for_a_keeper_that_is_away_and_says_so(
    database: Database, tmp_path: Path
) -> None:
    async with world_with_device(database, tmp_path) as world:
        keeper = await world.start_keeper()
        broker = await world.start_broker()
        keeper.kill()
        await keeper.wait()
        async with world.device("fridge") as fridge:  # the broker goes on without its keeper
            await fridge.publish("sensors/fridge/t", "1", qos=1)
        broker.kill()
        await broker.wait()
        broker = await world.ask()

        async def waits() -> bool:
            return "waiting for the keeper" in world.part.command().log.read_text()

        await until(waits)
        assert not await world.part.is_ready()
        await world.start_keeper()
        await until_ready(world.part, broker)


async def test_a_restarted_keeper_leaves_a_running_broker_alone(
    database: Database, tmp_path: Path
) -> None:
    async with world_with_device(database, tmp_path, tls=True) as world:
        version = world.mount()
        keeper = await world.start_keeper()
        broker = await world.start_broker()
        before = world.part.rules.read_text()
        async with world.device("fridge", version) as fridge:
            await keeper.stop()
            world.keeper_log.unlink()
            await world.start_keeper()
            renewed = world.mount()
            await world.serves(renewed)  # it looks after the broker that it did not start
            await fridge.publish("sensors/fridge/t", "1", qos=1)
        assert broker.returncode is None
        assert world.part.rules.read_text() == before
        assert "prepared a start" not in world.keeper_log.read_text()


async def test_a_stop_while_the_start_waits(database: Database, tmp_path: Path) -> None:
    async with world_with_device(database, tmp_path) as world:
        script = await world.ask()
        request = world.run / "request"

        async def asked() -> bool:
            return request.exists()

        await until(asked)
        await script.stop()
        assert script.returncode == 143


async def test_nothing_is_started_without_a_file_while_the_database_is_away(
    database: Database, tmp_path: Path
) -> None:
    port, real = free_port(), urlsplit(database.worker)
    dsn = database.worker.replace(f":{real.port}/", f":{port}/")
    async with world_with_device(database, tmp_path, dsn=dsn) as world:
        await world.start_keeper(ISOTHERM_RENDER_WAIT_S="0.1")
        broker = await world.ask()
        await world.logged("waiting for the broker's accounts: 127.0.0.1")
        await world.logged("the broker is not started, trying again")
        assert not world.part.rules.exists()
        assert not await world.part.is_ready()
        async with forwarded(port, real.port or 5432):
            await until_ready(world.part, broker)
        assert "fridge" in world.part.rules.read_text()
        # with a file a start does not need the database
        broker.kill()
        await broker.wait()
        await world.start_broker()
        await world.logged("keeping the broker's file")


def test_the_script_is_plain_posix() -> None:
    text = START.read_text()
    assert text.startswith("#!/bin/sh\n")
    assert "[[" not in text
