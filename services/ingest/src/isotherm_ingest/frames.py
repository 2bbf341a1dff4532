"""Frames: what one read of the socket holds is sliced into PUBLISH messages, as columns.

Pure. Everything but a PUBLISH is handed back as it stands, for whoever keeps the connection. There
is time for very little a message, so the plain case (QoS 1, first delivery) stands first and
nothing is made of it but three pieces of bytes.

Source: MQTT 5.0, sections 2.1 (fixed header), 1.5.5 (variable byte integer) and 3.3 (PUBLISH).
"""

from dataclasses import dataclass, field

PLAIN = 0x32
"""First byte of a PUBLISH with QoS 1, neither DUP nor retained."""
_PUBLISH, _DUP, _QOS, _RETAIN = 0x30, 0x08, 0x06, 0x01
_LONGEST_LENGTH = 4
"""Bytes that a variable byte integer may have."""


class MalformedError(Exception):
    """The bytes are no MQTT that a broker may send to us."""


@dataclass(slots=True)
class Frames:
    """The messages of one read, column by column, in the broker's order."""

    topics: list[bytes] = field(default_factory=list)
    payloads: list[bytes] = field(default_factory=list)
    packet_ids: list[bytes] = field(default_factory=list)
    """Two bytes each, as they stood there; none for a message of QoS 0."""
    heads: dict[int, int] = field(default_factory=dict)
    """The first byte of those that are not PLAIN, by their index."""
    others: list[bytes] = field(default_factory=list)
    """Packets that are no PUBLISH, whole."""
    rest: bytes = b""
    """The beginning of a frame whose end has not come yet."""


def is_dup(head: int) -> bool:
    """Whether a first byte says that the message is delivered again."""
    return bool(head & _DUP)


def is_retained(head: int) -> bool:
    """Whether a first byte says that the broker had kept the message for new subscribers."""
    return bool(head & _RETAIN)


def qos(head: int) -> int:
    """The quality of service a first byte tells."""
    return (head & _QOS) >> 1


def slice_frames(data: bytes) -> Frames:
    """Slices what was read; raises MalformedError where no broker would say that."""
    found = Frames()
    topics, payloads, packet_ids = (
        found.topics.append,
        found.payloads.append,
        found.packet_ids.append,
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
            topics(data[start + 2 : middle])
            packet_ids(data[middle : middle + 2])
            payloads(data[body:end])
        elif head & 0xF0 == _PUBLISH:
            _other_publish(data, head, start, end, found)
        else:
            found.others.append(data[at:end])
        at = end
    found.rest = data[at:]
    return found


def _other_publish(data: bytes, head: int, start: int, end: int, found: Frames) -> None:
    """A PUBLISH of QoS 0, delivered again or retained."""
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
    found.heads[len(found.topics)] = head
    found.topics.append(data[start + 2 : middle])
    found.packet_ids.append(data[middle : middle + 2 * level])
    found.payloads.append(data[after:end])


def _properties(data: bytes, at: int, end: int) -> int:
    """How many bytes the properties take, their length included."""
    whole = _length(data, at, end)
    if whole is None:
        raise MalformedError("a PUBLISH ends within its properties' length")
    length, start = whole
    return start - at + length


def _length(data: bytes, at: int, size: int) -> tuple[int, int] | None:
    """A variable byte integer and where it ends; None where that has not come yet."""
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
