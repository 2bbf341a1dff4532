"""Guess the unit and the interval of a channel from its name and readings.

Values are stored in °C, and a payload without a unit is read as °C unless the channel has a unit.
So a probe that sends °F or kelvin seems far too warm. The guess uses the median, which one outlier
does not move. A median such as -5 that is plausible in more than one unit gives no guess. A name
such as `temp_f` is better evidence than values, unless only they fit a place that people monitor.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import median

from isotherm.pattern import pattern_of, rounded
from isotherm.units import Unit, to_celsius
from isotherm_api.evidence.names import is_temperature, unit_of
from isotherm_api.proposals.schemas import UnitGuess

_KINDS = (
    (-95.0, -60.0, "an ultra-low freezer"),
    (-32.0, -14.0, "a freezer"),
    (1.0, 9.0, "a refrigerator"),
    (9.0, 15.0, "a cool room"),
    (15.0, 32.0, "a room"),
    (32.0, 45.0, "a hot room"),
)
"""Kinds of monitored places by temperature, in °C."""
_CELSIUS = {"an ultra-low freezer", "a freezer", "a refrigerator", "a room"}
"""Those that indicate °C. A cool room's 12 °C does not: as °F it would be a freezer."""
_FAHRENHEIT = (35.0, 113.0)
_KELVIN = (200.0, 318.0)


def guess(values: Sequence[float], name: str = "") -> UnitGuess | None:
    """Return the unit that values stored as °C were probably sent in.

    None if that is unclear, and for a channel whose name says that it is not a temperature.
    """
    if not is_temperature(name):
        return None
    centre = median(values) if values else None
    guessed = None if centre is None else _guess_values(centre)
    named = unit_of(name)
    if named is None:
        return guessed
    contradicted = guessed is not None and guessed.unit != named
    if contradicted and centre is not None and _kind(to_celsius(centre, named)) is None:
        return None
    sign = "K" if named == "K" else f"°{named}"
    return UnitGuess(unit=named, why=f"Its name is {name}, which says {sign}.")


def _guess_values(centre: float) -> UnitGuess | None:
    if _KELVIN[0] <= centre <= _KELVIN[1]:
        return _guess_unit(centre, "K", "kelvin")
    if _FAHRENHEIT[0] <= centre <= _FAHRENHEIT[1]:
        return _guess_unit(centre, "F", "degrees Fahrenheit")
    kind = _kind(centre)
    if kind in _CELSIUS:
        return UnitGuess(unit="C", why=f"Values around {centre:.1f} °C are those of {kind}.")
    return None


def interval(messages: Iterable[datetime], measured: Iterable[datetime] = ()) -> float | None:
    """Return the interval, in seconds, that instants of messages show, in any order.

    One below a second is returned too: it is for a person to judge. As long as too few messages
    have come, the readings in them (`measured`) are the best guess. Return None if they show none.
    """
    if (pattern := pattern_of(sorted(messages))) is not None:
        return rounded(pattern.interval_s or pattern.usual_s)
    pattern = pattern_of(sorted(measured))
    if pattern is None or pattern.interval_s is None:
        return None
    return rounded(pattern.interval_s)


def _guess_unit(centre: float, unit: Unit, name: str) -> UnitGuess | None:
    celsius = to_celsius(centre, unit)
    kind = _kind(celsius)
    if kind is None:
        return None
    return UnitGuess(
        unit=unit,
        why=f"Values around {centre:.1f} were read as °C, warmer than most monitored places; in"
        f" {name} they would be {celsius:.1f} °C, as in {kind}.",
    )


def _kind(celsius: float) -> str | None:
    """Return the kind of place that is usually this warm, or None."""
    for low, high, name in _KINDS:
        if low <= celsius < high:
            return name
    return None
