"""A client of MQTT 3.1.1 that goes away without a word, so that the broker sends its will."""

import asyncio


def _text(text: str) -> bytes:
    raw = text.encode()
    return len(raw).to_bytes(2, "big") + raw


def connect_packet(username: str, password: str, will: tuple[str, str] | None = None) -> bytes:
    """Return a CONNECT packet; `will` is topic and payload, with QoS 1."""
    flags = 0b1100_0010 | (0b0000_1100 if will else 0)
    body = _text("MQTT") + bytes((4, flags)) + (60).to_bytes(2, "big") + _text("")
    for text in (*(will or ()), username, password):
        body += _text(text)
    assert len(body) < 16_384
    return bytes((0x10, len(body) & 0x7F | 0x80, len(body) >> 7)) + body


async def leave_a_will(broker: tuple[str, int], packet: bytes) -> bool:
    """Connect and break off; return whether the broker had accepted the connection."""
    reader, writer = await asyncio.open_connection(*broker)
    writer.write(packet)
    answer = await reader.read(4)
    writer.transport.abort()
    return answer == b"\x20\x02\x00\x00"
