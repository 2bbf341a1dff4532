"""Devices that publish fast and with patience: QoS 1 over plain sockets, at a pace, many at once.

What the broker has not acknowledged when a connection ends is sent again by the next one, with DUP.
"""

import asyncio
import struct
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fault_load import Message

from isotherm_devstack.testing.broker import Broker

_WINDOW, _WINDOW_BYTES = 1_000, 4_000_000
_LOOK_S = 0.01
_AGAIN_S = 0.1
PUBACK_BYTES = 4
_PUBLISH, _DUP = 0x32, 0x08


def _text(value: str) -> bytes:
    data = value.encode()
    return struct.pack(">H", len(data)) + data


def _packet(kind: int, body: bytes) -> bytes:
    size, length = len(body), bytearray()
    while True:
        size, low = divmod(size, 128)
        length.append(low | (128 if size else 0))
        if not size:
            return bytes((kind,)) + bytes(length) + body


async def connect(
    broker: Broker, username: str, client_id: str, port: int
) -> tuple[int, asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect with MQTT 3.1.1 as a device or service; return the return code, 0 for success."""
    reader, writer = await asyncio.open_connection(broker.host, port)
    try:
        body = _text("MQTT") + bytes([4, 0b1100_0010]) + struct.pack(">H", 60)
        body += _text(client_id) + _text(username) + _text(broker.passwords[username])
        writer.write(_packet(0x10, body))
        return (await reader.readexactly(4))[3], reader, writer
    except BaseException:
        writer.close()
        raise


@dataclass(slots=True)
class _Sender:
    """One device."""

    broker: Broker
    device: str
    messages: Sequence[Message]
    rate: float
    sent: int = 0
    resent: int = 0
    acknowledged: int = 0
    _open: dict[int, Message] = field(default_factory=dict)
    """By packet id: sent and not acknowledged yet."""
    _open_bytes: int = 0
    _ids: deque[int] = field(default_factory=lambda: deque(range(1, _WINDOW + 1)))
    _began: float = field(default_factory=time.monotonic)

    async def run(self) -> None:
        while self.acknowledged < len(self.messages):
            try:
                await self._connection()
            except (OSError, asyncio.IncompleteReadError):
                await asyncio.sleep(_AGAIN_S)

    async def _connection(self) -> None:
        port = self.broker.device_port
        code, reader, writer = await connect(self.broker, self.device, self.device, port)
        try:
            if code:
                raise AssertionError(f"the broker refused {self.device}: {code}")
            again = [frame(*opened, _DUP) for opened in self._open.items()]
            self.resent += len(again)
            writer.write(b"".join(again))
            await self._exchange(reader, writer)
            writer.write(b"\xe0\x00")
            await writer.drain()
        finally:
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard = b""
        while self.acknowledged < len(self.messages):
            writer.write(b"".join(frame(*due) for due in self._due()))
            await writer.drain()
            try:
                async with asyncio.timeout(_LOOK_S):
                    data = await reader.read(65_536)
            except TimeoutError:
                continue
            if not data:
                raise ConnectionResetError
            heard += data
            whole = len(heard) - len(heard) % PUBACK_BYTES
            for kind, packet_id in struct.iter_unpack(">HH", heard[:whole]):
                assert kind == 0x4002, f"no PUBACK: {kind:x}"
                self._release(packet_id)
            heard = heard[whole:]

    def _due(self) -> list[tuple[int, Message]]:
        """Send the messages that pace and window allow now."""
        upto = min(len(self.messages), int((time.monotonic() - self._began) * self.rate) + 1)
        due = []
        while self.sent < upto and self._ids and self._open_bytes < _WINDOW_BYTES:
            packet_id, message = self._ids.popleft(), self.messages[self.sent]
            self._open[packet_id] = message
            self._open_bytes += len(message[1])
            due.append((packet_id, message))
            self.sent += 1
        return due

    def _release(self, packet_id: int) -> None:
        if (message := self._open.pop(packet_id, None)) is not None:
            self._open_bytes -= len(message[1])
            self._ids.append(packet_id)
            self.acknowledged += 1


def frame(packet_id: int, message: Message, flags: int = 0) -> bytes:
    """Return a PUBLISH with QoS 1."""
    topic, payload = message
    return _packet(_PUBLISH | flags, _text(topic) + struct.pack(">H", packet_id) + payload)


class Publisher:
    """Publishes messages at `rate` a second in total; `run` returns when all are acknowledged."""

    def __init__(
        self, broker: Broker, messages: Mapping[str, Sequence[Message]], rate: float
    ) -> None:
        total = sum(map(len, messages.values()))
        self._senders = [
            _Sender(broker, device, own, rate * len(own) / total)
            for device, own in messages.items()
            if own
        ]

    @property
    def acknowledged(self) -> int:
        """The number of messages that the broker has acknowledged."""
        return sum(sender.acknowledged for sender in self._senders)

    @property
    def resent(self) -> int:
        """The number of messages sent again because a connection ended before their PUBACK."""
        return sum(sender.resent for sender in self._senders)

    async def run(self) -> None:
        """Publish everything."""
        async with asyncio.TaskGroup() as group:
            for sender in self._senders:
                group.create_task(sender.run(), name=sender.device)
