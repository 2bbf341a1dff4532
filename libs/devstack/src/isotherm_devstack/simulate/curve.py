"""The one thing every profile is: a temperature for each instant."""

from typing import Protocol


class Curve(Protocol):
    """A pure function of time: the same instant gives the same value in every run."""

    def value_at(self, time_ms: int) -> float:
        """What the sensor says at that instant (ms since 1970 UTC), °C."""
        ...
