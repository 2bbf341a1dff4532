"""Source: the only file that knows MQTT. Takes messages in bulk and acknowledges them in bulk.

aiomqtt and paho keep the connection and the session; messages go past their queue straight into
ours, and nothing is acknowledged but by `acknowledge`. What is waiting here is bounded by Receive
Maximum and by bytes. When a connection ends, what was not taken is dropped: it comes again.
"""

import asyncio
import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import aiomqtt
from paho.mqtt import client as paho
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from isotherm.names import READINGS_FILTER, TICK_TOPIC
from isotherm.trouble import Trouble
from isotherm_ingest import metrics
from isotherm_ingest.arrivals import Arrivals, Message, Opened
from isotherm_ingest.beat import Beat
from isotherm_ingest.link import Backoff
from isotherm_ingest.ticks import is_tick

log = logging.getLogger(__name__)

SESSION_FOR_EVER = 0xFFFFFFFF
_KEEPALIVE_S = 30
_SETTLE_S = 3.0
_LASTED_S = 5.0
"""A connection that lasted so long ends the growing of waits."""


@dataclass(slots=True, frozen=True)
class Account:
    """Where the broker is, and who we are there."""

    host: str
    port: int
    username: str
    password: str
    instance: str
    tls: bool = False

    @property
    def client_id(self) -> str:
        """Fixed for an instance, so that it finds its session again; no device can have it."""
        return f"isotherm:ingest:{self.instance}"


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
        self._backoff = backoff or Backoff()
        self._client: paho.Client | None = None
        self._made: paho.Client | None = None
        self._session: aiomqtt.Client | None = None
        self._waiting: list[Message] = []
        self._bytes = self._outstanding = 0
        self._epoch = 0
        self._opened: Opened | None = None
        self._paused = self._saturated = False
        self._something = asyncio.Event()
        self._trouble = Trouble(log, "broker connection ended", "subscribed at the broker again")
        self.connected = False

    async def run(self) -> None:
        """Keeps the connection until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._beat.run(), name="beat")
            await self._keep()

    async def _keep(self) -> None:
        while True:
            began = time.monotonic()
            try:
                await self._connection()
            except (aiomqtt.MqttError, SubscriptionRefusedError, OSError) as error:
                self._trouble.came(error)
            finally:
                self._close()
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

    def waiting(self) -> Sequence[Message]:
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
        taken, self._waiting = self._waiting[:count], self._waiting[count:]
        received: dict[int, int] = {}
        for message in taken:
            self._bytes -= _size(message)
            if not is_tick(message):
                received[message.hour] = received.get(message.hour, 0) + 1
        self._go_on()
        self._saturated = self._paused or self._outstanding >= self._window
        return Arrivals(taken, received, self._epoch)

    def acknowledge(self, packet_ids: Iterable[int], epoch: int) -> None:
        """Acknowledges to the broker; void when the connection is another one by now."""
        if self._client is None or epoch != self._epoch:
            return
        for packet_id in packet_ids:
            self._client.ack(packet_id, 1)
            self._outstanding -= 1

    async def settle(self) -> None:
        """Returns when the broker has read our acknowledgements, before an orderly end.

        A socket closed with something unread in it is reset, and what the broker had not read yet
        would be gone: so one more question, whose answer comes after all that was said before.
        """
        if self._session is None:
            return
        try:
            await self._session.subscribe([(TICK_TOPIC, _options())], timeout=_SETTLE_S)
        except aiomqtt.MqttError as error:
            log.info("broker gave no last answer", extra={"error": str(error)})

    async def _connection(self) -> None:
        """One connection, from CONNECT until it ends by an error or by us."""
        client = self._make_client()
        async with client:
            codes = await client.subscribe(
                [(READINGS_FILTER, _options()), (TICK_TOPIC, _options())]
            )
            refused = [each for each in codes if isinstance(each, ReasonCode) and each.is_failure]
            if refused:
                raise SubscriptionRefusedError(", ".join(map(str, refused)))
            self._session, self.connected = client, True
            metrics.CONNECTED.set(1)
            self._trouble.over()
            async for _ in client.messages:  # none come this way: it ends with the connection
                pass

    def _make_client(self) -> aiomqtt.Client:
        account = self._account
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        properties.SessionExpiryInterval = SESSION_FOR_EVER
        properties.ReceiveMaximum = self._window
        client = aiomqtt.Client(
            account.host,
            account.port,
            username=account.username,
            password=account.password,
            identifier=account.client_id,
            protocol=aiomqtt.ProtocolVersion.V5,
            clean_start=False,
            properties=properties,
            keepalive=_KEEPALIVE_S,
            tls_context=ssl.create_default_context() if account.tls else None,
        )
        inner = client._client  # aiomqtt has no public way to acknowledge by hand
        inner.manual_ack_set(True)
        connected = inner.on_connect

        def on_connect(
            client: paho.Client, userdata: object, flags: paho.ConnectFlags,
            code: ReasonCode, properties: Properties | None,
        ) -> None:  # fmt: skip
            if client is not self._made:
                return  # a try that was given up; the broker stood still, and answers it now
            if not code.is_failure:
                self._open(client, flags.session_present)
            if connected is not None:
                connected(client, userdata, flags, code, properties)  # type: ignore[arg-type,call-arg]

        self._made, inner.on_connect = inner, on_connect
        inner.on_message = self._on_message
        return client

    def _open(self, client: paho.Client, session_present: bool) -> None:
        self._client = client
        self._epoch += 1
        self._waiting, self._bytes, self._outstanding = [], 0, 0
        self._saturated = self._paused = False
        self._opened = Opened(self._epoch, session_present)
        metrics.CONNECTIONS.labels("kept" if session_present else "new").inc()
        log.info("connected to the broker", extra={"session_present": session_present})
        self._something.set()

    def _close(self) -> None:
        if self._made is not None:
            self._made.disconnect()  # aiomqtt leaves open what did not answer in time
        self._made, self._client, self._session, self.connected = None, None, None, False
        self._epoch += 1  # what is still to be acknowledged is not of the next connection
        self._waiting, self._bytes, self._opened = [], 0, None
        metrics.CONNECTED.set(0)

    def _on_message(self, client: paho.Client, _: object, message: paho.MQTTMessage) -> None:
        if client is not self._client:
            return  # read from the socket of a connection that we have given up
        taken = Message(
            message._topic.decode("utf-8", "replace"),  # `topic` raises where it is not UTF-8
            message.payload,
            message.mid,
            message.qos,
            message.dup,
            message.retain,
            self._beat.look(),
        )
        self._waiting.append(taken)
        self._bytes += _size(taken)
        if taken.qos:
            self._outstanding += 1
            self._saturated = self._saturated or self._outstanding >= self._window
        self._something.set()
        if self._bytes > self._held_bytes:
            self._pause()

    def _pause(self) -> None:
        """Reads nothing more until half of it is taken; what has been read can be acknowledged.

        Where that takes longer than the keep-alive allows, the connection ends and is made again.
        """
        if self._client is None or self._paused:
            return
        metrics.OVERFLOWS.inc()
        log.warning("too many bytes are waiting", extra={"bytes": self._bytes})
        self._paused = self._saturated = True
        sock = self._client.socket()
        if isinstance(sock, socket.socket):
            asyncio.get_running_loop().remove_reader(sock)

    def _go_on(self) -> None:
        client = self._client
        if client is None or not self._paused or self._bytes > self._held_bytes // 2:
            return
        self._paused = False
        sock = client.socket()
        if isinstance(sock, socket.socket):
            asyncio.get_running_loop().add_reader(sock, _read, client, sock)


def _options() -> SubscribeOptions:
    return SubscribeOptions(1, retainHandling=SubscribeOptions.RETAIN_SEND_IF_NEW_SUB)


def _read(client: paho.Client, sock: socket.socket) -> None:
    """What aiomqtt does when the socket has something for us."""
    client.loop_read()
    while client.socket() is sock and isinstance(sock, ssl.SSLSocket) and sock.pending() > 0:
        client.loop_read()


def _size(message: Message) -> int:
    """Bytes of memory, roughly."""
    return len(message.payload) + len(message.topic) + 250
