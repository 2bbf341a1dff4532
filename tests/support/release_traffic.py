"""A device that publishes without end, and which of its readings were stored, lost or doubled."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiomqtt
import asyncpg

from isotherm.names import topic
from isotherm_devstack.testing.broker import Broker

CHANNEL = "temperature"
_EVERY_S = 0.02
_AGAIN_S = 0.1
_LOOK_S = 0.1
HANG_S = 120.0
"""A limit for what hangs, not a measure."""
_LEDGER = """
SELECT sum(received) = sum(decoded) + sum(undecodable) AS messages,
       sum(offered) = sum(stored) + sum(duplicate) + sum(rejected) + sum(ignored) AS elements
FROM (SELECT * FROM ledger UNION ALL
      SELECT hour, instance, received, decoded, undecodable, offered, stored, duplicate, rejected,
             ignored, replayed FROM ledger_entry) counts
"""
_STORED = """
SELECT (extract(epoch FROM r.measured_at) * 1000)::bigint AS at, r.value FROM reading r
JOIN channel c ON c.id = r.channel_id JOIN device d ON d.id = c.device_id WHERE d.name = $1
"""


@dataclass
class Sender:
    """Sends one reading after the other, each with its own time and QoS 1, until it is stopped."""

    broker: Broker
    device: str
    started_ms: int = field(default_factory=lambda: int(time.time() * 1000) - 3_600_000)
    acknowledged: dict[int, float] = field(default_factory=dict)
    """By the time of the reading, in milliseconds: those that the broker has acknowledged."""
    _ends: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Publish until `_ends`; a reading that was not acknowledged is sent again."""
        number = 0
        while not self._ends.is_set():
            try:
                async with self.broker.device(self.device, clean_start=False) as client:
                    while not self._ends.is_set():
                        at = self.started_ms + number * 100
                        value = round(3 + number % 100 / 50, 2)
                        payload = f'{{"value": {value}, "time": {at}}}'
                        await client.publish(topic(self.device, CHANNEL), payload, qos=1)
                        self.acknowledged[at] = value
                        number += 1
                        await asyncio.sleep(_EVERY_S)
            except aiomqtt.MqttError:
                await asyncio.sleep(_AGAIN_S)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Publish during the block."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.run(), name=self.device)
            try:
                yield
            finally:
                self._ends.set()


@dataclass
class Books:
    """What a database holds of a device; `sql` is a superuser's connection."""

    sql: asyncpg.Connection

    async def until(self, question: str, *values: Any) -> None:
        """Wait until a question about the database is answered with true."""
        async with asyncio.timeout(HANG_S):
            while not await self.sql.fetchval(question, *values):  # noqa: ASYNC110  other processes
                await asyncio.sleep(_LOOK_S)

    async def until_more(self, sender: Sender, count: int = 20) -> None:
        """Wait until so many readings more than now are stored."""
        await self._until_stored(sender, len(await self._stored(sender)) + count)

    async def _until_stored(self, sender: Sender, count: int) -> None:
        async with asyncio.timeout(HANG_S):
            while len(await self._stored(sender)) < count:  # noqa: ASYNC110  other processes
                await asyncio.sleep(_LOOK_S)

    async def _stored(self, sender: Sender) -> list[tuple[int, float]]:
        return [tuple(row) for row in await self.sql.fetch(_STORED, sender.device)]

    async def verdict(self, sender: Sender) -> None:
        """Assert that each acknowledged reading is stored once, and that the ledger balances."""
        await self._until_stored(sender, len(sender.acknowledged))
        stored = await self._stored(sender)
        assert set(stored) == set(sender.acknowledged.items())
        assert len(stored) == len(sender.acknowledged)
        balanced = await self.sql.fetchrow(_LEDGER)
        assert tuple(balanced) == (True, True)


@asynccontextmanager
async def books(dsn: str) -> AsyncIterator[Books]:
    """Open the books of a database."""
    connection = await asyncpg.connect(dsn)
    try:
        yield Books(connection)
    finally:
        await connection.close()
