"""The clock of ticks: when an untimed message was published, also where it waited at the broker.

Worker publishes the time each second, and each tick stands in our queue between the messages it was
published between. So a message was published after the last tick before it and before the next.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from isotherm_ingest.arrivals import Chunk

SECOND = 1_000_000
FRESH = 2 * SECOND
"""A tick no older than this when it arrives has not waited."""
HOLE = 3 * SECOND
"""Ticks further apart than this do not tell when a message between them was published."""


@dataclass(slots=True, frozen=True)
class Span:
    """Messages of a chunk, from `start` to before `stop`, published at one instant (µs)."""

    start: int
    stop: int
    at: int
    unsure: bool


class TickClock:
    """Knows whether messages come straight through, and what the last tick said.

    `live`: since a fresh tick came by this connection no tick was late, the window was never full
    and we never stood still, so nothing can have waited since; then received_at is right, whether
    or not more ticks come.
    """

    def __init__(self) -> None:
        self.live = False
        self.tick: int | None = None
        """What the last tick said, µs since 1970."""
        self._patient = True

    def opened(self, session_present: bool, tick: int | None) -> None:
        """A connection stands; `tick` is the last one of messages that were stored."""
        self.live = not session_present  # what the broker had not kept cannot have waited
        self.tick = tick
        self._patient = True

    def stalled(self) -> None:
        """What is read next may have waited, as nobody read."""
        self.live = False

    def settled(self, waiting: Sequence[Chunk], now: int, saturated: bool) -> int:
        """How many messages at the front can be placed now, rather than when the next tick is in
        sight.

        Not all only while messages that waited are coming in. It waits no longer than 3 seconds,
        and after that no more until a tick is seen.
        """
        total = sum(map(len, waiting))
        if not waiting or saturated:
            return total
        ticks = [(place, chunk, said) for place, chunk, said in _ticks(waiting)]
        if self.live and not any(_is_late(chunk, said) for _, chunk, said in ticks):
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

    def read(self, chunks: Sequence[Chunk], saturated: bool) -> list[list[Span]]:
        """When the messages of each chunk were published; ticks among them move the clock."""
        if saturated:
            self.live = False
        following = _following(chunks)
        spans = []
        for number, chunk in enumerate(chunks):
            mine, start = [], 0
            for place, tick in enumerate(chunk.ticks):
                if tick.index > start:
                    later = (each.said for each in chunk.ticks[place:] if each.said)
                    after = next(later, following[number])
                    mine.append(self._span(start, tick.index, chunk, after))
                self._hear(chunk, tick.said, saturated)
                start = tick.index
            if start < len(chunk):
                mine.append(self._span(start, len(chunk), chunk, following[number]))
            spans.append(mine)
        return spans

    def _hear(self, chunk: Chunk, tick: int | None, saturated: bool) -> None:
        if tick is None:
            return
        self.tick = tick
        if _is_late(chunk, tick):
            self.live = False
        elif not saturated and tick - chunk.received_at <= FRESH:
            self.live = True

    def _span(self, start: int, stop: int, chunk: Chunk, after: int | None) -> Span:
        return Span(start, stop, *self._instant(chunk.received_at, after))

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
        return end, True  # at the latest; most often worker had only just begun


def _ticks(waiting: Sequence[Chunk]) -> Iterator[tuple[int, Chunk, int | None]]:
    """Each tick with its place among all messages waiting."""
    begin = 0
    for chunk in waiting:
        for tick in chunk.ticks:
            yield begin + tick.index, chunk, tick.said
        begin += len(chunk)


def _is_late(chunk: Chunk, said: int | None) -> bool:
    return said is not None and chunk.received_at - said > FRESH


def _following(chunks: Sequence[Chunk]) -> list[int | None]:
    """For each chunk what the first tick after it says, None where none is in sight."""
    following: list[int | None] = [None] * len(chunks)
    after: int | None = None
    for number in range(len(chunks) - 1, -1, -1):
        following[number] = after
        for tick in reversed(chunks[number].ticks):
            after = tick.said or after
    return following


class Increasing:
    """Gives the untimed readings of a channel instants that strictly increase, by µs if need be."""

    def __init__(self, limit: int = 200_000) -> None:
        self._last: dict[bytes, int] = {}
        self._limit = limit

    def reserve(self, topic: bytes, at: int, count: int) -> int:
        """The first of `count` instants in a row, at `at` or just after the last one given."""
        first = max(at, self._last.get(topic, at - 1) + 1)
        self._last[topic] = first + count - 1
        if len(self._last) > self._limit:
            # what lies well behind cannot be met again: messages come in the order of publishing
            self._last = {name: last for name, last in self._last.items() if last > at - SECOND}
            if len(self._last) > self._limit // 2:
                self._limit *= 2
        return first

    def reserve_each(self, topics: Sequence[bytes], instants: Sequence[int]) -> list[int]:
        """An instant for each of these, in order, at its own or just after the last one given."""
        last, given = self._last, []
        for topic, at in zip(topics, instants, strict=True):
            instant = last.get(topic, 0) + 1
            if instant < at:
                instant = at
            last[topic] = instant
            given.append(instant)
        if len(last) > self._limit:
            self.reserve(topics[-1], given[-1], 0)
        return given
