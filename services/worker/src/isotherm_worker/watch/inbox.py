"""Lines of the broker's log that wait to be read, bounded.

A task for each message would cost more than the message: lines go into the inbox as they are
received, and are read in slices.
"""

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import aiomqtt

from isotherm.instants import Clock

MOST_WAITING = 20_000
"""Lines that wait; further ones are dropped. A line has up to 1,000 bytes."""


class Line(NamedTuple):
    """A line of the log, and when it came."""

    payload: bytes
    at: datetime
    monotonic: float


@dataclass(slots=True)
class Inbox:
    """Lines that wait to be read. One that finds no room is dropped and counted."""

    clock: Clock
    missed: int = 0
    _lines: deque[Line] = field(default_factory=deque)

    def put(self, payload: bytes) -> None:
        """Append a line."""
        if len(self._lines) < MOST_WAITING:
            self._lines.append(Line(payload, self.clock.now(), time.monotonic()))
        else:
            self.missed += 1

    def take(self, most: int) -> list[Line]:
        """Remove and return up to `most` lines, oldest first."""
        return [self._lines.popleft() for _ in range(min(most, len(self._lines)))]


def queue_into(inbox: Inbox) -> type[asyncio.Queue[aiomqtt.Message]]:
    """Return a type of queue that puts the payloads into the inbox, and stays empty."""

    class IntoInbox(asyncio.Queue[aiomqtt.Message]):
        def put_nowait(self, item: aiomqtt.Message) -> None:
            inbox.put(bytes(item.payload))

    return IntoInbox
