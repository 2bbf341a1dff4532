"""Watch the broker: messages it drops, messages waiting in it, and ticks coming back from it.

One worker watches at a time. It holds a lease, the row's `seen_at`, that it renews each time it
records the state; when the lease runs out, as after its node died, another worker takes over. The
counters it compares with are in the row, so a rise is recorded once, whoever watches and however
often the broker restarted.
"""

import asyncio
import logging
import time
import uuid
from typing import NoReturn

import aiomqtt
import asyncpg
from paho.mqtt.reasoncodes import ReasonCode

from isotherm.database import Connection
from isotherm.names import TICK_TOPIC
from isotherm.process.background import Background
from isotherm.process.outage import Outage
from isotherm.process.retry import Recovery, keep
from isotherm.watch import HEARTBEAT_S
from isotherm_worker import metrics
from isotherm_worker.settings import WorkerSettings
from isotherm_worker.watch import mqtt
from isotherm_worker.watch.exported import Exported
from isotherm_worker.watch.readout import FIELDS, Readout, rise

log = logging.getLogger(__name__)

LEASE_S = 7.0
"""A watcher that recorded nothing for this long has lost its lease."""
_SYS_WITHIN_S = 15.0
"""A broker that has `$SYS` topics publishes them within this time of a subscription."""

_CLAIM_LEASE = f"""
UPDATE broker_watch SET watcher = $1, seen_at = now()
WHERE watcher IS NULL OR watcher = $1 OR seen_at < now() - make_interval(secs => {LEASE_S})
RETURNING true
"""
_LOCK_ROW = "SELECT dropped, version, seen_at FROM broker_watch WHERE watcher = $1 FOR UPDATE"
_UPDATE = """
UPDATE broker_watch SET seen_at = now(), connected = $1, dropped = $2, queued = $3,
    shared_subscriptions = $4,
    since = CASE WHEN connected = $1 THEN since ELSE now() END,
    tick_at = coalesce(now() - make_interval(secs => $5), tick_at),
    clients = $6, version = $7
"""
_INSERT_DROP = "INSERT INTO broker_drop (since, until, count) VALUES ($1, now(), $2)"


class LostLeaseError(Exception):
    """Another worker watches by now."""


class BrokerWatch:
    """Watches until cancelled, while this worker holds the lease; `name` is its name in the row."""

    def __init__(
        self, settings: WorkerSettings, pool: asyncpg.Pool, background: Background | None = None
    ) -> None:
        background = background or Background()
        self._settings, self._pool = settings, pool
        self.name = f"{settings.instance}:{uuid.uuid4().hex[:8]}"
        self._readout, self._exported = Readout(), Exported()
        self._ticked_at: float | None = None
        self._connected_at: float | None = None
        self._connection = Recovery(
            Outage(log, "cannot watch the broker, reconnecting", "watching the broker again"),
            background.job("broker connection"),
            expected=(aiomqtt.MqttError,),
        )
        self._recording = Recovery(
            Outage(log, "cannot record broker state, retrying", "recording broker state again"),
            background.job("broker watch"),
        )

    async def run(self) -> NoReturn:
        """Watch while no other worker does; retry after any error."""
        await keep(self._watch_if_free, self._recording, rest_s=HEARTBEAT_S)

    async def _watch_if_free(self) -> None:
        try:
            if await self._claim():
                await self._watch()
                return
        except LostLeaseError:
            log.info("another worker watches the broker")
        self._connection.left_to_another()

    async def _claim(self) -> bool:
        async with self._pool.acquire(timeout=5) as connection:
            return bool(await connection.fetchval(_CLAIM_LEASE, self.name, timeout=5))

    async def _watch(self) -> None:
        """Watch for as long as one connection lasts, then record that there is none."""
        try:
            async with mqtt.client(self._settings, f"isotherm:watch:{self.name}") as client:
                await self._subscribe(client)
                self._connection.succeeded()
                await self._follow(client)
        except aiomqtt.MqttError as error:
            self._connection.failed(error)
        finally:
            self._connected_at = None
            self._exported.forget()
        await self._record()

    async def _follow(self, client: aiomqtt.Client) -> None:
        """Receive messages and record the state until the connection ends.

        Raises MqttError at its end, LostLeaseError, and what else receiving or recording raises.
        """
        try:
            async with asyncio.TaskGroup() as group:
                receiving = group.create_task(self._receive(client), name="receive")
                while not receiving.done():
                    await self._record()
                    await asyncio.wait([receiving], timeout=HEARTBEAT_S)
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from errors

    async def _subscribe(self, client: aiomqtt.Client) -> None:
        topics = [*FIELDS, TICK_TOPIC]
        codes = await client.subscribe([(topic, 0) for topic in topics])
        for topic, code in zip(topics, codes, strict=True):
            if isinstance(code, ReasonCode) and code.is_failure:
                log.warning("the broker refuses a subscription of worker", extra={"topic": topic})
        self._readout, self._connected_at = Readout(), time.monotonic()

    async def _receive(self, client: aiomqtt.Client) -> None:
        async for message in client.messages:
            if str(message.topic) == TICK_TOPIC:
                self._ticked_at = time.monotonic()
            else:
                self._readout.update(str(message.topic), bytes(message.payload))

    async def _record(self) -> None:
        """Write the present state and renew the lease; raise LostLeaseError if it is lost."""
        async with self._pool.acquire(timeout=5) as connection, connection.transaction():
            before = await connection.fetchrow(_LOCK_ROW, self.name)
            if before is None:
                raise LostLeaseError
            await self._write(connection, before)
        self._recording.succeeded()

    async def _write(self, connection: Connection, before: asyncpg.Record) -> None:
        now, readout = time.monotonic(), self._readout
        connected = self._connected_at is not None
        dropped, version = readout.dropped, readout.version
        if now - (self._connected_at or now) < _SYS_WITHIN_S:
            # not published yet, or there is no connection
            dropped = before["dropped"] if dropped is None else dropped
            version = version or before["version"]
        if risen := rise(before["dropped"], dropped):
            await connection.execute(_INSERT_DROP, before["seen_at"], risen)
            metrics.BROKER_DROPPED.inc(risen)
            log.error("the broker dropped messages", extra={"count": risen})
        tick_age_s = None if self._ticked_at is None else now - self._ticked_at
        if connected:
            self._exported.export(readout)
        else:
            readout = Readout()  # what it said before is out of date
        await connection.execute(
            _UPDATE,
            connected,
            dropped,
            readout.queued,
            readout.shared_subscriptions,
            tick_age_s,
            readout.clients,
            version,
        )
