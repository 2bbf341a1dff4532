"""The world of each fault test: devices, a broker, and a durable database."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from fault_broker import tick_for_ever
from fault_server import Server
from fault_sizes import FULL, SHORT, Sizes
from fault_trial import Trial
from ingest_world import DEVICE, World

from isotherm_devstack.host.ports import free_port
from isotherm_devstack.host.process import Process
from isotherm_devstack.parts.postgres import Postgres
from isotherm_devstack.testing import broker as brokers
from isotherm_devstack.testing.database import Database, Databases

DEVICES = tuple(f"device-{number:02d}" for number in range(8))


@pytest.fixture(scope="session")
def sizes(request: pytest.FixtureRequest) -> Sizes:
    """Return how much each test does."""
    return FULL if request.config.getoption("--soak") else SHORT


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """A server with production settings: commits survive an immediate stop."""
    home = tmp_path_factory.mktemp("postgres-durable")
    part = Postgres(home, free_port(), "superuser", home / "postgres.log")
    await part.prepare()
    postgres = Server(part, Process(part.command()))
    await postgres.start()
    try:
        yield postgres
    finally:
        await postgres.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def databases(server: Server) -> Databases:
    """A factory of databases on the durable server."""
    factory = Databases(server.part)
    await factory.prepare()
    return factory


@pytest.fixture
def devices() -> tuple[str, ...]:
    """Devices with accounts from the start."""
    return DEVICES


@pytest_asyncio.fixture(loop_scope="session")
async def trial(
    server: Server,
    database: Database,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> AsyncIterator[Trial]:
    """A trial in a fresh world, with ticks as worker sends them."""
    async with brokers.started(tmp_path / "mosquitto", (DEVICE, *DEVICES)) as broker:
        world = World(broker, database, await asyncpg.connect(database.superuser))
        try:
            async with asyncio.TaskGroup() as group:
                ticks = group.create_task(tick_for_ever(broker), name="ticks")
                yield Trial(world, server, tmp_path, record_property)
                ticks.cancel()
        finally:
            world.sql.terminate()
