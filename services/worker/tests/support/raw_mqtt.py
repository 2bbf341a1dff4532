"""A device at the level of bytes: it can break off, stay silent and violate the protocol."""

import asyncio
import contextlib
import struct
from dataclasses import dataclass, field

from isotherm_devstack.testing.broker import Broker

ACCEPTED = b"\x20\x02\x00\x00"


def _text(text: str) -> bytes:
    return struct.pack(">H", len(text.encode())) + text.encode()


def _packet(kind: int, body: bytes) -> bytes:
    length, encoded = len(body), bytearray()
    while True:
        length, digit = divmod(length, 128)
        encoded.append(digit | (128 if length else 0))
        if not length:
            return bytes([kind, *encoded]) + body


def login(
    name: str, password: str, *, client_id: str | None = None, keepalive_s: int = 60
) -> bytes:
    """Return the CONNECT packet of MQTT 3.1.1."""
    head = _text("MQTT") + bytes([4, 0xC2]) + struct.pack(">H", keepalive_s)
    return _packet(0x10, head + _text(client_id or name) + _text(name) + _text(password))


def anonymous_login(client_id: str) -> bytes:
    """Return a CONNECT packet without a user name."""
    return _packet(0x10, _text("MQTT") + bytes([4, 2, 0, 60]) + _text(client_id))


def message(topic: str, payload: bytes) -> bytes:
    """Return a PUBLISH packet with QoS 0."""
    return _packet(0x30, _text(topic) + payload)


@dataclass(slots=True)
class RawDevice:
    """A connection to the devices' listener."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, packet: bytes) -> None:
        """Send a packet; the broker may close the connection meanwhile."""
        with contextlib.suppress(ConnectionError):
            self.writer.write(packet)
            await self.writer.drain()

    async def ended(self) -> None:
        """Return when the broker has closed the connection."""
        async with asyncio.timeout(60):
            with contextlib.suppress(ConnectionError):
                while await self.reader.read(1000):
                    pass

    async def close(self) -> None:
        """Close the connection without a word."""
        self.writer.close()
        with contextlib.suppress(ConnectionError):
            await self.writer.wait_closed()


@dataclass(slots=True)
class RawDevices:
    """The connections of a test."""

    broker: Broker
    opened: list[RawDevice] = field(default_factory=list)

    async def open(self, packet: bytes = b"") -> RawDevice:
        """Connect and send a packet."""
        broker = self.broker
        device = RawDevice(*await asyncio.open_connection(broker.host, broker.device_port))
        self.opened.append(device)
        device.writer.write(packet)
        return device

    async def log_in(self, name: str, *, keepalive_s: int = 60) -> RawDevice:
        """Connect and log in with the password that the broker has."""
        password = self.broker.passwords[name]
        device = await self.open(login(name, password, keepalive_s=keepalive_s))
        assert await device.reader.readexactly(4) == ACCEPTED
        return device

    async def close(self) -> None:
        """Close all connections."""
        for device in self.opened:
            await device.close()
