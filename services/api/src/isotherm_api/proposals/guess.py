"""What the values of a channel say about their unit and interval: pure.

Stored values are °C, and a payload that named no unit was taken as °C unless the channel has one.
So a probe that means °F or kelvin shows as one that is far too warm. The guess looks at the
median, which one wild value does not move. Where a value may be a place that is watched in more
than one unit, as -5 may, a guess would be a gamble, and none is made.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median

from isotherm.units import Unit, to_celsius
from isotherm_api.proposals.schemas import UnitGuess

_PLACES = (
    (-95.0, -60.0, "an ultra-low freezer"),
    (-32.0, -14.0, "a freezer"),
    (1.0, 9.0, "a refrigerator"),
    (9.0, 15.0, "a cool room"),
    (15.0, 32.0, "a room"),
    (32.0, 45.0, "a hot room"),
)
"""Places that are watched, in °C."""
_CELSIUS = {"an ultra-low freezer", "a freezer", "a refrigerator", "a room"}
"""Those that speak for °C. Of a cool room's 12 nobody knows: as °F it is a cold store."""
_FAHRENHEIT = (35.0, 113.0)
_KELVIN = (200.0, 318.0)


def guess(values: Sequence[float]) -> UnitGuess | None:
    """The unit that values stored as °C rather are in; none where nothing speaks for one."""
    if not values:
        return None
    middle = median(values)
    if _KELVIN[0] <= middle <= _KELVIN[1]:
        return _other(middle, "K", "kelvin")
    if _FAHRENHEIT[0] <= middle <= _FAHRENHEIT[1]:
        return _other(middle, "F", "degrees Fahrenheit")
    place = _place(middle)
    if place in _CELSIUS:
        return UnitGuess(unit="C", why=f"Values around {middle:.1f} °C are those of {place}.")
    return None


def interval(times: Sequence[datetime]) -> float | None:
    """The median distance of instants, newest first, in seconds; none where there is no second."""
    distances = [(later - earlier).total_seconds() for later, earlier in pairwise(times)]
    return median(distances) if distances else None


def _other(middle: float, unit: Unit, name: str) -> UnitGuess | None:
    meant = to_celsius(middle, unit)
    place = _place(meant)
    if place is None:
        return None
    return UnitGuess(
        unit=unit,
        why=f"Values around {middle:.1f} were taken as °C, warmer than most places that are"
        f" watched; in {name} they would be {meant:.1f} °C, as in {place}.",
    )


def _place(celsius: float) -> str | None:
    for low, high, name in _PLACES:
        if low <= celsius < high:
            return name
    return None
