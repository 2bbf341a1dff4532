"""Instants for untimed readings: no two readings of a channel may have the same."""

from collections.abc import Sequence

from isotherm.instants import SECOND

CLOSE = SECOND
"""Messages of a channel that are closer than this (µs) belong together."""


class Increasing:
    """Gives untimed readings of a channel strictly increasing instants, 1 µs apart if need be."""

    def __init__(self, limit: int = 200_000) -> None:
        self._last: dict[bytes, int] = {}
        self._limit = limit

    def reserve(self, topic: bytes, at: int, count: int) -> int:
        """Reserve `count` consecutive µs, from `at` or after the last one; return the first."""
        first = max(at, self._last.get(topic, at - 1) + 1)
        self._last[topic] = first + count - 1
        if len(self._last) > self._limit:
            # messages come in the order of publishing, so that older instants cannot be met again
            self._last = {topic: last for topic, last in self._last.items() if last > at - SECOND}
            if len(self._last) > self._limit // 2:
                self._limit *= 2
        return first

    def last(self, topic: bytes) -> int:
        """Return the last instant (µs) that was given on a topic; 0 if it is not known."""
        return self._last.get(topic, 0)

    def reserve_each(
        self, topics: Sequence[bytes], instants: Sequence[int]
    ) -> tuple[list[int], dict[int, int]]:
        """Return an instant (µs) for each message: its own, or just after the last one given.

        Beside them, return by index the last one given before each message that is close to it.
        """
        last, reserved, close = self._last, list[int](), dict[int, int]()
        for topic, at in zip(topics, instants, strict=True):
            previous = last.get(topic, 0)
            if at - previous < CLOSE:
                close[len(reserved)] = previous
            instant = at if at > previous else previous + 1
            last[topic] = instant
            reserved.append(instant)
        if len(last) > self._limit:
            self.reserve(topics[-1], reserved[-1], 0)
        return reserved, close
