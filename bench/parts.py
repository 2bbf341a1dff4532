"""The running parts: one PostgreSQL, and a broker and a database for each trial."""

import asyncio
import itertools
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import asyncpg

from bench.load import Load
from bench.publisher import Publisher, publisher
from bench.usage import processor_s
from isotherm.instants import SystemClock
from isotherm.names import INGEST_ACCOUNT, TICK_TOPIC, WORKER_ACCOUNT
from isotherm_devstack.host.paths import script
from isotherm_devstack.host.ports import LOOPBACK, free_port
from isotherm_devstack.host.process import Process
from isotherm_devstack.parts.part import running, until_ready
from isotherm_devstack.parts.postgres import Postgres
from isotherm_devstack.parts.services import Service
from isotherm_devstack.testing import broker as brokers
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database, Databases

_DAYS_BEHIND, _DAYS_AHEAD = 31, 2
_BROKER_PATIENCE_S = 120.0
"""Timeout of a tick: a broker under full load acknowledges it late."""


@dataclass(slots=True)
class Server:
    """PostgreSQL with durable settings: fsync and synchronous_commit on."""

    home: Path
    part: Postgres
    process: Process
    databases: Databases
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    async def start(self) -> None:
        """Start it (again) and wait until it accepts connections."""
        await self.process.start()
        await until_ready(self.part, self.process)

    async def stop(self) -> None:
        """Stop it regularly."""
        await self.process.stop()

    def processor_s(self) -> float:
        """Return the processor seconds used by all its processes."""
        return processor_s(self.process.pid)

    async def settle(self) -> None:
        """Flush dirty pages of the previous trial, so that the next one does not pay for them."""
        connection = await asyncpg.connect(self.part.dsn(), timeout=60)
        try:
            await connection.execute("CHECKPOINT")
        finally:
            await connection.close()

    def folder(self) -> Path:
        """Return the path of a new folder for a trial."""
        return self.home / f"trial-{next(self._numbers)}"


@asynccontextmanager
async def server() -> AsyncIterator[Server]:
    """Run a server in a temporary folder during the block."""
    with tempfile.TemporaryDirectory(prefix="isotherm-bench-") as folder:
        home = Path(folder)
        part = Postgres(home / "postgres", free_port(), "superuser", home / "postgres.log")
        await part.prepare()
        started = Server(home, part, Process(part.command()), Databases(part))
        try:
            await started.start()
            await started.databases.prepare()
            yield started
        finally:
            await started.stop()


@dataclass(frozen=True, slots=True)
class Stage:
    """The environment of a trial: its load, a fresh broker and a fresh migrated database."""

    server: Server
    load: Load
    folder: Path
    broker: Broker
    database: Database
    owner: asyncpg.Connection

    @asynccontextmanager
    async def ingest(self, **more: str) -> AsyncIterator[Process]:
        """Run isotherm-ingest as a process during the block; it is subscribed.

        `more` are settings beside those that it needs.
        """
        management = free_port()
        settings = {
            "DATABASE_URL": self.database.ingest,
            "INSTANCE": "ingest-0",
            "MANAGEMENT_PORT": str(management),
            "MQTT_HOST": LOOPBACK,
            "MQTT_PORT": str(self.broker.port),
            "MQTT_USERNAME": INGEST_ACCOUNT,
            "MQTT_PASSWORD": self.broker.passwords[INGEST_ACCOUNT],
            **more,
        }
        service = Service(
            name="ingest",
            argv=(script("isotherm-ingest"),),
            log=self.folder / "ingest.log",
            env={f"ISOTHERM_{name}": value for name, value in settings.items()},
            ready_url=f"http://{LOOPBACK}:{management}/readyz",
        )
        async with running(service) as process:
            yield process

    @asynccontextmanager
    async def publisher(self) -> AsyncIterator[Publisher]:
        """Run the load generator during the block: connected, and waiting for its start."""
        async with publisher(self.broker, self.load) as connected:
            yield connected


@asynccontextmanager
async def stage(server: Server, load: Load) -> AsyncIterator[Stage]:
    """Run a broker with the load's devices and a database with their channels and partitions."""
    await server.settle()
    folder = server.folder()
    async with (
        server.databases.migrated() as database,
        brokers.started(folder / "mosquitto", load.names) as broker,
        asyncio.TaskGroup() as group,
    ):
        owner = await asyncpg.connect(database.owner, timeout=60)
        ticking = group.create_task(_tick(broker), name="tick")
        try:
            await load.register(owner)
            await _make_days(owner)
            yield Stage(server, load, folder, broker, database, owner)
        finally:
            ticking.cancel()
            owner.terminate()  # the server may have closed this connection


async def _make_days(owner: asyncpg.Connection) -> None:
    """Create the partitions that worker would have created ahead."""
    today = SystemClock().now().date()
    for offset in range(-_DAYS_BEHIND, _DAYS_AHEAD + 1):
        await owner.fetchval("SELECT make_day($1)", today + timedelta(days=offset))


async def _tick(broker: Broker) -> None:
    """Publish a tick every second, as worker does."""
    async with broker.service(WORKER_ACCOUNT, timeout=_BROKER_PATIENCE_S) as client:
        while True:
            await client.publish(TICK_TOPIC, str(int(time.time() * 1000)), qos=1)
            await asyncio.sleep(1.0)
