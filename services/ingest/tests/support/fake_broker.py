"""A fake broker that speaks bytes: for faults that a real one does not have."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from isotherm_devstack.host.ports import LOOPBACK
from isotherm_ingest.mqtt.frames import PLAIN

HANG_S = 30.0
"""A limit for what hangs, not a measure."""
CONNACK = b"\x20\x03\0\0\0"
RESUMED = b"\x20\x03\1\0\0"
PINGREQ, PINGRESP = b"\xc0\0", b"\xd0\0"
CONNECT, PUBACK, SUBSCRIBE, UNSUBSCRIBE, DISCONNECT = 0x10, 0x40, 0x82, 0xA2, 0xE0


def publish(
    payload: bytes, packet_id: int = 1, topic: bytes = b"sensors/a/b", head: int = PLAIN
) -> bytes:
    """A PUBLISH without properties."""
    body = len(topic).to_bytes(2) + topic
    body += packet_id.to_bytes(2) if head & 6 else b""
    body += b"\0" + payload
    length, encoded = len(body), bytearray()
    while length > 127:
        encoded.append(length & 127 | 128)
        length >>= 7
    return bytes([head, *encoded, length]) + body


def pubacks(packet_ids: Sequence[int]) -> bytes:
    """What acknowledges these, in order."""
    return b"".join(b"\x40\x02" + packet_id.to_bytes(2) for packet_id in packet_ids)


@dataclass(slots=True)
class Peer:
    """The broker's end of one connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def read(self, count: int) -> bytes:
        """Exactly so many bytes of what the client wrote."""
        async with asyncio.timeout(HANG_S):
            return await self.reader.readexactly(count)

    async def packet(self) -> tuple[int, bytes]:
        """The next packet: its first byte, and what follows its length."""
        head, length = await self.read(2)
        shift = 7
        while length >> shift & 1:
            [byte] = await self.read(1)
            length = length ^ 1 << shift | byte << shift
            shift += 7
        return head, await self.read(length)

    async def send(self, *data: bytes) -> None:
        """Writes all of it as one."""
        self.writer.write(b"".join(data))
        async with asyncio.timeout(HANG_S):
            await self.writer.drain()

    async def ended(self) -> None:
        """Returns when the client has closed the connection."""
        async with asyncio.timeout(HANG_S):
            while await self.reader.read(65536):
                pass

    async def subscribed(self) -> None:
        """Answers a SUBSCRIBE to any number of filters."""
        head, body = await self.packet()
        assert head == SUBSCRIBE
        await self.suback(body)

    async def suback(self, body: bytes) -> None:
        """Answer a SUBSCRIBE that was read."""
        at, codes = 3 + body[2], b""
        while at < len(body):
            at += 3 + (body[at] << 8 | body[at + 1])
            codes += b"\1"
        await self.send(b"\x90", bytes([3 + len(codes)]), body[:2], b"\0", codes)

    async def unsubscribed(self) -> bytes:
        """Answer an UNSUBSCRIBE of one filter; return the filter."""
        head, body = await self.packet()
        assert head == UNSUBSCRIBE
        await self.send(b"\xb0\x04", body[:2], b"\0\0")
        return body[5 + body[2] :]


@dataclass(slots=True)
class FakeBroker:
    """Accepts connections; what is said on them is the test's."""

    port: int = 0
    _peers: asyncio.Queue[Peer] = field(default_factory=asyncio.Queue)

    async def connection(self) -> Peer:
        """The next connection, before anything is read from it."""
        async with asyncio.timeout(HANG_S):
            return await self._peers.get()

    async def accept(self, *answer: bytes) -> Peer:
        """The next connection, once its CONNECT is read, and answered with these bytes."""
        peer = await self.connection()
        head, _ = await peer.packet()
        assert head == CONNECT
        await peer.send(*answer)
        return peer

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Takes up a connection."""
        self._peers.put_nowait(Peer(reader, writer))


@asynccontextmanager
async def fake_broker(tls: ssl.SSLContext | None = None) -> AsyncIterator[FakeBroker]:
    """Listens on loopback within the block; its connections end with it."""
    broker = FakeBroker()
    writers = []

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        await broker.connected(reader, writer)

    server = await asyncio.start_server(connected, LOOPBACK, 0, ssl=tls)
    broker.port = server.sockets[0].getsockname()[1]
    try:
        yield broker
    finally:
        server.close()
        for writer in writers:
            writer.transport.abort()
        await server.wait_closed()
