"""Unix time in seconds, milliseconds, microseconds or nanoseconds, told apart by size; pure."""

from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T", int, NDArray[np.int64])

MILLISECONDS_FROM: Final = 10**11
"""Smaller numbers are seconds; this is the year 5138, or in milliseconds 1973."""
MICROSECONDS_FROM: Final = 10**14
NANOSECONDS_FROM: Final = 10**17
NUMBERS_END: Final = 2**63
"""Larger numbers are no Unix time."""
_MINUTES: Final = (2000 * 10**8, 2100 * 10**8)
_SECONDS: Final = (2000 * 10**10, 2100 * 10**10)
"""202611231352 and 20261123135207 are no milliseconds (of 1976 and 2612) but dates."""
FIRST: Final = -62_135_596_800_000_000
"""The beginning of the year 1 (µs)."""


def from_number(number: float) -> int | None:
    """Return Unix time as µs, in whole ms; None if it cannot be one.

    Numbers before 1970 are seconds.
    """
    if not -NUMBERS_END < number < NUMBERS_END or _is_calendar(number):
        return None  # NaN and the infinities, too
    if number < MILLISECONDS_FROM:
        milliseconds = round(number * 1000)
        return milliseconds * 1000 if milliseconds * 1000 >= FIRST else None
    if number < MICROSECONDS_FROM:
        return round(number) * 1000
    microseconds = round(number) if number < NANOSECONDS_FROM else round(number) // 1000
    return _in_milliseconds(microseconds)


def _is_calendar(number: float) -> bool:
    first, last = _MINUTES[0], _SECONDS[1]
    return first <= number < last and (number < _MINUTES[1] or number >= _SECONDS[0])


def _in_milliseconds(microseconds: T) -> T:
    return (microseconds + 500) // 1000 * 1000


def from_integers(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return what `from_number` returns for each whole number, -1 if that is None or negative."""
    if ((numbers >= 0) & (numbers < MILLISECONDS_FROM)).all():
        return numbers * 1_000_000
    at = np.select(
        [numbers < 0, numbers < MILLISECONDS_FROM, numbers < MICROSECONDS_FROM],
        [-1, numbers * 1_000_000, numbers * 1000],
        _in_milliseconds(np.where(numbers < NANOSECONDS_FROM, numbers, numbers // 1000)),
    )
    for begin, end in (_MINUTES, _SECONDS):
        at[(numbers >= begin) & (numbers < end)] = -1
    return at
