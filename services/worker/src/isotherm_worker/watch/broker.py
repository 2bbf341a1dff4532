"""Watches the broker: what it drops, what waits in it, whether ticks come back from it.

One worker watches at a time. It holds a lease, the row's `seen_at`, that it renews with each note;
another takes over when it ran out, a dead node's too. The counters it compares with are in the
row, so that a rise is noted once, whoever watches and however often the broker restarted.
"""

import asyncio
import logging
import time
import uuid

import aiomqtt
import asyncpg
from paho.mqtt.reasoncodes import ReasonCode

from isotherm.database import GONE
from isotherm.names import TICK_TOPIC
from isotherm.trouble import Trouble
from isotherm.watch import HEARTBEAT_S
from isotherm_worker import metrics
from isotherm_worker.jobs import Connection
from isotherm_worker.settings import WorkerSettings
from isotherm_worker.watch import mqtt
from isotherm_worker.watch.readout import FIELDS, Readout, rise

log = logging.getLogger(__name__)

LEASE_S = 7.0
"""A watcher that noted nothing for so long has lost its turn."""
_SAYS_WITHIN_S = 15.0
"""A broker that has `$SYS` says something within this time; before it, nothing is known yet."""

_CLAIM = f"""
UPDATE broker_watch SET watcher = $1, seen_at = now()
WHERE watcher IS NULL OR watcher = $1 OR seen_at < now() - make_interval(secs => {LEASE_S})
RETURNING true
"""
_BEFORE = "SELECT dropped, seen_at FROM broker_watch WHERE watcher = $1 FOR UPDATE"
_NOTE = """
UPDATE broker_watch SET seen_at = now(), connected = $1, dropped = $2, queued = $3,
    shared_subscriptions = $4,
    since = CASE WHEN connected = $1 THEN since ELSE now() END,
    tick_at = coalesce(now() - make_interval(secs => $5), tick_at)
"""
_DROP = "INSERT INTO broker_drop (since, until, count) VALUES ($1, now(), $2)"


class LostTurnError(Exception):
    """Another worker watches by now."""


class BrokerWatch:
    """Watches until cancelled, whenever it is this worker's turn; `name` is its name in the row."""

    def __init__(self, settings: WorkerSettings, pool: asyncpg.Pool) -> None:
        self._settings, self._pool = settings, pool
        self.name = f"{settings.instance}:{uuid.uuid4().hex[:8]}"
        self._readout = Readout()
        self._ticked: float | None = None
        self._connected: float | None = None
        self._broker = Trouble(log, "the broker cannot be watched", "the broker is watched again")
        self._database = Trouble(log, "what is watched is not noted", "it is noted again")

    async def run(self) -> None:
        """Takes its turn when nobody else watches, and tries again whatever ended it."""
        while True:
            try:
                if await self._claim():
                    await self._watch()
            except* LostTurnError:
                log.info("another worker watches the broker")
            except* (*GONE, asyncpg.PostgresError) as errors:
                self._database.came(errors.exceptions[0])
            await asyncio.sleep(HEARTBEAT_S)

    async def _claim(self) -> bool:
        async with self._pool.acquire(timeout=5) as connection:
            return bool(await connection.fetchval(_CLAIM, self.name, timeout=5))

    async def _watch(self) -> None:
        """A connection's worth of watching, and the note that there is none."""
        try:
            async with mqtt.client(self._settings, f"isotherm:watch:{self.name}") as client:
                await self._subscribe(client)
                self._broker.over()
                async with asyncio.TaskGroup() as group:
                    hearing = group.create_task(self._hear(client), name="hear")
                    try:
                        await self._keep_noting(hearing)
                    finally:
                        hearing.cancel()
        except* aiomqtt.MqttError as errors:
            self._broker.came(errors.exceptions[0])
        finally:
            self._connected = None
        await self._note()

    async def _keep_noting(self, hearing: asyncio.Task[None]) -> None:
        """Notes what was heard until the connection ends."""
        while not hearing.done():
            await self._note()
            await asyncio.wait([hearing], timeout=HEARTBEAT_S)

    async def _subscribe(self, client: aiomqtt.Client) -> None:
        topics = [*FIELDS, TICK_TOPIC]
        codes = await client.subscribe([(topic, 0) for topic in topics])
        for topic, code in zip(topics, codes, strict=True):
            if isinstance(code, ReasonCode) and code.is_failure:
                log.warning("the broker does not let us watch", extra={"topic": topic})
        self._readout, self._connected = Readout(), time.monotonic()

    async def _hear(self, client: aiomqtt.Client) -> None:
        """Takes in what comes; returns when the connection ends."""
        try:
            async for message in client.messages:
                if str(message.topic) == TICK_TOPIC:
                    self._ticked = time.monotonic()
                else:
                    self._readout.hear(str(message.topic), bytes(message.payload))
        except aiomqtt.MqttError as error:
            self._broker.came(error)

    async def _note(self) -> None:
        """Writes what is known now; raises LostTurnError."""
        async with self._pool.acquire(timeout=5) as connection, connection.transaction():
            before = await connection.fetchrow(_BEFORE, self.name)
            if before is None:
                raise LostTurnError
            await self._write(connection, before)
        self._database.over()

    async def _write(self, connection: Connection, before: asyncpg.Record) -> None:
        now, said = time.monotonic(), self._readout
        connected = self._connected is not None
        dropped = said.dropped
        if dropped is None and now - (self._connected or now) < _SAYS_WITHIN_S:
            dropped = before["dropped"]  # it has not said yet, or is away
        if risen := rise(before["dropped"], dropped):
            await connection.execute(_DROP, before["seen_at"], risen)
            metrics.BROKER_DROPPED.inc(risen)
            log.error("the broker dropped messages", extra={"count": risen})
        known = (said.queued, said.shared_subscriptions) if connected else (None, None)
        age = None if self._ticked is None else now - self._ticked
        await connection.execute(_NOTE, connected, dropped, *known, age)
