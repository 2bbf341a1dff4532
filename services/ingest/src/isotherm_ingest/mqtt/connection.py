"""One connection to the broker: the messages it delivered, and the requests made over it.

Its owner drops it when it ends, and with it all messages that were not taken: the broker delivers
those again.
"""

import logging
from collections import deque
from collections.abc import Callable, Sequence

import aiomqtt
from paho.mqtt import client as paho
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from isotherm.names import READINGS_FILTER, TICK_TOPIC
from isotherm.process.retry import raise_if_cancelled
from isotherm_ingest import metrics
from isotherm_ingest.mqtt.account import Account
from isotherm_ingest.mqtt.arrivals import Arrivals, Chunk, Opened
from isotherm_ingest.mqtt.client import BulkClient
from isotherm_ingest.mqtt.frames import Frames

log = logging.getLogger(__name__)

_TIMEOUT_S = 3.0


class SubscriptionRefusedError(Exception):
    """The broker refused the subscription."""


class BrokerConnection:
    """One connection, from before CONNECT until its owner drops it.

    The messages waiting here are bounded by Receive Maximum and by bytes.
    """

    def __init__(
        self,
        account: Account,
        *,
        epoch: int,
        receive_maximum: int,
        held_bytes: int,
        received_at: Callable[[], int],
        wake: Callable[[], None],
    ) -> None:
        """`received_at` returns µs since 1970; `wake` is called when there is something to do."""
        self.client = account.client(receive_maximum, self._deliver)
        self.epoch = epoch
        self.established = self.subscribed = False
        self.saturated = False
        """Whether the receive window was full since the last `take`."""
        self.delivered = self.outstanding = 0
        self._receive_maximum, self._held_bytes = receive_maximum, held_bytes
        self._received_at, self._wake = received_at, wake
        self._opened: Opened | None = None
        self._accepted = self._dropped = self._paused = False
        self._waiting: deque[Chunk] = deque()
        self._bytes = 0
        self._listen_for_connack()

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do: no message waits, and `opened` was called."""
        return self._opened is None and not self._waiting

    def opened(self) -> Opened | None:
        """Return that the connection was made, once."""
        opened, self._opened = self._opened, None
        return opened

    def waiting(self) -> Sequence[Chunk]:
        """Return the messages that can be taken; none before `opened` was called."""
        return () if self._opened is not None else self._waiting

    def take(self, count: int) -> Arrivals:
        """Take the first `count` waiting messages, and count those of sensors."""
        arrivals = Arrivals([], {}, self.epoch)
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
            self.client.resume()
        self.saturated = self._paused or self.outstanding >= self._receive_maximum
        return arrivals

    def acknowledge(self, packet_ids: Sequence[bytes]) -> None:
        """Acknowledge messages of this connection."""
        self.client.acknowledge(packet_ids)
        self.outstanding -= len(packet_ids)

    async def subscribe(self, *, readings: bool) -> None:
        """Subscribe to ticks and, unless the instance is leaving, to readings.

        Raise SubscriptionRefusedError or MqttError.
        """
        topics = [(TICK_TOPIC, _options())]
        if readings:
            topics = [(READINGS_FILTER, _options()), *topics]
        else:
            await self.client.unsubscribe(READINGS_FILTER)
        codes = await self.client.subscribe(topics)
        raise_if_cancelled()
        refused = [code for code in codes if isinstance(code, ReasonCode) and code.is_failure]
        if refused:
            raise SubscriptionRefusedError(", ".join(map(str, refused)))
        self.established, self.subscribed = True, readings

    async def unsubscribe(self) -> None:
        """End the subscription to readings; if that fails, disconnect and raise MqttError."""
        try:
            await self.client.unsubscribe(READINGS_FILTER, timeout=_TIMEOUT_S)
        except aiomqtt.MqttError:
            self.client.inner.disconnect()
            raise
        self.subscribed = False

    async def settle(self) -> bool:
        """Wait until the broker has read our acknowledgements; return whether it confirmed that.

        Closing a socket with unread data resets it, and acknowledgements that the broker had not
        read yet would be lost. So one more request is sent, which is answered after them.
        """
        try:
            await self.client.subscribe([(TICK_TOPIC, _options())], timeout=_TIMEOUT_S)
        except aiomqtt.MqttError as error:
            log.info("broker did not confirm acknowledgements", extra={"error": str(error)})
            return False
        return True

    def end_session(self) -> None:
        """Disconnect, and have the broker delete the session and all it holds for it."""
        properties = Properties(PacketTypes.DISCONNECT)  # type: ignore[no-untyped-call]  # paho
        properties.SessionExpiryInterval = 0
        self.client.inner.disconnect(properties=properties)

    def drop(self) -> None:
        """Disconnect; whatever still arrives by this connection is ignored."""
        self._dropped = True
        self.client.inner.disconnect()  # aiomqtt leaves a connection open that timed out

    def _listen_for_connack(self) -> None:
        inner = self.client.inner
        connected = inner.on_connect

        def on_connect(
            inner: paho.Client, userdata: object, flags: paho.ConnectFlags,
            code: ReasonCode, properties: Properties | None,
        ) -> None:  # fmt: skip
            if self._dropped:
                return  # a late answer to an attempt that was given up
            if not code.is_failure:
                self._accept(flags.session_present)
            if connected is not None:
                connected(inner, userdata, flags, code, properties)  # type: ignore[arg-type,call-arg]  # paho

        inner.on_connect = on_connect

    def _accept(self, session_present: bool) -> None:
        self._accepted = True
        self._opened = Opened(self.epoch, session_present)
        metrics.CONNECTIONS.labels("kept" if session_present else "new").inc()
        log.info("connected to the broker", extra={"session_present": session_present})
        self._wake()

    def _deliver(self, client: BulkClient, frames: Frames) -> None:
        """Receive the messages of one read."""
        if self._dropped or not self._accepted:
            return
        chunk = Chunk.of(frames, self._received_at())
        self._waiting.append(chunk)
        self._bytes += chunk.size
        self.delivered += len(chunk)
        self.outstanding += chunk.unacknowledged
        self.saturated = self.saturated or self.outstanding >= self._receive_maximum
        self._wake()
        if self._bytes > self._held_bytes and not self._paused:
            self._pause(client)

    def _pause(self, client: BulkClient) -> None:
        """Pause reading until half of the bytes are taken; messages can be acknowledged meanwhile.

        If that takes longer than the keep-alive allows, the connection ends and is opened again.
        """
        metrics.OVERFLOWS.inc()
        log.warning("too many bytes are waiting, reading is paused", extra={"bytes": self._bytes})
        self._paused = self.saturated = True
        client.pause()


def _options() -> SubscribeOptions:
    return SubscribeOptions(1, retainHandling=SubscribeOptions.RETAIN_SEND_IF_NEW_SUB)
