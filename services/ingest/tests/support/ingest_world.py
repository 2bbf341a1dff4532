"""A real broker and database with an ingest service, and the questions of tests to them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from inspect import isawaitable
from typing import Any

import aiomqtt
import asyncpg

from isotherm.instants import Clock
from isotherm.names import INGEST_ACCOUNT
from isotherm.process.background import Background
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database
from isotherm_ingest.service import Service
from isotherm_ingest.settings import IngestSettings
from isotherm_ingest.stages import Stages

HANG_S = 60.0
"""A limit for hanging tests, not a measure."""
DEVICE = "fridge-1"

COUNTS = "received decoded undecodable offered stored duplicate rejected ignored"


async def until(holds: Callable[[], object], awaited: str = "") -> None:
    """Return once a condition, which may be awaitable, holds; fail if it never does."""
    try:
        async with asyncio.timeout(HANG_S):
            while True:
                result = holds()
                if (await result) if isawaitable(result) else result:
                    return
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"never came: {awaited}") from None


def noon() -> datetime:
    """Return noon UTC, three days ago."""
    day = datetime.now(UTC) - timedelta(days=3)
    return day.replace(hour=12, minute=0, second=0, microsecond=0)


@dataclass(slots=True)
class World:
    """A broker with a device, a database, and the superuser's connection to it."""

    broker: Broker
    database: Database
    sql: asyncpg.Connection

    def settings(self, **changes: Any) -> IngestSettings:
        """Return settings of an ingest in this world."""
        return IngestSettings(
            **{
                "database_url": self.database.ingest,
                "instance": "test",
                "mqtt_host": self.broker.host,
                "mqtt_port": self.broker.port,
                "mqtt_username": INGEST_ACCOUNT,
                "mqtt_password": self.broker.passwords[INGEST_ACCOUNT],
                **changes,
            }
        )

    @asynccontextmanager
    async def ingest(
        self,
        stages: Stages | None = None,
        clock: Clock | None = None,
        background: Background | None = None,
        **changes: Any,
    ) -> AsyncIterator[Service]:
        """Run a service within the block, which begins when it is subscribed."""
        settings = self.settings(**changes)
        service = Service(settings, background=background, stages=stages, clock=clock)
        async with asyncio.TaskGroup() as group:
            group.create_task(service.run(), name="ingest")
            await until(lambda: service.source.connected, "connection")
            try:
                yield service
            finally:
                service.stop()

    def device(self, name: str = DEVICE) -> aiomqtt.Client:
        """Return a device's client, to be entered."""
        return self.broker.device(name)

    async def send(self, *payloads: str | bytes, channel: str = "temperature", **how: Any) -> None:
        """Publish as the device, by default with QoS 1."""
        async with self.device() as client:
            for payload in payloads:
                await client.publish(f"sensors/{DEVICE}/{channel}", payload, **({"qos": 1} | how))

    async def readings(self) -> list[asyncpg.Record]:
        """Return all readings by time."""
        return await self.sql.fetch(
            "SELECT r.*, c.name AS channel, d.name AS device FROM reading r"
            " JOIN channel c ON c.id = r.channel_id JOIN device d ON d.id = c.device_id"
            " ORDER BY measured_at, channel_id"
        )

    async def count(self, table: str = "reading") -> int:
        """Return the number of rows of a table."""
        number: int = await self.sql.fetchval(f"SELECT count(*) FROM {table}")
        return number

    async def counted(self, number: int, table: str = "reading") -> None:
        """Wait until a table has `number` rows; fail at once if it has more."""

        async def enough() -> bool:
            total = await self.count(table)
            assert total <= number
            return total == number

        await until(enough, f"{number} rows of {table}")

    async def rejects(self) -> list[asyncpg.Record]:
        """Return all rejects in the order of writing."""
        return await self.sql.fetch("SELECT * FROM reject ORDER BY id")

    async def refused(self, number: int) -> None:
        """Wait until `number` rejects are counted, kept or not."""
        counted = "SELECT coalesce(sum(count), 0) = $1 FROM reject_counted"
        await until(lambda: self.sql.fetchval(counted, number), f"{number} rejects counted")

    async def ledger(self) -> dict[str, int]:
        """Return the sums over all hours."""
        sums = ", ".join(
            f"coalesce(sum({column}), 0)::int AS {column}" for column in COUNTS.split()
        )
        row = await self.sql.fetchrow(f"SELECT {sums} FROM ledger_entry")
        return dict(row or {})

    async def decoded(self, number: int) -> None:
        """Wait until `number` messages are in the ledger."""

        async def enough() -> bool:
            return (await self.ledger())["received"] >= number

        await until(enough, f"{number} messages in the ledger")


def balanced(ledger: dict[str, int]) -> bool:
    """Return whether both equations hold."""
    elements = sum(ledger[column] for column in ("stored", "duplicate", "rejected", "ignored"))
    messages = ledger["decoded"] + ledger["undecodable"]
    return ledger["received"] == messages and ledger["offered"] == elements
