"""What comes from the broker: messages, and the interface of whatever takes them from there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

HOUR = 3_600_000_000
"""Microseconds in an hour; inside ingest every instant is an int, microseconds since 1970 UTC."""


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


@dataclass(slots=True, eq=False)
class Arrivals:
    """Messages in the broker's order, ticks among them, with what source counted."""

    messages: list[Message]
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

    def waiting(self) -> Sequence[Message]:
        """What could be taken, in order; a view that is good until the next await."""
        ...

    def saturated(self) -> bool:
        """Whether the window has been full since the last take: more may wait at the broker."""
        ...

    def stalled(self) -> bool:
        """Whether, since this was last asked, messages may have waited because nobody read."""
        ...

    def take(self, count: int) -> Arrivals:
        """Hands over the first `count` of those waiting."""
        ...

    def acknowledge(self, packet_ids: Iterable[int], epoch: int) -> None:
        """Tells the broker to forget these; does nothing where the connection is another."""
        ...
