"""Instants for untimed readings: no two readings of a channel may have the same."""

from collections.abc import Sequence

from isotherm.instants import SECOND


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

    def reserve_each(self, topics: Sequence[bytes], instants: Sequence[int]) -> list[int]:
        """Return an instant (µs) for each message: its own, or just after the last one given."""
        last, reserved = self._last, []
        for topic, at in zip(topics, instants, strict=True):
            instant = last.get(topic, 0) + 1
            if instant < at:
                instant = at
            last[topic] = instant
            reserved.append(instant)
        if len(last) > self._limit:
            self.reserve(topics[-1], reserved[-1], 0)
        return reserved
