"""Frames: slice one read of the socket into PUBLISH messages, as columns.

Pure. Packets other than PUBLISH are returned whole, for the client that keeps the connection. The
time per message is very short, so the common case (QoS 1, first delivery) comes first and becomes
only three slices of bytes.

Source: MQTT 5.0, sections 2.1 (fixed header), 1.5.5 (variable byte integer) and 3.3 (PUBLISH).
"""

from dataclasses import dataclass, field

from isotherm.process.tracing import Remote
from isotherm_ingest.mqtt.traceparents import NAME, Traceparents

PLAIN = 0x32
"""First byte of a PUBLISH with QoS 1, neither DUP nor retained."""
_PUBLISH, _DUP, _QOS, _RETAIN = 0x30, 0x08, 0x06, 0x01
_LONGEST_LENGTH = 4
"""Most bytes of a variable byte integer."""


class MalformedError(Exception):
    """The bytes are not MQTT that a broker may send to us."""


@dataclass(slots=True)
class Frames:
    """The messages of one read, column by column, in the broker's order."""

    topics: list[bytes] = field(default_factory=list)
    payloads: list[bytes] = field(default_factory=list)
    packet_ids: list[bytes] = field(default_factory=list)
    """Two bytes each, as in the packet; empty for a message of QoS 0."""
    heads: dict[int, int] = field(default_factory=dict)
    """The first bytes of messages that are not PLAIN, by index."""
    traces: dict[int, Remote] = field(default_factory=dict)
    """The traces of devices that messages belong to, by index; only the first distinct ones."""
    others: list[bytes] = field(default_factory=list)
    """Packets other than PUBLISH, whole."""
    rest: bytes = b""
    """The beginning of a frame that is not complete yet."""


def is_dup(head: int) -> bool:
    """Return whether a first byte has DUP set: the message is delivered again."""
    return bool(head & _DUP)


def is_retained(head: int) -> bool:
    """Return whether a first byte has RETAIN set: the broker had kept it for new subscribers."""
    return bool(head & _RETAIN)


def qos(head: int) -> int:
    """Return the quality of service in a first byte."""
    return (head & _QOS) >> 1


def slice_frames(data: bytes, *, traced: bool = False) -> Frames:
    """Slice the data of a read; raise MalformedError if it is not MQTT.

    `traced` says whether to look for the traces of messages.
    """
    frames = Frames()
    look = Traceparents(frames.traces).look if traced and NAME in data else None
    topics, payloads, packet_ids = (
        frames.topics.append,
        frames.payloads.append,
        frames.packet_ids.append,
    )
    at, size = 0, len(data)
    while size - at >= 2:
        head, length, start = data[at], data[at + 1], at + 2
        if length > 127:
            whole = _length(data, at + 1, size)
            if whole is None:
                break
            length, start = whole
        end = start + length
        if end > size:
            break
        if head == PLAIN:
            if length < 5:
                raise MalformedError("a PUBLISH ends before its properties")
            middle = start + 2 + (data[start] << 8 | data[start + 1])
            body = middle + 2
            if body >= end:
                raise MalformedError("a PUBLISH ends before its properties")
            skipped = data[body]
            body += 1 + skipped if skipped < 128 else _properties(data, body, end)
            if body > end:
                raise MalformedError("the properties of a PUBLISH end after it")
            if skipped and look is not None:
                look = look if look(len(frames.topics), data[middle + 2 : body]) else None
            topics(data[start + 2 : middle])
            packet_ids(data[middle : middle + 2])
            payloads(data[body:end])
        elif head & 0xF0 == _PUBLISH:
            properties = _other_publish(data, head, start, end, frames)
            if look is not None and not look(len(frames.topics) - 1, properties):
                look = None
        else:
            frames.others.append(data[at:end])
        at = end
    frames.rest = data[at:]
    return frames


def _other_publish(data: bytes, head: int, start: int, end: int, frames: Frames) -> bytes:
    """Add a PUBLISH that is of QoS 0, delivered again, or retained; return its properties."""
    level = qos(head)
    if level > 1:
        raise MalformedError("a PUBLISH has more than the QoS 1 that was subscribed to")
    if end - start < 3:
        raise MalformedError("a PUBLISH ends before its properties")
    middle = start + 2 + (data[start] << 8 | data[start + 1])
    body = middle + 2 * level
    if body >= end:
        raise MalformedError("a PUBLISH ends before its properties")
    after = body + _properties(data, body, end)
    if after > end:
        raise MalformedError("the properties of a PUBLISH end after it")
    frames.heads[len(frames.topics)] = head
    frames.topics.append(data[start + 2 : middle])
    frames.packet_ids.append(data[middle : middle + 2 * level])
    frames.payloads.append(data[after:end])
    return data[body:after]


def _properties(data: bytes, at: int, end: int) -> int:
    """Return how many bytes the properties take, including their length."""
    whole = _length(data, at, end)
    if whole is None:
        raise MalformedError("a PUBLISH ends within its properties' length")
    length, start = whole
    return start - at + length


def _length(data: bytes, at: int, size: int) -> tuple[int, int] | None:
    """Return a variable byte integer and the index after it; None if it is not complete yet."""
    length = shift = 0
    for index in range(at, min(at + _LONGEST_LENGTH, size)):
        byte = data[index]
        length |= (byte & 127) << shift
        if byte < 128:
            return length, index + 1
        shift += 7
    if size - at >= _LONGEST_LENGTH:
        raise MalformedError("a length has more than four bytes")
    return None
