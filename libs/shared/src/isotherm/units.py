"""Units of temperature; everything inside Isotherm is in degrees Celsius."""

from typing import Literal, TypeGuard

Unit = Literal["C", "F", "K"]
ABSOLUTE_ZERO = -273.15
"""In degrees Celsius."""


def is_unit(text: object) -> TypeGuard[Unit]:
    """Return whether a text names a unit that sensors may send."""
    return text in ("C", "F", "K")


def to_celsius(value: float, unit: Unit) -> float:
    """Return a value of the given unit in degrees Celsius."""
    match unit:
        case "C":
            return value
        case "F":
            return (value - 32.0) / 1.8
        case "K":
            return value + ABSOLUTE_ZERO
