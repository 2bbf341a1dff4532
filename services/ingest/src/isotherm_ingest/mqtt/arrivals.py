"""Messages as they arrive from the broker, and the interface of their source.

They arrive as columns, one chunk per read of the socket, tens of thousands a second. A `Message`
object is built only for a message that has to be handled by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import Protocol

from isotherm.instants import HOUR, SECOND
from isotherm.names import TICK_TOPIC
from isotherm.process.tracing import Remote
from isotherm_ingest.mqtt.frames import PLAIN, Frames, is_retained, qos
from isotherm_ingest.mqtt.traceparents import distinct

FRESH = 2 * SECOND
"""A tick, or a look at the clock, no older than this (µs) shows that nothing has waited."""
_TICK = TICK_TOPIC.encode()
_OBJECT_BYTES = 150
"""Memory that a message takes beside its own bytes, roughly."""


@dataclass(slots=True, eq=False)
class Message:
    """One PUBLISH as the broker delivered it; `received_at` is when ingest took it (µs)."""

    topic: str
    payload: bytes
    packet_id: int
    """0 where qos is 0."""
    qos: int
    retained: bool
    received_at: int

    @property
    def hour(self) -> int:
        """The UTC hour it was received in (µs); the ledger's key."""
        return self.received_at - self.received_at % HOUR


@dataclass(slots=True, frozen=True)
class Tick:
    """The time that worker published, and its index among the messages of its chunk."""

    index: int
    time: int | None
    """µs since 1970; None if the payload is no time."""


@dataclass(slots=True, eq=False)
class Chunk:
    """Messages read together, column by column, in the broker's order."""

    received_at: int
    topics: list[bytes]
    payloads: list[bytes]
    packet_ids: list[bytes]
    """Two bytes each; empty for QoS 0."""
    size: int
    """Memory they take (bytes), roughly."""
    heads: dict[int, int] = field(default_factory=dict)
    """First bytes by index, of messages that are not QoS 1, first delivery and not retained."""
    ticks: list[Tick] = field(default_factory=list)
    traces: dict[int, Remote] = field(default_factory=dict)
    """Traces of devices by index, of the messages that were found to belong to one."""

    @classmethod
    def of(cls, frames: Frames, received_at: int) -> "Chunk":
        """Return the messages of one read."""
        return cls(
            received_at,
            frames.topics,
            frames.payloads,
            frames.packet_ids,
            _size(frames.topics, frames.payloads),
            frames.heads,
            _ticks(frames.topics, frames.payloads),
            frames.traces,
        )

    @classmethod
    def joined(cls, chunks: Sequence["Chunk"]) -> "Chunk":
        """Join chunks in order, as if all had been received with the first."""
        if len(chunks) == 1:
            return chunks[0]
        begins = [0, *accumulate(map(len, chunks))]
        heads = {
            begin + index: head
            for begin, chunk in zip(begins, chunks, strict=False)
            for index, head in chunk.heads.items()
        }
        traces = {
            begin + index: trace
            for begin, chunk in zip(begins, chunks, strict=False)
            for index, trace in chunk.traces.items()
        }
        ticks = [
            Tick(begin + tick.index, tick.time)
            for begin, chunk in zip(begins, chunks, strict=False)
            for tick in chunk.ticks
        ]
        return cls(
            chunks[0].received_at if chunks else 0,
            list(chain.from_iterable(chunk.topics for chunk in chunks)),
            list(chain.from_iterable(chunk.payloads for chunk in chunks)),
            list(chain.from_iterable(chunk.packet_ids for chunk in chunks)),
            sum(chunk.size for chunk in chunks),
            heads,
            ticks,
            traces,
        )

    def __len__(self) -> int:
        return len(self.topics)

    @property
    def hour(self) -> int:
        """The UTC hour it was received in (µs); the ledger's key."""
        return self.received_at - self.received_at % HOUR

    @property
    def unacknowledged(self) -> int:
        """How many of its messages have to be acknowledged."""
        return len(self) - sum(not qos(head) for head in self.heads.values())

    def message(self, index: int) -> Message:
        """Return one message; a topic that is not UTF-8 gets replacement characters."""
        head = self.heads.get(index, PLAIN)
        return Message(
            self.topics[index].decode("utf-8", "replace"),
            self.payloads[index],
            int.from_bytes(self.packet_ids[index], "big"),
            qos(head),
            is_retained(head),
            self.received_at,
        )

    def split(self, count: int) -> tuple["Chunk", "Chunk"]:
        """Return the first `count` messages and the rest."""
        first, rest = slice(None, count), slice(count, None)
        head, tail = self._cut(first), self._cut(rest)
        for index, value in self.heads.items():
            if index < count:
                head.heads[index] = value
            else:
                tail.heads[index - count] = value
        for index, trace in self.traces.items():
            if index < count:
                head.traces[index] = trace
            else:
                tail.traces[index - count] = trace
        return head, tail

    def _cut(self, part: slice) -> "Chunk":
        topics, payloads = self.topics[part], self.payloads[part]
        size, ticks = _size(topics, payloads), _ticks(topics, payloads)
        return Chunk(self.received_at, topics, payloads, self.packet_ids[part], size, {}, ticks)


def _size(topics: Sequence[bytes], payloads: Sequence[bytes]) -> int:
    return sum(map(len, topics)) + sum(map(len, payloads)) + _OBJECT_BYTES * len(topics)


def _ticks(topics: Sequence[bytes], payloads: Sequence[bytes]) -> list[Tick]:
    if _TICK not in topics:
        return []
    return [Tick(n, _time(payloads[n])) for n, topic in enumerate(topics) if topic == _TICK]


def _time(payload: bytes) -> int | None:
    try:
        return int(payload) * 1000 if len(payload) <= 16 else None
    except ValueError:
        return None


@dataclass(slots=True, eq=False)
class Arrivals:
    """Messages and ticks in the broker's order, with the counts of source."""

    chunks: list[Chunk]
    received: dict[int, int] = field(default_factory=dict)
    """How many messages are from sensors, by hour (µs); only source counts them."""
    epoch: int = 0
    """The connection that delivered them; acknowledging on another one has no effect."""

    def __len__(self) -> int:
        return sum(map(len, self.chunks))

    def traces(self) -> list[Remote]:
        """Return the first distinct traces of devices that the messages belong to."""
        return distinct(trace for chunk in self.chunks for trace in chunk.traces.values())


@dataclass(slots=True, frozen=True)
class Opened:
    """A new connection. Messages of the previous one that were not taken will be sent again."""

    epoch: int
    session_present: bool
    """If False, the broker kept nothing for us: packet ids start over, and nothing has waited."""


class Source(Protocol):
    """Receives messages from a broker in bulk and acknowledges them in bulk."""

    async def wait(self, timeout_s: float) -> None:
        """Return when there is something to do, or after `timeout_s` seconds."""
        ...

    def opened(self) -> Opened | None:
        """Return the connection made since the last call; handle it before `take`."""
        ...

    def waiting(self) -> Sequence[Chunk]:
        """Return the messages that can be taken, in order; valid until the next await."""
        ...

    def saturated(self) -> bool:
        """Return whether the window was full since the last take, so that more may be waiting."""
        ...

    def stalled(self) -> bool:
        """Return whether messages may have waited unread since the last call."""
        ...

    def take(self, count: int) -> Arrivals:
        """Take the first `count` waiting messages."""
        ...

    def acknowledge(self, packet_ids: Sequence[bytes], epoch: int) -> None:
        """Acknowledge messages; do nothing if the connection is no longer that of `epoch`."""
        ...
