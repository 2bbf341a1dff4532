"""The clock of ticks: when an untimed message was published, also where it waited at the broker.

Worker publishes the time each second, and each tick stands in our queue between the messages it was
published between. So a message was published after the last tick before it and before the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from isotherm.names import TICK_TOPIC
from isotherm_ingest.arrivals import Message

SECOND = 1_000_000
FRESH = 2 * SECOND
"""A tick no older than this when it arrives has not waited."""
HOLE = 3 * SECOND
"""Ticks further apart than this do not tell when a message between them was published."""


def is_tick(message: Message) -> bool:
    """Whether a message is worker's tick rather than a sensor's."""
    return message.topic == TICK_TOPIC


@dataclass(slots=True, frozen=True)
class Instant:
    """When a message was published, as near as can be known (µs)."""

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

    def settled(self, waiting: Sequence[Message], now: int, saturated: bool) -> int:
        """How many at the front can be placed now, rather than when the next tick is in sight.

        Not all only while messages that waited are coming in. It waits no longer than 3 seconds,
        and after that no more until a tick is seen.
        """
        if not waiting or saturated:
            return len(waiting)
        ticks = [index for index, each in enumerate(waiting) if is_tick(each)]
        if self.live and not any(_is_late(waiting[index]) for index in ticks):
            return len(waiting)
        if ticks:
            self._patient = True
        sure = ticks[-1] + 1 if ticks else 0
        tick = _time_of(waiting[ticks[-1]]) if ticks else self.tick
        if not self._patient or tick is None:
            return len(waiting)
        while sure < len(waiting) and waiting[sure].received_at - tick <= HOLE:
            sure += 1
        if sure < len(waiting) and now - waiting[sure].received_at > HOLE:
            self._patient = False
            return len(waiting)
        return sure

    def read(self, messages: Sequence[Message], saturated: bool) -> list[Instant]:
        """The instant of each message, in the broker's order; ticks among them move the clock."""
        if saturated:
            self.live = False
        following = _following_ticks(messages)
        instants = []
        for message, after in zip(messages, following, strict=True):
            if is_tick(message):
                self._hear(message, saturated)
            instants.append(self._instant(message, after))
        return instants

    def _hear(self, message: Message, saturated: bool) -> None:
        tick = _time_of(message)
        if tick is None:
            return
        self.tick = tick
        if _is_late(message):
            self.live = False
        elif not saturated and tick - message.received_at <= FRESH:
            self.live = True

    def _instant(self, message: Message, after: int | None) -> Instant:
        received, tick = message.received_at, self.tick
        waited = after is not None and received - after > FRESH
        if self.live and not waited:
            return Instant(received, unsure=False)
        if tick is None:
            return Instant(received, unsure=True)
        if 0 <= received - tick <= FRESH:
            return Instant(received, unsure=False)
        end = received if after is None else min(after, received)
        if 0 <= end - tick <= HOLE:
            return Instant(tick, unsure=False)
        return Instant(end, unsure=True)  # at the latest; most often worker had only just begun


def _time_of(tick: Message) -> int | None:
    """What a tick says, µs; None for one that says nothing."""
    try:
        return int(tick.payload) * 1000 if len(tick.payload) <= 16 else None
    except ValueError:
        return None


def _is_late(tick: Message) -> bool:
    said = _time_of(tick)
    return said is not None and tick.received_at - said > FRESH


def _following_ticks(messages: Sequence[Message]) -> list[int | None]:
    """For each message what the next tick after it says, None where none is in sight."""
    following: list[int | None] = [None] * len(messages)
    after: int | None = None
    for index in range(len(messages) - 1, -1, -1):
        following[index] = after
        if is_tick(messages[index]):
            after = _time_of(messages[index]) or after
    return following


class Increasing:
    """Gives the untimed readings of a channel instants that strictly increase, by µs if need be."""

    def __init__(self, limit: int = 200_000) -> None:
        self._last: dict[str, int] = {}
        self._limit = limit

    def reserve(self, topic: str, at: int, count: int) -> int:
        """The first of `count` instants in a row, at `at` or just after the last one given."""
        first = max(at, self._last.get(topic, at - 1) + 1)
        self._last[topic] = first + count - 1
        if len(self._last) > self._limit:
            # what lies well behind cannot be met again: messages come in the order of publishing
            self._last = {name: last for name, last in self._last.items() if last > at - SECOND}
            if len(self._last) > self._limit // 2:
                self._limit *= 2
        return first
