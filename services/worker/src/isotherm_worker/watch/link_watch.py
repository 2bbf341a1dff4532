"""Read the broker's notices, and store what they say about the connections of devices.

One worker reads at a time; it holds a lease, as the watch of the broker does. It has a connection
of its own, so that a flood of notices delays neither ticks nor counters: what it cannot take is
dropped and counted. QoS 0 and a short keep-alive bound what the broker holds for a stuck worker.

To tell a broker that publishes no notices from one where nothing happens, worker opens a connection
without logging in, which makes a notice.
"""

import asyncio
import logging
import time
import uuid
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
from isotherm_worker.watch.inbox import Inbox, queue_into
from isotherm_worker.watch.link_rows import claim_lease, write_changes
from isotherm_worker.watch.links import Links
from isotherm_worker.watch.notice import LOG_TOPICS, LoggedIn, parse_notice

log = logging.getLogger(__name__)

WRITE_EVERY_S = 1.0
SLICE = 500
"""Notices that are read before other tasks get their turn: a few milliseconds."""
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
        self._links, self._inbox = Links(), Inbox(self._clock)
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
                return
        except LostLeaseError:
            log.info("another worker reads the broker's notices")
        self._connection.left_to_another()

    async def _watch(self) -> None:
        """Read for as long as one connection lasts, then record that nobody does."""
        self._links, self._inbox, self._watched_since = Links(), Inbox(self._clock), None
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
            queue_type=queue_into(self._inbox),
        )

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
                reading = group.create_task(_receive(client), name="notices")
                while not reading.done():
                    await self._digest()
                    await self._record()
                    await self._ask_if_quiet()
                    await asyncio.wait([reading], timeout=WRITE_EVERY_S)
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from errors

    async def _digest(self) -> None:
        """Take what has come since the last time, in slices between which other tasks run."""
        while lines := self._inbox.take(SLICE):
            metrics.NOTICES.inc(len(lines))
            for line in lines:
                if notice := parse_notice(line.payload):
                    metrics.BROKER_LOGINS.inc(isinstance(notice, LoggedIn))
                    self._links.add(notice, line.at, line.monotonic)
            self._noticed_at = lines[-1].monotonic
            self._watched_since = self._watched_since or self._subscribed_at or lines[0].at
            await asyncio.sleep(0)

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
        missed = self._inbox.missed + self._links.missed
        self._inbox.missed = self._links.missed = 0
        if missed:
            log.warning("notices of the broker were dropped", extra={"count": missed})
            metrics.NOTICES_MISSED.inc(missed)
            self._watched_since = None if self._watched_since is None else now
        async with self._pool.acquire(timeout=5) as connection, connection.transaction():
            await write_changes(connection, self._name, self._watched_since, missed, changes)
        self._recording.succeeded()


async def _receive(client: aiomqtt.Client) -> None:
    """Receive until the connection ends; raise MqttError then. The inbox has what is received."""
    async for _ in client.messages:
        raise RuntimeError("a message came past the inbox")
