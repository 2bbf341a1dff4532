"""The source: receives messages from the broker in bulk and acknowledges them in bulk.

It opens one connection after another, each a `BrokerConnection`, and resumes the same session.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence

import aiomqtt

from isotherm.process.background import Job
from isotherm.process.outage import Outage
from isotherm.process.retry import Backoff, Recovery, keep
from isotherm_ingest import metrics
from isotherm_ingest.mqtt.account import Account
from isotherm_ingest.mqtt.arrivals import Arrivals, Chunk, Opened
from isotherm_ingest.mqtt.connection import BrokerConnection, SubscriptionRefusedError
from isotherm_ingest.mqtt.stall import StallDetector

log = logging.getLogger(__name__)

_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.05, 1.0
_LASTED_S = 5.0
"""After a connection that lasted this long, waits start short again."""


class MqttSource:
    """A Source over one connection; `run` opens it again whenever it ends."""

    def __init__(
        self,
        account: Account,
        *,
        receive_maximum: int,
        held_bytes: int,
        now: Callable[[], int],
        backoff: Backoff | None = None,
        job: Job | None = None,
    ) -> None:
        """`now` returns µs since 1970."""
        self._account = account
        self._receive_maximum, self._held_bytes = receive_maximum, held_bytes
        self._stall = StallDetector(now)
        # short waits: a broker that restarted has lost the shared subscription
        self._backoff = backoff or Backoff(_FIRST_WAIT_S, _LONGEST_WAIT_S)
        self._outage = Outage(
            log, "connection to the broker ended, reconnecting", "subscribed at the broker again"
        )
        self._job = job or Job("source")
        self._connection: BrokerConnection | None = None
        self._delivered_before = 0
        self._something = asyncio.Event()
        self._leaving = self._left = False
        self.epoch = 0
        """Changes when a connection ends, and when another is made."""

    @property
    def connected(self) -> bool:
        """Whether a connection is made and its subscriptions are confirmed."""
        return self._connection is not None and self._connection.established

    @property
    def subscribed(self) -> bool:
        """Whether the broker sends readings over this connection."""
        return self._connection is not None and self._connection.subscribed

    @property
    def outstanding(self) -> int:
        """Messages that this connection delivered and that are not acknowledged yet."""
        return 0 if self._connection is None else self._connection.outstanding

    @property
    def delivered(self) -> int:
        """Messages delivered since the start."""
        connection = self._connection
        return self._delivered_before + (0 if connection is None else connection.delivered)

    async def run(self) -> None:
        """Keep the connection until cancelled."""
        recovery = Recovery(
            self._outage,
            self._job,
            backoff=self._backoff,
            expected=(aiomqtt.MqttError, SubscriptionRefusedError, OSError),
        )
        async with asyncio.TaskGroup() as group:
            group.create_task(self._stall.run(), name="stall")
            await keep(self._connect, recovery, rest_s=self._backoff.next_s)

    async def _connect(self) -> None:
        """Hold one connection until it ends; once the instance has left, do nothing."""
        if self._left:
            await asyncio.Event().wait()
        began = time.monotonic()
        try:
            await self._hold(self._make_connection())
        except aiomqtt.MqttError:
            if not self._left:  # else it ended as it should
                raise
        finally:
            self._drop()
            if time.monotonic() - began > _LASTED_S:
                self._backoff.reset()

    async def _hold(self, connection: BrokerConnection) -> None:
        """Hold a connection, from CONNECT until it ends; raise if it ends by an error."""
        async with connection.client as client:
            await connection.subscribe(readings=not self._leaving)
            if self._leaving and connection.subscribed:  # asked to leave meanwhile
                await connection.unsubscribe()
            metrics.CONNECTED.set(1)
            self._outage.ended()
            self._job.succeeded()
            async for _ in client.messages:  # yields nothing, and ends with the connection
                pass

    def _make_connection(self) -> BrokerConnection:
        self.epoch += 1
        self._connection = BrokerConnection(
            self._account,
            epoch=self.epoch,
            receive_maximum=self._receive_maximum,
            held_bytes=self._held_bytes,
            received_at=self._stall.look,
            wake=self.wake,
        )
        return self._connection

    def _drop(self) -> None:
        self.epoch += 1  # acknowledgements still to come are not for the next connection
        if self._connection is not None:
            self._delivered_before += self._connection.delivered
            self._connection.drop()
            self._connection = None
        metrics.CONNECTED.set(0)

    async def wait(self, timeout_s: float) -> None:
        """Return when there is something to do, or after `timeout_s` seconds."""
        if self._connection is None or self._connection.idle:
            self._something.clear()
            try:
                async with asyncio.timeout(timeout_s):
                    await self._something.wait()
            except TimeoutError:
                return

    def wake(self) -> None:
        """End a `wait`."""
        self._something.set()

    def opened(self) -> Opened | None:
        """Return the connection made since the last call."""
        return None if self._connection is None else self._connection.opened()

    def waiting(self) -> Sequence[Chunk]:
        """Return the messages that can be taken; none before `opened` was called."""
        return () if self._connection is None else self._connection.waiting()

    def saturated(self) -> bool:
        """Return whether the receive window was full since the last take."""
        return self._connection is not None and self._connection.saturated

    def stalled(self) -> bool:
        """Return whether the process stalled since the last call, also asleep with the machine."""
        return self._stall.stalled()

    def take(self, count: int) -> Arrivals:
        """Take the first `count` waiting messages, and count those of sensors."""
        if self._connection is None:
            return Arrivals([], {}, self.epoch)
        return self._connection.take(count)

    def acknowledge(self, packet_ids: Sequence[bytes], epoch: int) -> None:
        """Acknowledge messages; do nothing if the connection is no longer that of `epoch`."""
        if self._connection is not None and self._connection.epoch == epoch:
            self._connection.acknowledge(packet_ids)

    async def settle(self) -> bool:
        """Wait until the broker has read our acknowledgements; return whether it confirmed that."""
        connection = self._connection
        if connection is None or not connection.established:
            return False
        return await connection.settle()

    async def unsubscribe(self) -> None:
        """End the subscription to readings, also for later connections.

        What the broker holds for this session is still delivered.
        """
        self._leaving = True
        connection = self._connection
        if connection is None or not connection.established:
            return  # the next connection does it
        try:
            await connection.unsubscribe()
        except aiomqtt.MqttError as error:
            self._outage.began(error)  # the next connection does it

    async def end_session(self) -> None:
        """End connection and session for good; the broker holds nothing more for it."""
        self._left = True
        if self._connection is not None and self._connection.established:
            self._connection.end_session()
