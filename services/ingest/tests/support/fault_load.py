"""Readings told apart by their values, so that each one lost or doubled can be named.

Number n says 200 + n/1000 °C; device, channel and time follow from n as well.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from isotherm.names import topic

LEAST = 200.0
"""°C; beyond every value that has a meaning of its own."""
_STEPS = 1000
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS

Message = tuple[str, bytes]
"""Topic and payload."""


def value_of(number: int) -> float:
    """What a number says, °C."""
    return round(LEAST + number / _STEPS, 3)


def number_of(value: float) -> int:
    """The number that says this."""
    return round((value - LEAST) * _STEPS)


def _two_hours_ago() -> int:
    return int(time.time() * 1000) - 2 * HOUR_MS


@dataclass(frozen=True, slots=True)
class Load:
    """Readings number `first` to `first + count - 1`, a message each, in turns by device."""

    devices: Sequence[str]
    count: int
    first: int = 0
    channels: int = 8
    timed: bool | None = None
    """Whether they carry their times; None: by turns."""
    days: int = 0
    """Over how many days before `start_ms` the times are spread."""
    start_ms: int = field(default_factory=_two_hours_ago)

    def numbers(self) -> range:
        """All of them."""
        return range(self.first, self.first + self.count)

    def names(self, number: int) -> tuple[str, str]:
        """Device and channel of a number."""
        of_device, device = divmod(number, len(self.devices))
        return self.devices[device], f"c{of_device % self.channels}"

    def at_ms(self, number: int) -> int | None:
        """When it was measured, ms since 1970; None where it carries no time."""
        turn = number // (len(self.devices) * self.channels)
        timed = turn % 2 == 0 if self.timed is None else self.timed
        days = turn % (self.days + 1)
        return self.start_ms + number - days * DAY_MS if timed else None

    def payload(self, number: int) -> bytes:
        """What its message says."""
        at = self.at_ms(number)
        value = value_of(number)
        return (f"{value}" if at is None else f'{{"value": {value}, "time": {at}}}').encode()

    def messages(self) -> dict[str, list[Message]]:
        """All messages by device, in order."""
        by_device: dict[str, list[Message]] = {device: [] for device in self.devices}
        for number in self.numbers():
            names = self.names(number)
            by_device[names[0]].append((topic(*names), self.payload(number)))
        return by_device


@dataclass(frozen=True, slots=True)
class Buffers:
    """Readings a device had buffered: `count` messages of `size` timed elements each."""

    device: str
    count: int
    size: int
    newest_ms: int
    """What the device's clock said at the newest of all."""
    first: int = 0
    step_ms: int = 100
    right: bool = True
    """Whether the readings are kept at the times that the device says."""

    @property
    def readings(self) -> int:
        """How many elements there are in all."""
        return self.count * self.size

    def numbers(self) -> range:
        """All of them."""
        return range(self.first, self.first + self.readings)

    def names(self, _number: int) -> tuple[str, str]:
        """Device and channel."""
        return self.device, "buffered"

    def said_ms(self, number: int) -> int:
        """What the device says of when it was measured."""
        return self.newest_ms - (self.first + self.readings - 1 - number) * self.step_ms

    def at_ms(self, number: int) -> int | None:
        """When it was measured, None where that is not to be known from here."""
        return self.said_ms(number) if self.right else None

    def messages(self) -> dict[str, list[Message]]:
        """The messages of the device, in order."""
        return {self.device: [self._message(n) for n in self.numbers()[:: self.size]]}

    def _message(self, first: int) -> Message:
        elements = (
            f'{{"value": {value_of(n)}, "time": {self.said_ms(n)}}}'
            for n in range(first, first + self.size)
        )
        return topic(*self.names(first)), f"[{', '.join(elements)}]".encode()


def together(*loads: Load | Buffers) -> dict[str, list[Message]]:
    """The messages of several, by device."""
    messages: dict[str, list[Message]] = {}
    for load in loads:
        for device, more in load.messages().items():
            messages.setdefault(device, []).extend(more)
    return messages
