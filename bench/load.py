"""A load generator that is not the limit: MQTT 3.1.1 over plain sockets, frames made beforehand.

It publishes 80-byte JSON messages with QoS 1 as 16 devices with up to 64 channels each, and keeps
a window of unacknowledged messages a connection.
"""

import asyncio
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass

from isotherm.names import topic

DEVICES, CHANNELS, WINDOW = 16, 62, 2_000
_PUBACK_BYTES = 4


def device_names() -> list[str]:
    """The devices whose accounts the broker must have."""
    return [f"bench-{number:02d}" for number in range(DEVICES)]


def _text(value: str) -> bytes:
    data = value.encode()
    return struct.pack(">H", len(data)) + data


def _length(size: int) -> bytes:
    out = bytearray()
    while True:
        size, low = divmod(size, 128)
        out.append(low | (128 if size else 0))
        if not size:
            return bytes(out)


def _connect(name: str, password: str) -> bytes:
    body = _text("MQTT") + bytes([4, 0b1100_0010]) + struct.pack(">H", 60)
    body += _text(name) + _text(name) + _text(password)
    return b"\x10" + _length(len(body)) + body


def _payload(number: int, start_ms: int) -> bytes:
    text = f'{{"value": {20 + number % 1000 / 100:.2f}, "unit": "C", "time": {start_ms + number}'
    return (text + " " * (79 - len(text)) + "}").encode()


def _frame(name: str, channel: int, payload: bytes, packet_id: int) -> bytes:
    body = _text(topic(name, f"c{channel:02d}")) + struct.pack(">H", packet_id) + payload
    return b"\x32" + _length(len(body)) + body


def frames(name: str, count: int, start_ms: int) -> list[bytes]:
    """`count` QoS 1 PUBLISH frames of a device, round its channels, each with a time of its own."""
    return [_frame(name, n % CHANNELS, _payload(n, start_ms), n % 65_535 + 1) for n in range(count)]


@dataclass(frozen=True, slots=True)
class Sender:
    """One device: where it connects, and what it will say."""

    host: str
    port: int
    name: str
    password: str
    frames: Sequence[bytes]

    async def run(self, start: asyncio.Event) -> None:
        """Connects, waits for `start`, and returns when the broker has acknowledged everything."""
        reader, writer = await asyncio.open_connection(self.host, self.port)
        writer.write(_connect(self.name, self.password))
        answer = await reader.readexactly(4)
        if answer[3]:
            raise ConnectionError(f"the broker refused {self.name}: {answer[3]}")
        await start.wait()
        sent = acknowledged = 0
        while acknowledged < len(self.frames):
            if sent < len(self.frames) and sent - acknowledged < WINDOW:
                upto = min(len(self.frames), acknowledged + WINDOW)
                writer.write(b"".join(self.frames[sent:upto]))
                await writer.drain()
                sent = upto
            data = await reader.read(65_536)
            if not data:
                raise ConnectionError(f"the broker closed {self.name}")
            # PUBACKs are the only packets that come, each of four bytes
            while len(data) % _PUBACK_BYTES:
                data += await reader.readexactly(_PUBACK_BYTES - len(data) % _PUBACK_BYTES)
            acknowledged += len(data) // _PUBACK_BYTES
        writer.write(b"\xe0\x00")
        await writer.drain()
        writer.close()


async def publish(host: str, port: int, passwords: dict[str, str], count: int) -> float:
    """Publishes `count` messages in all, evenly by device; gives when it began (monotonic)."""
    start_ms = int(time.time() * 1000) - 3_600_000
    each = count // DEVICES
    senders = [
        Sender(host, port, name, passwords[name], frames(name, each, start_ms))
        for name in device_names()
    ]
    start = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for sender in senders:
            group.create_task(sender.run(start), name=sender.name)
        began = time.monotonic()
        start.set()
    return began
