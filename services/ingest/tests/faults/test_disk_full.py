"""The database's volume is full, while devices publish, and becomes larger: nothing is lost."""

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from fault_broker import tick_for_ever
from fault_load import Load
from fault_server import Server
from fault_sizes import Sizes
from fault_trial import Trial, stopped
from ingest_world import DEVICE, World

from isotherm_devstack.errors import ToolError
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.host.process import Process
from isotherm_devstack.host.tools import run
from isotherm_devstack.parts.postgres import Postgres
from isotherm_devstack.testing import broker as brokers
from isotherm_devstack.testing.database import Databases

_VOLUME_MB, _LARGER_MB, _LEFT_MB = 400, 800, 1


@pytest_asyncio.fixture(loop_scope="session")
async def volume(tmp_path: Path) -> AsyncIterator[Path]:
    """A small volume, which takes root to mount."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small volume")
    path = tmp_path / "volume"
    path.mkdir()
    try:
        await run("mount", "-t", "tmpfs", "-o", f"size={_VOLUME_MB}m", "tmpfs", path)
    except ToolError as error:
        pytest.skip(f"a small volume cannot be mounted here: {error}")
    try:
        yield path
    finally:
        await run("umount", "--lazy", path)


@pytest_asyncio.fixture(loop_scope="session")
async def small(
    volume: Path,
    tmp_path: Path,
    devices: tuple[str, ...],
    record_property: Callable[[str, object], None],
) -> AsyncIterator[Trial]:
    """A trial whose database lies on that volume."""
    part = Postgres(volume, free_port(), "superuser", tmp_path / "postgres.log")
    await part.prepare()
    server = Server(part, Process(part.command()))
    await server.start()
    databases = Databases(part)
    await databases.prepare()
    try:
        async with (
            databases.migrated() as database,
            brokers.started(tmp_path / "mosquitto", (DEVICE, *devices)) as broker,
        ):
            sql = await asyncpg.connect(database.superuser)
            trial = Trial(World(broker, database, sql), server, tmp_path, record_property)
            async with asyncio.TaskGroup() as group:
                ticks = group.create_task(tick_for_ever(broker), name="ticks")
                yield trial
                ticks.cancel()
            trial.world.sql.terminate()
    finally:
        await server.stop()


async def test_a_full_volume_that_becomes_larger(
    small: Trial, volume: Path, devices: tuple[str, ...], sizes: Sizes
) -> None:
    """What cannot be stored stays in the broker, also if PostgreSQL gives up and is restarted."""
    load = Load(devices, sizes.stopped_messages)
    await small.subscribed()
    async with small.ingest() as child:
        await small.marked()
        # somebody else's file takes nearly all the room that is left
        room = shutil.disk_usage(volume).free - _LEFT_MB * 2**20
        os.posix_fallocate(
            ballast := os.open(volume / "ballast", os.O_CREAT | os.O_WRONLY), 0, room
        )
        os.close(ballast)
        await small.publish(load.messages(), load.count, sizes.rate)
        await asyncio.to_thread(_wait_for_full, small.server.part)
        ended = small.server.process.returncode
        small.record("database ended", ended is not None)
        await run("mount", "-o", f"remount,size={_LARGER_MB}m", volume)
        if not await small.server.part.is_ready():
            await small.server.stop()
            await small.server.start()
        await small.verdict(load)
        await stopped(child)


def _wait_for_full(part: Postgres) -> None:
    """Wait until PostgreSQL has said that there is no room."""
    with part.command().log.open() as log:
        while "No space left on device" not in log.readline():
            time.sleep(0.02)  # another process sets no event
