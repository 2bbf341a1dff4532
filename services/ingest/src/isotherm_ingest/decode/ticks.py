"""The tick clock: dates untimed messages by when they were published, even if they waited.

Worker publishes the time (a tick) every second. The broker keeps the order of messages, so a
message was published after the tick before it in our queue and before the tick that follows it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from isotherm.instants import SECOND
from isotherm_ingest.mqtt.arrivals import FRESH, Chunk

HOLE = 3 * SECOND
"""Ticks further apart than this (µs) do not date the messages between them."""


@dataclass(slots=True, frozen=True)
class Run:
    """The messages of a chunk from `start` to before `stop`, published at one instant (µs)."""

    start: int
    stop: int
    at: int
    unsure: bool
    """Whether the instant is only the best guess."""


class TickClock:
    """Knows the last tick, and whether messages arrive without having waited.

    `live` means that nothing can have waited since a fresh tick came by this connection: no tick
    was late since, the receive window was never full and the process never stalled. While it
    holds, a message was published when it was received, even if no more ticks come.
    """

    def __init__(self) -> None:
        self.live = False
        self.tick: int | None = None
        """The time in the last tick (µs since 1970), None before the first."""
        self._patient = True

    def opened(self, session_present: bool, tick: int | None) -> None:
        """Begin with a new connection; `tick` (µs) is the last one that was stored."""
        self.live = not session_present  # without a session nothing can have waited
        self.tick = tick
        self._patient = True

    def stalled(self) -> None:
        """The process stalled, so that messages may have waited unread in the socket."""
        self.live = False

    def datable(self, waiting: Sequence[Chunk], now: int, saturated: bool) -> int:
        """Return how many waiting messages can be dated without waiting for the next tick.

        These are fewer than all only while messages arrive that had waited at the broker. It asks
        for a wait of at most 3 seconds (HOLE), and for another only after the next tick.
        """
        total = sum(map(len, waiting))
        if not waiting or saturated:
            return total
        ticks = list(_ticks(waiting))
        if self.live and not any(_is_late(chunk, time) for _, chunk, time in ticks):
            return total
        if ticks:
            self._patient = True
        sure = ticks[-1][0] + 1 if ticks else 0
        tick = ticks[-1][2] if ticks else self.tick
        if not self._patient or tick is None:
            return total
        begin = 0
        for chunk in waiting:
            end = begin + len(chunk)
            if end > sure:
                if chunk.received_at - tick > HOLE:
                    if now - chunk.received_at <= HOLE:
                        return sure
                    self._patient = False
                    return total
                sure = end
            begin = end
        return sure

    def date(self, chunks: Sequence[Chunk], saturated: bool) -> list[list[Run]]:
        """Return when the messages of each chunk were published; follow the ticks among them."""
        if saturated:
            self.live = False
        following = _following(chunks)
        runs_by_chunk = []
        for number, chunk in enumerate(chunks):
            runs, start = [], 0
            for place, tick in enumerate(chunk.ticks):
                if tick.index > start:
                    later = (later.time for later in chunk.ticks[place:] if later.time)
                    after = next(later, following[number])
                    runs.append(self._run(start, tick.index, chunk, after))
                self._follow(chunk, tick.time, saturated)
                start = tick.index
            if start < len(chunk):
                runs.append(self._run(start, len(chunk), chunk, following[number]))
            runs_by_chunk.append(runs)
        return runs_by_chunk

    def _follow(self, chunk: Chunk, tick: int | None, saturated: bool) -> None:
        if tick is None:
            return
        self.tick = tick
        if _is_late(chunk, tick):
            self.live = False
        elif not saturated and tick - chunk.received_at <= FRESH:
            self.live = True

    def _run(self, start: int, stop: int, chunk: Chunk, after: int | None) -> Run:
        return Run(start, stop, *self._instant(chunk.received_at, after))

    def _instant(self, received: int, after: int | None) -> tuple[int, bool]:
        tick = self.tick
        waited = after is not None and received - after > FRESH
        if self.live and not waited:
            return received, False
        if tick is None:
            return received, True
        if 0 <= received - tick <= FRESH:
            return received, False
        end = received if after is None else min(after, received)
        if 0 <= end - tick <= HOLE:
            return tick, False
        return end, True  # the latest instant possible; mostly worker had only just started


def _ticks(waiting: Sequence[Chunk]) -> Iterator[tuple[int, Chunk, int | None]]:
    """Yield each tick's index among all waiting messages, its chunk, and its time."""
    begin = 0
    for chunk in waiting:
        for tick in chunk.ticks:
            yield begin + tick.index, chunk, tick.time
        begin += len(chunk)


def _is_late(chunk: Chunk, time: int | None) -> bool:
    return time is not None and chunk.received_at - time > FRESH


def _following(chunks: Sequence[Chunk]) -> list[int | None]:
    """Return for each chunk the time of the first tick after it, None if there is none yet."""
    following: list[int | None] = [None] * len(chunks)
    after: int | None = None
    for number in range(len(chunks) - 1, -1, -1):
        following[number] = after
        for tick in reversed(chunks[number].ticks):
            after = tick.time or after
    return following
