"""Source: the only file that knows MQTT. Takes messages in bulk and acknowledges them in bulk.

The bulk client keeps the connection and the session; nothing is acknowledged but by
`acknowledge`. What is waiting here is bounded by Receive Maximum and by bytes. When a connection
ends, what was not taken is dropped: it comes again.
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
from isotherm.trouble import Trouble
from isotherm_ingest import metrics
from isotherm_ingest.account import Account
from isotherm_ingest.arrivals import Arrivals, Chunk, Opened
from isotherm_ingest.beat import Beat
from isotherm_ingest.bulk import BulkClient
from isotherm_ingest.frames import Frames
from isotherm_ingest.link import Backoff

log = logging.getLogger(__name__)

_SETTLE_S = 3.0
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.05, 1.0
_LASTED_S = 5.0
"""A connection that lasted so long ends the growing of waits."""


class SubscriptionRefusedError(Exception):
    """The broker does not let us subscribe."""


class MqttSource:
    """A Source over one connection that is made again whenever it ends; `run` keeps it."""

    def __init__(
        self,
        account: Account,
        *,
        receive_maximum: int,
        held_bytes: int,
        now: Callable[[], int],
        backoff: Backoff | None = None,
    ) -> None:
        self._account = account
        self._window, self._held_bytes, self._beat = receive_maximum, held_bytes, Beat(now)
        # a broker that comes back has lost the shared subscription: it is wanted at once
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
        self._trouble = Trouble(log, "broker connection ended", "subscribed at the broker again")
        self.connected = self.subscribed = False
        self.delivered = 0
        """Messages delivered ever."""

    @property
    def epoch(self) -> int:
        """Another number once a connection has ended, and for each that is made."""
        return self._epoch

    @property
    def outstanding(self) -> int:
        """Messages delivered by this connection and not acknowledged yet."""
        return self._outstanding

    async def run(self) -> None:
        """Keeps the connection until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._beat.run(), name="beat")
            await self._keep()

    async def _keep(self) -> None:
        while not self._left:
            began = time.monotonic()
            try:
                await self._connection()
            except (aiomqtt.MqttError, SubscriptionRefusedError, OSError) as error:
                self._trouble.came(error)
            finally:
                self._close()
            _end_where_cancelled()
            if time.monotonic() - began > _LASTED_S:
                self._backoff.reset()
            await asyncio.sleep(self._backoff.next_s())

    async def wait(self, timeout_s: float) -> None:
        """Returns when there is something to do, or when the time is over."""
        if self._opened is None and not self._waiting:
            self._something.clear()
            try:
                async with asyncio.timeout(timeout_s):
                    await self._something.wait()
            except TimeoutError:
                return

    def wake(self) -> None:
        """Ends a `wait`."""
        self._something.set()

    def opened(self) -> Opened | None:
        """The connection made since this was last asked."""
        opened, self._opened = self._opened, None
        return opened

    def waiting(self) -> Sequence[Chunk]:
        """What can be taken; nothing before `opened` was asked."""
        return () if self._opened is not None else self._waiting

    def saturated(self) -> bool:
        """Whether the window has been full since the last take."""
        return self._saturated

    def stalled(self) -> bool:
        """Whether we stood still since this was last asked; also asleep with the machine."""
        return self._beat.stood_still()

    def take(self, count: int) -> Arrivals:
        """Hands over the first `count` of those waiting, and counts those of sensors."""
        arrivals = Arrivals([], {}, self._epoch)
        while count and self._waiting:
            chunk = self._waiting.popleft()
            if len(chunk) > count:
                chunk, rest = chunk.split(count)
                self._waiting.appendleft(rest)
            count -= len(chunk)
            self._bytes -= chunk.size
            arrivals.chunks.append(chunk)
            counted = arrivals.received.get(chunk.hour, 0)
            arrivals.received[chunk.hour] = counted + len(chunk) - len(chunk.ticks)
        if self._paused and self._bytes <= self._held_bytes // 2:
            self._paused = False
            if self._client is not None:
                self._client.go_on()
        self._saturated = self._paused or self._outstanding >= self._window
        return arrivals

    def acknowledge(self, packet_ids: Sequence[bytes], epoch: int) -> None:
        """Acknowledges to the broker; void when the connection is another one by now."""
        if self._client is None or epoch != self._epoch:
            return
        self._client.acknowledge(packet_ids)
        self._outstanding -= len(packet_ids)

    async def settle(self) -> bool:
        """Returns when the broker has read our acknowledgements, before an orderly end; whether it
        said so.

        A socket closed with something unread in it is reset, and what the broker had not read yet
        would be gone: so one more question, whose answer comes after all that was said before.
        """
        if self._session is None:
            return False
        try:
            await self._session.subscribe([(TICK_TOPIC, _options())], timeout=_SETTLE_S)
        except aiomqtt.MqttError as error:
            log.info("broker gave no last answer", extra={"error": str(error)})
            return False
        return True

    async def unsubscribe(self) -> None:
        """Ends the subscription to readings, also for connections to come.

        What the broker keeps for this session goes on coming as the window frees.
        """
        self._leaving = True
        if self._session is None:
            return  # the next connection does it
        try:
            await self._session.unsubscribe(READINGS_FILTER, timeout=_SETTLE_S)
            self.subscribed = False
        except aiomqtt.MqttError as error:
            self._trouble.came(error)
            self._session.inner.disconnect()  # the next connection does it

    async def end_session(self) -> None:
        """Ends connection and session; the broker keeps nothing more, no connection is made."""
        self._left = True
        if self._session is None:
            return
        properties = Properties(PacketTypes.DISCONNECT)  # type: ignore[no-untyped-call]
        properties.SessionExpiryInterval = 0
        self._session.inner.disconnect(properties=properties)

    async def _connection(self) -> None:
        """One connection, from CONNECT until it ends by an error or by us."""
        client = self._make_client()
        async with client:
            wanted = [(TICK_TOPIC, _options())]
            if self._leaving:
                await client.unsubscribe(READINGS_FILTER)
            else:
                wanted = [(READINGS_FILTER, _options()), *wanted]
            codes = await client.subscribe(wanted)
            _end_where_cancelled()
            refused = [each for each in codes if isinstance(each, ReasonCode) and each.is_failure]
            if refused:
                raise SubscriptionRefusedError(", ".join(map(str, refused)))
            self._session, self.connected = client, True
            self.subscribed = not self._leaving
            metrics.CONNECTED.set(1)
            self._trouble.over()
            async for _ in client.messages:  # none come this way: it ends with the connection
                pass

    def _make_client(self) -> BulkClient:
        client = self._account.client(self._window, self._take_in)
        connected = client.inner.on_connect

        def on_connect(
            inner: paho.Client, userdata: object, flags: paho.ConnectFlags,
            code: ReasonCode, properties: Properties | None,
        ) -> None:  # fmt: skip
            if client is not self._made:
                return  # a try that was given up; the broker stood still, and answers it now
            if not code.is_failure:
                self._open(client, flags.session_present)
            if connected is not None:
                connected(inner, userdata, flags, code, properties)  # type: ignore[arg-type,call-arg]

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
            self._made.inner.disconnect()  # aiomqtt leaves open what did not answer in time
        self._made, self._client, self._session, self.connected = None, None, None, False
        self.subscribed = False
        self._epoch += 1  # what is still to be acknowledged is not of the next connection
        self._waiting, self._bytes, self._opened = deque(), 0, None
        metrics.CONNECTED.set(0)

    def _take_in(self, client: BulkClient, frames: Frames) -> None:
        if client is not self._client:
            return  # read from the socket of a connection that we have given up
        chunk = Chunk.of(frames, self._beat.look())
        self._waiting.append(chunk)
        self._bytes += chunk.size
        self.delivered += len(chunk)
        self._outstanding += chunk.unacknowledged
        self._saturated = self._saturated or self._outstanding >= self._window
        self._something.set()
        if self._bytes > self._held_bytes and not self._paused:
            self._pause(client)

    def _pause(self, client: BulkClient) -> None:
        """Reads nothing more until half of it is taken; what has been read can be acknowledged.

        Where that takes longer than the keep-alive allows, the connection ends and is made again.
        """
        metrics.OVERFLOWS.inc()
        log.warning("too many bytes are waiting", extra={"bytes": self._bytes})
        self._paused = self._saturated = True
        client.pause()


def _end_where_cancelled() -> None:
    """asyncio.wait_for, before Python 3.12, swallows a cancel that comes with what it waits for."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _options() -> SubscribeOptions:
    return SubscribeOptions(1, retainHandling=SubscribeOptions.RETAIN_SEND_IF_NEW_SUB)
