"""The running parts: one PostgreSQL, and for each trial its own broker and database."""

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
from isotherm.clock import SystemClock
from isotherm.names import INGEST_ACCOUNT, TICK_TOPIC, WORKER_ACCOUNT
from isotherm_devstack.paths import script
from isotherm_devstack.ports import LOOPBACK, free_port
from isotherm_devstack.postgres import Postgres
from isotherm_devstack.process import Process, running, until_ready
from isotherm_devstack.services import Service
from isotherm_devstack.testing import broker as brokers
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database, Databases

_DAYS_BEHIND, _DAYS_AHEAD = 31, 2
_BROKER_PATIENCE_S = 120.0
"""A broker under full load answers the tick late."""


@dataclass(slots=True)
class Server:
    """PostgreSQL as the product runs it, fsync and synchronous_commit on."""

    home: Path
    part: Postgres
    process: Process
    databases: Databases
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    async def start(self) -> None:
        """Runs it (again), and waits until it answers."""
        await self.process.start()
        await until_ready(self.part, self.process)

    async def stop(self) -> None:
        """Ends it as an administrator would."""
        await self.process.stop()

    def processor_s(self) -> float:
        """Seconds of processor that all its processes have used."""
        return processor_s(self.process.pid)

    async def settle(self) -> None:
        """Writes out what the trial before left, so that the next one does not pay for it."""
        connection = await asyncpg.connect(self.part.dsn(), timeout=60)
        try:
            await connection.execute("CHECKPOINT")
        finally:
            await connection.close()

    def folder(self) -> Path:
        """A new folder's name, for a trial."""
        return self.home / f"trial-{next(self._numbers)}"


@asynccontextmanager
async def server() -> AsyncIterator[Server]:
    """A server of its own in a folder that goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="isotherm-bench-") as folder:
        home = Path(folder)
        part = Postgres(home / "postgres", free_port(), "superuser", home / "postgres.log")
        await part.prepare()
        made = Server(home, part, Process(part.command()), Databases(part))
        try:
            await made.start()
            await made.databases.prepare()
            yield made
        finally:
            await made.stop()


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a trial plays: its load, a fresh broker, and a fresh migrated database."""

    server: Server
    load: Load
    folder: Path
    broker: Broker
    database: Database
    owner: asyncpg.Connection

    @asynccontextmanager
    async def ingest(self) -> AsyncIterator[Process]:
        """The product's ingest as a process of its own, subscribed."""
        management = free_port()
        settings = {
            "DATABASE_URL": self.database.ingest,
            "INSTANCE": "ingest-0",
            "MANAGEMENT_PORT": str(management),
            "MQTT_HOST": LOOPBACK,
            "MQTT_PORT": str(self.broker.port),
            "MQTT_USERNAME": INGEST_ACCOUNT,
            "MQTT_PASSWORD": self.broker.passwords[INGEST_ACCOUNT],
        }
        service = Service(
            name="ingest",
            argv=(script("isotherm-ingest"),),
            log=self.folder / "ingest.log",
            env={f"ISOTHERM_{name}": text for name, text in settings.items()},
            ready_url=f"http://{LOOPBACK}:{management}/readyz",
        )
        async with running(service) as process:
            yield process

    @asynccontextmanager
    async def publisher(self) -> AsyncIterator[Publisher]:
        """The load generator, connected; begins when told to."""
        async with publisher(self.broker, self.load) as made:
            yield made


@asynccontextmanager
async def stage(server: Server, load: Load) -> AsyncIterator[Stage]:
    """A broker that knows the load's devices, and a database with their channels and days."""
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
            owner.terminate()  # it may be one that the server has ended


async def _make_days(owner: asyncpg.Connection) -> None:
    """The partitions that worker would have made ahead."""
    today = SystemClock().now().date()
    for offset in range(-_DAYS_BEHIND, _DAYS_AHEAD + 1):
        await owner.fetchval("SELECT make_day($1)", today + timedelta(days=offset))


async def _tick(broker: Broker) -> None:
    """Says each second what time it is, as worker does."""
    async with broker.service(WORKER_ACCOUNT, timeout=_BROKER_PATIENCE_S) as client:
        while True:
            await client.publish(TICK_TOPIC, str(int(time.time() * 1000)), qos=1)
            await asyncio.sleep(1.0)
