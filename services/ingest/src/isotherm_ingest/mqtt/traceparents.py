"""Read the `traceparent` user properties of messages: which traces of devices a read belongs to.

Pure. This costs little however many messages have one: a read stops looking after `LINKS` traces
or `LOOKS` messages with properties. What is no valid `traceparent` is ignored, never a reject.

Source: MQTT 5.0, sections 2.2.2 (properties) and 3.3.2.3 (those of PUBLISH); W3C Trace Context:
MQTT protocol, section 3.1: a user property named `traceparent`.
"""

from collections.abc import Iterable, Iterator

from isotherm.process.tracing import Remote, parse_traceparent

LINKS = 32
"""Distinct traces that a batch links to at most."""
LOOKS = 256
"""Messages with properties that are looked at in a read; most devices without a trace send none."""
NAME = b"traceparent"
_USER_PROPERTY, _SUBSCRIPTION = 0x26, 0x0B
_BYTES = {0x01: 1, 0x02: 4, 0x23: 2}
"""Lengths of the properties whose length is fixed."""
_STRINGS = (0x03, 0x08, 0x09)
"""Properties that begin with their length in two bytes."""


class Traceparents:
    """Looks for the traces of one read's messages."""

    def __init__(self, traces: dict[int, Remote]) -> None:
        """`traces` receives what is found, by the index of the message."""
        self._traces = traces
        self._seen: set[Remote] = set()
        self._looks = 0

    def look(self, index: int, properties: bytes) -> bool:
        """Look at a message's properties, with their length before them.

        Return whether another message is worth a look.
        """
        self._looks += 1
        remote = parse_traceparent(read_traceparent(properties))
        if remote is not None and remote.sampled and remote not in self._seen:
            self._seen.add(remote)
            self._traces[index] = remote
        return len(self._seen) < LINKS and self._looks < LOOKS


def distinct(traces: Iterable[Remote]) -> list[Remote]:
    """Return the first `LINKS` distinct ones."""
    return list(dict.fromkeys(traces))[:LINKS]


def read_traceparent(properties: bytes) -> bytes | None:
    """Return the value of the user property; None without one, with several, or if malformed.

    `properties` are those of a PUBLISH, with their length before them.
    """
    if NAME not in properties:
        return None
    try:
        begin = _after_integer(properties, 0)
        values = [value for name, value in _user_properties(properties, begin) if name == NAME]
    except (IndexError, ValueError):
        return None
    return values[0] if len(values) == 1 else None


def _user_properties(data: bytes, at: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield names and values; raise IndexError or ValueError if they are malformed."""
    while at < len(data):
        kind, at = data[at], at + 1
        if kind == _USER_PROPERTY:
            name, at = _string(data, at)
            value, at = _string(data, at)
            yield name, value
        elif kind in _STRINGS:
            _, at = _string(data, at)
        elif kind == _SUBSCRIPTION:
            at = _after_integer(data, at)
        elif kind in _BYTES:
            at += _BYTES[kind]
        else:
            raise ValueError(f"a PUBLISH has no property {kind}")
    if at > len(data):
        raise ValueError("the properties end within one")


def _after_integer(data: bytes, at: int) -> int:
    """Return the index after a variable byte integer."""
    while data[at] > 127:
        at += 1
    return at + 1


def _string(data: bytes, at: int) -> tuple[bytes, int]:
    begin = at + 2
    end = begin + (data[at] << 8 | data[at + 1])
    if end > len(data):
        raise ValueError("the properties end within one")
    return data[begin:end], end
