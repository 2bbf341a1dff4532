"""What comes from the broker: messages, and the interface of whatever takes them from there.

Tens of thousands a second come as columns, a chunk for each read of the socket; a `Message` is made
only of one that needs to be looked at by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import Protocol

from isotherm.names import TICK_TOPIC
from isotherm_ingest.frames import PLAIN, Frames, is_dup, is_retained, qos

HOUR = 3_600_000_000
"""Microseconds in an hour; inside ingest every instant is an int, microseconds since 1970 UTC."""
_TICK = TICK_TOPIC.encode()
_OBJECT_BYTES = 150
"""What a message costs beside its own bytes, roughly."""


@dataclass(slots=True, eq=False)
class Message:
    """One PUBLISH as the broker delivered it; `received_at` is when ingest took it (µs)."""

    topic: str
    payload: bytes
    packet_id: int
    """0 where qos is 0."""
    qos: int
    dup: bool
    retained: bool
    received_at: int

    @property
    def hour(self) -> int:
        """The UTC hour it was received in (µs); the ledger's key."""
        return self.received_at - self.received_at % HOUR


@dataclass(slots=True, frozen=True)
class Tick:
    """Worker's word for what time it is, and where among its chunk's messages it stood."""

    index: int
    said: int | None
    """µs since 1970; None for one that says nothing."""


@dataclass(slots=True, eq=False)
class Chunk:
    """Messages that came together, column by column, in the broker's order."""

    received_at: int
    topics: list[bytes]
    payloads: list[bytes]
    packet_ids: list[bytes]
    """Two bytes each; none for QoS 0."""
    size: int
    """Bytes of memory, roughly."""
    heads: dict[int, int] = field(default_factory=dict)
    """The first byte of those that are not QoS 1, first delivery, not retained; by index."""
    ticks: list[Tick] = field(default_factory=list)

    @classmethod
    def of(cls, frames: Frames, received_at: int) -> "Chunk":
        """The messages of one read."""
        return cls(
            received_at,
            frames.topics,
            frames.payloads,
            frames.packet_ids,
            _size(frames.topics, frames.payloads),
            frames.heads,
            _ticks(frames.topics, frames.payloads),
        )

    @classmethod
    def joined(cls, chunks: Sequence["Chunk"]) -> "Chunk":
        """Several as one, in order, as if they had come when the first did."""
        if len(chunks) == 1:
            return chunks[0]
        begins = [0, *accumulate(map(len, chunks))]
        heads = {
            begin + index: head
            for begin, each in zip(begins, chunks, strict=False)
            for index, head in each.heads.items()
        }
        ticks = [
            Tick(begin + tick.index, tick.said)
            for begin, each in zip(begins, chunks, strict=False)
            for tick in each.ticks
        ]
        return cls(
            chunks[0].received_at if chunks else 0,
            list(chain.from_iterable(each.topics for each in chunks)),
            list(chain.from_iterable(each.payloads for each in chunks)),
            list(chain.from_iterable(each.packet_ids for each in chunks)),
            sum(each.size for each in chunks),
            heads,
            ticks,
        )

    def __len__(self) -> int:
        return len(self.topics)

    @property
    def hour(self) -> int:
        """The UTC hour it was received in (µs); the ledger's key."""
        return self.received_at - self.received_at % HOUR

    @property
    def unacknowledged(self) -> int:
        """How many of its messages wait for an acknowledgement."""
        return len(self) - sum(not qos(head) for head in self.heads.values())

    def message(self, index: int) -> Message:
        """One of them by itself. A topic that is not UTF-8 gets replacement characters."""
        head = self.heads.get(index, PLAIN)
        return Message(
            self.topics[index].decode("utf-8", "replace"),
            self.payloads[index],
            int.from_bytes(self.packet_ids[index], "big"),
            qos(head),
            is_dup(head),
            is_retained(head),
            self.received_at,
        )

    def split(self, count: int) -> tuple["Chunk", "Chunk"]:
        """The first `count` of them, and the others."""
        first, rest = slice(None, count), slice(count, None)
        head, tail = self._cut(first), self._cut(rest)
        for index, value in self.heads.items():
            if index < count:
                head.heads[index] = value
            else:
                tail.heads[index - count] = value
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
    return [Tick(n, _said(payloads[n])) for n, topic in enumerate(topics) if topic == _TICK]


def _said(payload: bytes) -> int | None:
    try:
        return int(payload) * 1000 if len(payload) <= 16 else None
    except ValueError:
        return None


@dataclass(slots=True, eq=False)
class Arrivals:
    """Messages in the broker's order, ticks among them, with what source counted."""

    chunks: list[Chunk]
    received: dict[int, int] = field(default_factory=dict)
    """How many of them are from sensors, by hour (µs); counted by source and by nothing else."""
    epoch: int = 0
    """The connection they came by; acknowledgements of another one are void."""


@dataclass(slots=True, frozen=True)
class Opened:
    """A connection stands; messages of the one before that were not taken will come again."""

    epoch: int
    session_present: bool
    """False: the broker had nothing kept for us, packet ids begin anew, nothing has waited."""


class Source(Protocol):
    """Takes messages from a broker in bulk and acknowledges them in bulk."""

    async def wait(self, timeout_s: float) -> None:
        """Returns when there is something to do, or when the time is over."""
        ...

    def opened(self) -> Opened | None:
        """The connection made since this was last asked; to be dealt with before taking."""
        ...

    def waiting(self) -> Sequence[Chunk]:
        """What could be taken, in order; a view that is good until the next await."""
        ...

    def saturated(self) -> bool:
        """Whether the window has been full since the last take: more may wait at the broker."""
        ...

    def stalled(self) -> bool:
        """Whether, since this was last asked, messages may have waited because nobody read."""
        ...

    def take(self, count: int) -> Arrivals:
        """Hands over the first `count` messages of those waiting."""
        ...

    def acknowledge(self, packet_ids: Sequence[bytes], epoch: int) -> None:
        """Tells the broker to forget these; does nothing where the connection is another."""
        ...
