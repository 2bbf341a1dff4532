"""A client of MQTT 3.1.1 on a bare socket: as fast, as rude and as wrong as an attacker's."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

ACCEPTED = b"\x20\x02\x00\x00"
_AT_ONCE = 500


def _text(text: str) -> bytes:
    raw = text.encode()
    return len(raw).to_bytes(2, "big") + raw


def connect_packet(username: str, password: str, will: tuple[str, str] | None = None) -> bytes:
    """Return a CONNECT packet; `will` is topic and payload, with QoS 1."""
    flags = 0b1100_0010 | (0b0000_1100 if will else 0)
    body = _text("MQTT") + bytes((4, flags)) + (60).to_bytes(2, "big") + _text("")
    for text in (*(will or ()), username, password):
        body += _text(text)
    return b"\x10" + _length(len(body)) + body


def publish_packet(topic: str, payload: bytes, packet_id: int) -> bytes:
    """Return a PUBLISH packet with QoS 1."""
    body = _text(topic) + packet_id.to_bytes(2, "big") + payload
    return b"\x32" + _length(len(body)) + body


def _length(length: int) -> bytes:
    """Return a remaining length as MQTT encodes it."""
    encoded = bytearray()
    while True:
        length, digit = divmod(length, 128)
        encoded.append(digit | 0x80 if length else digit)
        if not length:
            return bytes(encoded)


async def leave_a_will(broker: tuple[str, int], packet: bytes) -> bool:
    """Connect and break off; return whether the broker had accepted the connection."""
    reader, writer = await asyncio.open_connection(*broker)
    writer.write(packet)
    answer = await reader.read(4)
    writer.transport.abort()
    return answer == ACCEPTED


async def is_accepted(broker: tuple[str, int], username: str, password: str) -> bool:
    """Connect once; return whether the broker accepted the password."""
    reader, writer = await asyncio.open_connection(*broker)
    writer.write(connect_packet(username, password))
    answer = await reader.read(4)
    writer.transport.abort()
    return answer == ACCEPTED


@asynccontextmanager
async def connected(
    broker: tuple[str, int], username: str, password: str
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Hold a connection that the broker has accepted."""
    reader, writer = await asyncio.open_connection(*broker)
    writer.write(connect_packet(username, password))
    assert await reader.readexactly(4) == ACCEPTED
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def publish_all(
    broker: tuple[str, int], username: str, password: str, messages: Sequence[tuple[str, bytes]]
) -> None:
    """Publish messages as fast as the broker acknowledges them."""
    async with connected(broker, username, password) as (reader, writer):
        for begin in range(0, len(messages), _AT_ONCE):
            some = messages[begin : begin + _AT_ONCE]
            packets = (publish_packet(*message, number) for number, message in enumerate(some, 1))
            writer.write(b"".join(packets))
            await writer.drain()
            await reader.readexactly(4 * len(some))
