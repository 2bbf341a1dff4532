"""A DS18B20 probe: its resolution and its error values."""

from dataclasses import dataclass

from isotherm_devstack.simulate.curve import Curve
from isotherm_devstack.simulate.noise import uniform
from isotherm_devstack.simulate.shapes import MINUTE

DISCONNECTED = -127.0
"""The value of its driver if the probe does not answer, °C."""
POWER_ON = 85.0
"""The value of its register before the first conversion, °C."""
_STEP = 1 / 16  # 12 bits


@dataclass(frozen=True, slots=True)
class Ds18b20:
    """A probe that measures `place`, with about two bad minutes a day and an 85 now and then."""

    seed: int
    place: Curve

    def value_at(self, time_ms: int) -> float:
        """Return the probe's value at that instant, °C, in sixteenths of a degree."""
        if uniform(self.seed + 100_000, time_ms // MINUTE) < 1 / 700:
            return DISCONNECTED
        if uniform(self.seed + 110_000, time_ms) < 1 / 1_500:
            return POWER_ON
        return round(self.place.value_at(time_ms) / _STEP) * _STEP
