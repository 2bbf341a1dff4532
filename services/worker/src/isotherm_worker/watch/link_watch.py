"""Read the broker's notices, and store what they say about the connections of devices.

One worker reads at a time; it holds a lease, as the watch of the broker does. It has a connection
of its own, so that a flood of notices delays neither ticks nor counters: what it cannot take is
dropped and counted. QoS 0 and a short keep-alive bound what the broker holds for a stuck worker.

A broker that publishes no notices is told from one where nothing happens: worker opens a connection
without a word, which is a notice.
"""

import asyncio
import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

import aiomqtt
import asyncpg
from paho.mqtt.reasoncodes import ReasonCode

from isotherm.instants import Clock, SystemClock
from isotherm.process.background import Background
from isotherm.process.outage import Outage
from isotherm.process.retry import Recovery, keep
from isotherm.watch import HEARTBEAT_S
from isotherm_worker import metrics
from isotherm_worker.settings import WorkerSettings
from isotherm_worker.watch import mqtt
from isotherm_worker.watch.broker import LostLeaseError
from isotherm_worker.watch.link_rows import claim_lease, write_changes
from isotherm_worker.watch.links import Links
from isotherm_worker.watch.notice import LOG_TOPICS, parse_notice

log = logging.getLogger(__name__)

WRITE_EVERY_S = 1.0
MOST_WAITING = 20_000
"""Notices that wait to be read; further ones are dropped."""
KEEPALIVE_S = 10


@dataclass(frozen=True, slots=True)
class Pace:
    """When worker asks whether the broker still publishes notices, in seconds."""

    quiet_s: float = 60.0
    """It asks if no notice came for this long."""
    answer_s: float = 10.0
    """Without a notice within this time after it asked, the broker publishes none."""


PACE = Pace()


class LinkWatch:
    """Reads until cancelled, while this worker holds the lease."""

    def __init__(
        self,
        settings: WorkerSettings,
        pool: asyncpg.Pool,
        background: Background | None = None,
        clock: Clock | None = None,
        pace: Pace = PACE,
    ) -> None:
        background = background or Background()
        self._settings, self._pool, self._pace = settings, pool, pace
        self._clock = clock or SystemClock()
        self._name = f"{settings.instance}:{uuid.uuid4().hex[:8]}"
        self._links, self._missed = Links(), 0
        self._watched_since: datetime | None = None
        self._subscribed_at: datetime | None = None
        """None if the broker has stopped publishing notices since."""
        self._noticed_at = self._asked_at = time.monotonic()
        self._connection = Recovery(
            Outage(log, "cannot read the broker's notices, reconnecting", "reading notices again"),
            background.job("broker notices"),
            expected=(aiomqtt.MqttError,),
        )
        self._recording = Recovery(
            Outage(log, "cannot record connections, retrying", "recording connections again"),
            background.job("device connections"),
        )

    async def run(self) -> NoReturn:
        """Read while no other worker does; retry after any error."""
        await keep(self._watch_if_free, self._recording, rest_s=HEARTBEAT_S)

    async def _watch_if_free(self) -> None:
        try:
            async with self._pool.acquire(timeout=5) as connection:
                claimed = await claim_lease(connection, self._name)
            if claimed:
                await self._watch()
        except LostLeaseError:
            log.info("another worker reads the broker's notices")

    async def _watch(self) -> None:
        """Read for as long as one connection lasts, then record that nobody does."""
        self._links, self._missed, self._watched_since = Links(), 0, None
        try:
            async with self._client() as client:
                await self._subscribe(client)
                self._connection.succeeded()
                await self._follow(client)
        except aiomqtt.MqttError as error:
            self._connection.failed(error)
        finally:
            self._watched_since = None
        await self._record()

    def _client(self) -> aiomqtt.Client:
        return mqtt.client(
            self._settings,
            f"isotherm:notices:{self._name}",
            keepalive_s=KEEPALIVE_S,
            queue_type=_bounded_queue(self._miss),
        )

    def _miss(self) -> None:
        self._missed += 1

    async def _subscribe(self, client: aiomqtt.Client) -> None:
        codes = await client.subscribe([(topic, 0) for topic in LOG_TOPICS])
        for topic, code in zip(LOG_TOPICS, codes, strict=True):
            if isinstance(code, ReasonCode) and code.is_failure:
                log.warning("the broker refuses a subscription of worker", extra={"topic": topic})
        self._noticed_at = self._asked_at = -self._pace.quiet_s
        self._subscribed_at = self._clock.now()

    async def _follow(self, client: aiomqtt.Client) -> None:
        """Read notices and record changes until the connection ends.

        Raises MqttError at its end, LostLeaseError, and what else reading or recording raises.
        """
        try:
            async with asyncio.TaskGroup() as group:
                reading = group.create_task(self._read(client), name="notices")
                while not reading.done():
                    await self._record()
                    await self._ask_if_quiet()
                    await asyncio.wait([reading], timeout=WRITE_EVERY_S)
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from errors

    async def _read(self, client: aiomqtt.Client) -> None:
        async for message in client.messages:
            metrics.NOTICES.inc()
            self._noticed_at = time.monotonic()
            now = self._clock.now()
            self._watched_since = self._watched_since or self._subscribed_at or now
            if notice := parse_notice(bytes(message.payload)):
                self._links.add(notice, now, self._noticed_at)

    async def _ask_if_quiet(self) -> None:
        """Provoke a notice if none came for a while; without one, nobody watches."""
        now = time.monotonic()
        unanswered = self._asked_at > self._noticed_at
        if unanswered and now - self._asked_at > self._pace.answer_s and self._watched_since:
            log.warning("the broker no longer publishes its notices (log_dest topic)")
            self._watched_since = self._subscribed_at = None
        if now - max(self._noticed_at, self._asked_at) < self._pace.quiet_s:
            return
        self._asked_at = now
        try:
            async with asyncio.timeout(5):
                _, writer = await asyncio.open_connection(
                    self._settings.mqtt_host, self._settings.mqtt_port
                )
            writer.close()
        except OSError as error:
            log.debug("the broker did not accept a connection", extra={"error": str(error)})

    async def _record(self) -> None:
        """Write what has changed and renew the lease; raise LostLeaseError if it is lost."""
        now = self._clock.now()
        changes = self._links.take(now, time.monotonic())
        missed, self._missed, self._links.missed = self._missed + self._links.missed, 0, 0
        if missed:
            log.warning("notices of the broker were dropped", extra={"count": missed})
            metrics.NOTICES_MISSED.inc(missed)
            self._watched_since = None if self._watched_since is None else now
        async with self._pool.acquire(timeout=5) as connection, connection.transaction():
            await write_changes(connection, self._name, self._watched_since, missed, changes)
        self._recording.succeeded()


def _bounded_queue(miss: Callable[[], None]) -> type[asyncio.Queue[aiomqtt.Message]]:
    """Return a type of queue that drops what it has no room for, and calls `miss` each time."""

    class Bounded(asyncio.Queue[aiomqtt.Message]):
        def put_nowait(self, item: aiomqtt.Message) -> None:
            if self.qsize() < MOST_WAITING:
                super().put_nowait(item)
            else:
                miss()

    return Bounded
