"""Old address of `isotherm.instants`; goes when nobody imports it."""

from isotherm.instants import EPOCH, Clock, SystemClock, from_ms, to_ms

__all__ = ["EPOCH", "Clock", "SystemClock", "from_ms", "to_ms"]
