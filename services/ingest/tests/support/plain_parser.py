"""A plain MQTT parser that reads byte by byte, to compare the slicer with, and packets for both."""

from dataclasses import dataclass, field

from isotherm_ingest.mqtt.frames import PLAIN, Frames, MalformedError


@dataclass(frozen=True)
class Publish:
    """A PUBLISH, column by column."""

    head: int
    topic: bytes
    packet_id: bytes
    payload: bytes


@dataclass
class Found:
    """The contents of a stream in order; packets of other kinds are kept apart."""

    messages: list[Publish] = field(default_factory=list)
    others: list[bytes] = field(default_factory=list)
    rest: bytes = b""

    def take(self, frames: Frames) -> None:
        """Add the frames of one read."""
        assert len(frames.topics) == len(frames.payloads) == len(frames.packet_ids)
        assert PLAIN not in frames.heads.values()
        columns = zip(frames.topics, frames.packet_ids, frames.payloads, strict=True)
        self.messages += [
            Publish(frames.heads.get(n, PLAIN), *fields) for n, fields in enumerate(columns)
        ]
        self.others += frames.others
        self.rest = frames.rest


class Reader:
    """Returns bytes one by one; raises StopIteration at the end."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def byte(self) -> int:
        if self.at == len(self.data):
            raise StopIteration
        self.at += 1
        return self.data[self.at - 1]

    def some(self, count: int) -> bytes:
        taken = self.data[self.at : self.at + count]
        if len(taken) < count:
            raise StopIteration
        self.at += count
        return taken

    def length(self) -> int:
        """MQTT 5.0, 1.5.5, as it stands there."""
        multiplier, value = 1, 0
        while True:
            encoded = self.byte()
            value += (encoded & 127) * multiplier
            if not encoded & 128:
                return value
            multiplier *= 128
            if multiplier > 128 * 128 * 128:
                raise MalformedError


def parse(data: bytes) -> Found:
    """The plain parser."""
    parsed, reader = Found(), Reader(data)
    while True:
        begin = reader.at
        try:
            head = reader.byte()
            body = reader.some(reader.length())
        except StopIteration:
            parsed.rest = data[begin:]
            return parsed
        if head >> 4 == 3:
            parsed.messages.append(parse_publish(head, body))
        else:
            parsed.others.append(data[begin : reader.at])


def parse_publish(head: int, body: bytes) -> Publish:
    reader = Reader(body)
    quality = head >> 1 & 3
    if quality > 1:
        raise MalformedError
    try:
        topic = reader.some(reader.byte() << 8 | reader.byte())
        packet_id = reader.some(2) if quality else b""
        reader.some(reader.length())
    except StopIteration:
        raise MalformedError from None
    return Publish(head, topic, packet_id, body[reader.at :])


def varint(number: int) -> bytes:
    encoded = bytearray()
    while number > 127:
        encoded.append(number & 127 | 128)
        number >>= 7
    return bytes([*encoded, number])


def properties(length: int) -> bytes:
    """Properties of so many bytes: a message expiry interval and user properties."""
    if length < 5:
        return varint(0)
    if length < 10:
        return varint(5) + b"\x02\0\0\0\x09"
    value = length - 10
    return varint(length) + b"\x02\0\0\0\x09" + b"\x26\0\0" + value.to_bytes(2) + b"v" * value


def publish(message: Publish, property_bytes: int = 0) -> bytes:
    body = len(message.topic).to_bytes(2) + message.topic + message.packet_id
    body += properties(property_bytes) + message.payload
    return bytes([message.head]) + varint(len(body)) + body
