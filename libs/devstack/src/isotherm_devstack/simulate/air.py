"""Air temperatures: a server room, and outdoors."""

import math
from dataclasses import dataclass

from isotherm_devstack.simulate.noise import between, drift
from isotherm_devstack.simulate.shapes import (
    DAY,
    HOUR,
    MINUTE,
    bump,
    compressor,
    is_workday,
    local_hour,
    working_hours,
)

_YEAR = 365.2425 * DAY
_COLDEST = 20 * DAY  # about January 20
_FAILURES = 10 * DAY


@dataclass(frozen=True, slots=True)
class ServerRoom:
    """A cooled room, warmer during working hours and the nightly backup."""

    seed: int
    offset_ms: int = 0

    def value_at(self, time_ms: int) -> float:
        """Return the temperature at that instant, °C, at a resolution of 0.01 °C."""
        period = int(between(self.seed, 0, 11.0, 17.0) * MINUTE)
        value = compressor(self.seed + 10_000, time_ms, period, 20.8, 21.7)
        value += self._load(time_ms) + self._failed_cooling(time_ms)
        value += 0.5 * drift(self.seed + 20_000, time_ms, 5 * HOUR)
        return round(value + between(self.seed + 30_000, time_ms, -0.04, 0.04), 2)

    def _load(self, time_ms: int) -> float:
        hour = local_hour(time_ms, self.offset_ms)
        work = working_hours(hour) * (1.7 if is_workday(time_ms, self.offset_ms) else 0.5)
        return work + bump((hour - 2.0) * HOUR, 20 * MINUTE, 25 * MINUTE, 1.0)

    def _failed_cooling(self, time_ms: int) -> float:
        """Return the rise when cooling fails, once in ten days for 45 minutes."""
        slot = time_ms // _FAILURES
        began = slot * _FAILURES + between(self.seed + 40_000, slot, 0.0, 0.95) * _FAILURES
        return bump(time_ms - began, 45 * MINUTE, 30 * MINUTE, 6.0)


@dataclass(frozen=True, slots=True)
class Outdoor:
    """A shaded place in the northern temperate zone: day, season and weather."""

    seed: int
    offset_ms: int = 0

    def value_at(self, time_ms: int) -> float:
        """Return the temperature at that instant, °C, at a resolution of 0.01 °C."""
        mean = between(self.seed, 0, 9.0, 13.0)
        season = -9.5 * math.cos(2.0 * math.pi * (time_ms - _COLDEST) / _YEAR)
        weather = 3.5 * drift(self.seed + 10_000, time_ms, 3 * DAY)
        weather += 0.8 * drift(self.seed + 20_000, time_ms, 2 * HOUR)
        weather += 0.1 * drift(self.seed + 30_000, time_ms, 4 * MINUTE)
        return round(mean + season + weather + self._day(time_ms), 2)

    def _day(self, time_ms: int) -> float:
        """Return the daily swing: warmest at three in the afternoon, larger under a clear sky."""
        clear = 3.6 + 1.8 * drift(self.seed + 40_000, time_ms, DAY)
        hour = local_hour(time_ms, self.offset_ms)
        return clear * math.cos(2.0 * math.pi * (hour - 15.0) / 24.0)
