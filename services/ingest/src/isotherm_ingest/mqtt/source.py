"""The source: receives messages from the broker in bulk and acknowledges them in bulk.

The bulk client keeps connection and session; only `acknowledge` acknowledges. What waits here is
bounded by Receive Maximum and by bytes. When a connection ends, messages that were not taken are
dropped: the broker delivers them again.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence

import aiomqtt
from paho.mqtt import client as paho
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from isotherm.names import READINGS_FILTER, TICK_TOPIC
from isotherm.process.background import Job
from isotherm.process.outage import Outage
from isotherm.process.retry import Backoff, Recovery, keep
from isotherm_ingest import metrics
from isotherm_ingest.mqtt.account import Account
from isotherm_ingest.mqtt.arrivals import Arrivals, Chunk, Opened
from isotherm_ingest.mqtt.client import BulkClient
from isotherm_ingest.mqtt.frames import Frames
from isotherm_ingest.mqtt.stall import StallDetector

log = logging.getLogger(__name__)

_SETTLE_S = 3.0
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.05, 1.0
_LASTED_S = 5.0
"""After a connection that lasted this long, waits start short again."""


class SubscriptionRefusedError(Exception):
    """The broker refused the subscription."""


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
        self._window, self._held_bytes = receive_maximum, held_bytes
        self._stall = StallDetector(now)
        # short waits: a broker that restarted has lost the shared subscription
        self._backoff = backoff or Backoff(_FIRST_WAIT_S, _LONGEST_WAIT_S)
        self._client: BulkClient | None = None
        self._made: BulkClient | None = None
        self._session: BulkClient | None = None
        self._waiting: deque[Chunk] = deque()
        self._bytes = self._outstanding = 0
        self._epoch = 0
        self._opened: Opened | None = None
        self._paused = self._saturated = False
        self._something = asyncio.Event()
        self._leaving = self._left = False
        self._outage = Outage(
            log, "connection to the broker ended, reconnecting", "subscribed at the broker again"
        )
        self._job = job or Job("source")
        self.connected = self.subscribed = False
        self.delivered = 0
        """Messages delivered since the start."""

    @property
    def epoch(self) -> int:
        """Changes when a connection ends, and when another is made."""
        return self._epoch

    @property
    def outstanding(self) -> int:
        """Messages that this connection delivered and that are not acknowledged yet."""
        return self._outstanding

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
            await self._connection()
        finally:
            self._close()
            _end_if_cancelled()
            if time.monotonic() - began > _LASTED_S:
                self._backoff.reset()

    async def wait(self, timeout_s: float) -> None:
        """Return when there is something to do, or after `timeout_s` seconds."""
        if self._opened is None and not self._waiting:
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
        opened, self._opened = self._opened, None
        return opened

    def waiting(self) -> Sequence[Chunk]:
        """Return the messages that can be taken; none before `opened` was called."""
        return () if self._opened is not None else self._waiting

    def saturated(self) -> bool:
        """Return whether the receive window was full since the last take."""
        return self._saturated

    def stalled(self) -> bool:
        """Return whether the process stalled since the last call, also asleep with the machine."""
        return self._stall.stalled()

    def take(self, count: int) -> Arrivals:
        """Take the first `count` waiting messages, and count those of sensors."""
        arrivals = Arrivals([], {}, self._epoch)
        while count and self._waiting:
            chunk = self._waiting.popleft()
            if len(chunk) > count:
                chunk, rest = chunk.split(count)
                self._waiting.appendleft(rest)
            count -= len(chunk)
            self._bytes -= chunk.size
            arrivals.chunks.append(chunk)
            received = arrivals.received.get(chunk.hour, 0)
            arrivals.received[chunk.hour] = received + len(chunk) - len(chunk.ticks)
        if self._paused and self._bytes <= self._held_bytes // 2:
            self._paused = False
            if self._client is not None:
                self._client.resume()
        self._saturated = self._paused or self._outstanding >= self._window
        return arrivals

    def acknowledge(self, packet_ids: Sequence[bytes], epoch: int) -> None:
        """Acknowledge messages; do nothing if the connection is no longer that of `epoch`."""
        if self._client is None or epoch != self._epoch:
            return
        self._client.acknowledge(packet_ids)
        self._outstanding -= len(packet_ids)

    async def settle(self) -> bool:
        """Wait until the broker has read our acknowledgements; return whether it confirmed that.

        Closing a socket with unread data resets it, and acknowledgements that the broker had not
        read yet would be lost. So one more request is sent, which is answered after them.
        """
        if self._session is None:
            return False
        try:
            await self._session.subscribe([(TICK_TOPIC, _options())], timeout=_SETTLE_S)
        except aiomqtt.MqttError as error:
            log.info("broker did not confirm acknowledgements", extra={"error": str(error)})
            return False
        return True

    async def unsubscribe(self) -> None:
        """End the subscription to readings, also for later connections.

        What the broker holds for this session is still delivered.
        """
        self._leaving = True
        if self._session is None:
            return  # the next connection does it
        try:
            await self._session.unsubscribe(READINGS_FILTER, timeout=_SETTLE_S)
            self.subscribed = False
        except aiomqtt.MqttError as error:
            self._outage.began(error)
            self._session.inner.disconnect()  # the next connection does it

    async def end_session(self) -> None:
        """End connection and session for good; the broker holds nothing more for it."""
        self._left = True
        if self._session is None:
            return
        properties = Properties(PacketTypes.DISCONNECT)  # type: ignore[no-untyped-call]  # paho
        properties.SessionExpiryInterval = 0
        self._session.inner.disconnect(properties=properties)

    async def _connection(self) -> None:
        """Hold one connection, from CONNECT until it ends; raise if it ends by an error."""
        client = self._make_client()
        async with client:
            topics = [(TICK_TOPIC, _options())]
            if self._leaving:
                await client.unsubscribe(READINGS_FILTER)
            else:
                topics = [(READINGS_FILTER, _options()), *topics]
            codes = await client.subscribe(topics)
            _end_if_cancelled()
            refused = [code for code in codes if isinstance(code, ReasonCode) and code.is_failure]
            if refused:
                raise SubscriptionRefusedError(", ".join(map(str, refused)))
            self._session, self.connected = client, True
            self.subscribed = not self._leaving
            metrics.CONNECTED.set(1)
            self._outage.ended()
            self._job.succeeded()
            async for _ in client.messages:  # yields nothing, and ends with the connection
                pass

    def _make_client(self) -> BulkClient:
        client = self._account.client(self._window, self._take_in)
        connected = client.inner.on_connect

        def on_connect(
            inner: paho.Client, userdata: object, flags: paho.ConnectFlags,
            code: ReasonCode, properties: Properties | None,
        ) -> None:  # fmt: skip
            if client is not self._made:
                return  # a late answer to an attempt that was given up
            if not code.is_failure:
                self._open(client, flags.session_present)
            if connected is not None:
                connected(inner, userdata, flags, code, properties)  # type: ignore[arg-type,call-arg]  # paho

        self._made, client.inner.on_connect = client, on_connect
        return client

    def _open(self, client: BulkClient, session_present: bool) -> None:
        self._client = client
        self._epoch += 1
        self._waiting, self._bytes, self._outstanding = deque(), 0, 0
        self._saturated = self._paused = False
        self._opened = Opened(self._epoch, session_present)
        metrics.CONNECTIONS.labels("kept" if session_present else "new").inc()
        log.info("connected to the broker", extra={"session_present": session_present})
        self._something.set()

    def _close(self) -> None:
        if self._made is not None:
            self._made.inner.disconnect()  # aiomqtt leaves a connection open that timed out
        self._made, self._client, self._session, self.connected = None, None, None, False
        self.subscribed = False
        self._epoch += 1  # acknowledgements still to come are not for the next one
        self._waiting, self._bytes, self._opened = deque(), 0, None
        metrics.CONNECTED.set(0)

    def _take_in(self, client: BulkClient, frames: Frames) -> None:
        if client is not self._client:
            return  # read from a connection that was given up
        chunk = Chunk.of(frames, self._stall.look())
        self._waiting.append(chunk)
        self._bytes += chunk.size
        self.delivered += len(chunk)
        self._outstanding += chunk.unacknowledged
        self._saturated = self._saturated or self._outstanding >= self._window
        self._something.set()
        if self._bytes > self._held_bytes and not self._paused:
            self._pause(client)

    def _pause(self, client: BulkClient) -> None:
        """Pause reading until half of the bytes are taken; messages can be acknowledged meanwhile.

        If that takes longer than the keep-alive allows, the connection ends and is opened again.
        """
        metrics.OVERFLOWS.inc()
        log.warning("too many bytes are waiting, reading is paused", extra={"bytes": self._bytes})
        self._paused = self._saturated = True
        client.pause()


def _end_if_cancelled() -> None:
    """Raise if cancelled: before Python 3.12, asyncio.wait_for may swallow a cancellation."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _options() -> SubscribeOptions:
    return SubscribeOptions(1, retainHandling=SubscribeOptions.RETAIN_SEND_IF_NEW_SUB)
