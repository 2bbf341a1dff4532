"""Cold storage: a vaccine fridge whose door opens, and a freezer that defrosts."""

import math
from dataclasses import dataclass

from isotherm_devstack.simulate.noise import between, uniform
from isotherm_devstack.simulate.shapes import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    bump,
    compressor,
    is_workday,
    local_hour,
)

_SLOT = 10 * MINUTE


@dataclass(frozen=True, slots=True)
class VaccineFridge:
    """A fridge at about 4.5 °C; its door opens in working hours, sometimes for too long."""

    seed: int
    offset_ms: int = 0

    def value_at(self, time_ms: int) -> float:
        """Return the temperature at that instant, °C, at a resolution of 0.01 °C."""
        period = int(between(self.seed, 0, 24.0, 34.0) * MINUTE)
        value = compressor(self.seed + 10_000, time_ms, period, 3.7, 5.1)
        value += self._doors(time_ms) + self._delivery(time_ms)
        return round(value + between(self.seed + 20_000, time_ms, -0.03, 0.03), 2)

    def _doors(self, time_ms: int) -> float:
        """Return the rise from door openings of the last 40 minutes, at most one in ten minutes."""
        current = time_ms // _SLOT
        return math.fsum(self._door(slot, time_ms) for slot in range(current - 4, current + 1))

    def _door(self, slot: int, time_ms: int) -> float:
        begin = slot * _SLOT
        busy = 8.0 <= local_hour(begin, self.offset_ms) < 18.0 and is_workday(begin, self.offset_ms)
        if uniform(self.seed + 30_000, slot) >= (0.2 if busy else 0.008):
            return 0.0
        opened = begin + between(self.seed + 40_000, slot, 0.0, _SLOT)
        open_for = between(self.seed + 50_000, slot, 15.0, 90.0) * SECOND
        warmth = between(self.seed + 60_000, slot, 0.5, 2.2)
        return bump(time_ms - opened, open_for, 6 * MINUTE, warmth)

    def _delivery(self, time_ms: int) -> float:
        """Return the rise from a delivery, about one day in nine: the door stays open."""
        day = (time_ms + self.offset_ms) // DAY
        if uniform(self.seed + 70_000, day) >= 0.11:
            return 0.0
        hour = between(self.seed + 80_000, day, 9.0, 16.0)
        opened = day * DAY - self.offset_ms + hour * HOUR
        return bump(time_ms - opened, 11 * MINUTE, 16 * MINUTE, 4.6)


@dataclass(frozen=True, slots=True)
class Freezer:
    """A freezer at about -21.5 °C that defrosts every eight hours."""

    seed: int
    offset_ms: int = 0

    def value_at(self, time_ms: int) -> float:
        """Return the temperature at that instant, °C, at a resolution of 0.01 °C."""
        period = int(between(self.seed, 0, 38.0, 52.0) * MINUTE)
        value = compressor(self.seed + 10_000, time_ms, period, -22.4, -20.8)
        value += self._defrost(time_ms)
        return round(value + between(self.seed + 20_000, time_ms, -0.05, 0.05), 2)

    def _defrost(self, time_ms: int) -> float:
        slot = (time_ms + self.offset_ms) // (8 * HOUR)
        started = slot * 8 * HOUR - self.offset_ms
        started += int(between(self.seed, 1, 0.2, 4.0) * HOUR)  # at the same times every day
        warmth = between(self.seed + 30_000, slot, 2.2, 4.4)
        return bump(time_ms - started, 18 * MINUTE, 14 * MINUTE, warmth)
