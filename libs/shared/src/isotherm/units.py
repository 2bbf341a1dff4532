"""Units of temperature; everything inside Isotherm is in degrees Celsius.

Values are rounded to STEPS steps a degree when they are placed, so that the noise of a conversion
or of a 32-bit float is never compared with a limit. A ten-thousandth is exact for a DS18B20, whose
step is 1/16 degree, and coarser than the error of a 32-bit float below 1,000 degrees.
"""

import re
from math import isfinite
from typing import Final, Literal, TypeGuard, overload

import numpy as np
from numpy.typing import NDArray

Unit = Literal["C", "F", "K"]
ABSOLUTE_ZERO = -273.15
"""In degrees Celsius."""
HOTTEST = 10_000.0
"""In degrees Celsius; no probe measures more. A single absurd value would spoil every mean and the
scale of its range, and the sum of two could overflow a float."""
STEPS: Final = 10_000.0
"""Values are whole numbers of these steps a degree Celsius."""


def is_unit(text: object) -> TypeGuard[Unit]:
    """Return whether a text names a unit that sensors may send."""
    return text in ("C", "F", "K")


_SIGNS = str.maketrans({"º": "°", "˚": "°", "℃": "°c", "℉": "°f"})
_WORD = re.compile(
    r"(?:°|deg(?:rees?)?)?[\s_.-]*(c|f|k|cel|cels[iu]us|celcius|centigrade|fahrenheit|farenheit|kelvins?)"
)
_LONGEST_WORD = 40


def unit_of_word(word: str) -> Unit | None:
    """Return the unit that a word or sign stands for, such as `°C` or `degF`, else None.

    Upper and lower case are the same, and white space around the word is ignored.
    """
    if len(word) > _LONGEST_WORD:
        return None
    plain = word.strip().lower().replace("&deg;", "°").replace("â°", "°").translate(_SIGNS)
    match = _WORD.fullmatch(plain)
    if match is None:
        return None
    return "F" if match[1].startswith("f") else "K" if match[1].startswith("k") else "C"


@overload
def to_celsius(value: float, unit: Unit) -> float: ...
@overload
def to_celsius(value: NDArray[np.float64], unit: Unit) -> NDArray[np.float64]: ...
def to_celsius(value: float | NDArray[np.float64], unit: Unit) -> float | NDArray[np.float64]:
    """Return values of the given unit in degrees Celsius."""
    match unit:
        case "C":
            return value
        case "F":
            return (value - 32.0) / 1.8
        case "K":
            return value + ABSOLUTE_ZERO


@overload
def from_celsius(celsius: float, unit: Unit) -> float: ...
@overload
def from_celsius(celsius: NDArray[np.float64], unit: Unit) -> NDArray[np.float64]: ...
def from_celsius(celsius: float | NDArray[np.float64], unit: Unit) -> float | NDArray[np.float64]:
    """Return values in degrees Celsius as values of the given unit."""
    match unit:
        case "C":
            return celsius
        case "F":
            return celsius * 1.8 + 32.0
        case "K":
            return celsius - ABSOLUTE_ZERO


HALF_STEP: Final = 0.5 / STEPS


@overload
def rounded(celsius: float) -> float: ...
@overload
def rounded(celsius: NDArray[np.float64]) -> NDArray[np.float64]: ...
def rounded(celsius: float | NDArray[np.float64]) -> float | NDArray[np.float64]:
    """Return values in whole steps, halves to even; the same for one value as for many.

    Infinities and NaN stay as they are, and zero is never negative.
    """
    if isinstance(celsius, np.ndarray):
        steps: NDArray[np.float64] = np.rint(celsius * STEPS) / STEPS + 0.0
        return steps
    steps_of_one = celsius * STEPS
    return round(steps_of_one) / STEPS + 0.0 if isfinite(steps_of_one) else celsius


@overload
def highest_within(high: float) -> float: ...
@overload
def highest_within(high: NDArray[np.float64]) -> NDArray[np.float64]: ...
def highest_within(high: float | NDArray[np.float64]) -> float | NDArray[np.float64]:
    """Return the value (°C) that a value has to exceed to be above a high limit; NaN stays NaN.

    It is half a step above the rounded limit, so that limits and values that were stored before
    they were rounded are compared without noise, at no cost for each value.
    """
    return rounded(high) + HALF_STEP


@overload
def lowest_within(low: float) -> float: ...
@overload
def lowest_within(low: NDArray[np.float64]) -> NDArray[np.float64]: ...
def lowest_within(low: float | NDArray[np.float64]) -> float | NDArray[np.float64]:
    """Return the value (°C) that a value has to fall below to be below a low limit."""
    return rounded(low) - HALF_STEP
