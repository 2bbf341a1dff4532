"""The interface of all profiles: a temperature for each instant."""

from typing import Protocol


class Curve(Protocol):
    """A pure function of time: an instant has the same value in every run."""

    def value_at(self, time_ms: int) -> float:
        """Return the sensor's value at that instant (ms since 1970 UTC), in °C."""
        ...
