"""Old address of the hours of `isotherm.zones`; goes when nobody imports it."""

from isotherm import zones
from isotherm.instants import Times


def hours(zone: str, start: int, end: int) -> Times:
    """See `isotherm.zones.hours`."""
    return zones.hours(start, end, zones.zone(zone))


def hour_around(zone: str, at: int) -> tuple[int, int]:
    """See `isotherm.zones.hour_around`."""
    return zones.hour_around(at, zones.zone(zone))


def hour_of(zone: str, at: int) -> int:
    """See `isotherm.zones.hour_of`."""
    return zones.hour_of(at, zones.zone(zone))
