"""Decode plain messages, the most common forms, as columns: vectorised, thousands at once.

A plain message has one element that needs no special treatment: a known channel, a number that is
neither a fault nor suspect, a time with an offset or none at all, a clock that is right. All other
messages are decoded and placed one by one, by `careful`; a property test checks that both ways give
the same readings.
"""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from isotherm.units import Unit
from isotherm_ingest.batch.rows import OWN_UNIT, UNITS
from isotherm_ingest.decode.careful import Typed
from isotherm_ingest.decode.times import (
    FIRST_MS,
    LAST_MS,
    MILLISECONDS_FROM,
    from_number,
    from_text,
)

_decode = msgspec.json.Decoder(Typed | float).decode
_UNIT_NUMBERS: dict[Unit | None, int] = {None: OWN_UNIT, **{u: n for n, u in enumerate(UNITS)}}

# stand-ins in the column of times (µs), before the year 1; module constants, for speed
_UNTIMED: Final = -(2**63)
"""The element has no time."""
_ODD: Final = _UNTIMED + 1
"""The message has to be decoded one by one."""


def decode_plain(payloads: Sequence[bytes]) -> tuple[list[Typed | float | None], list[int]]:
    """Return the element of each payload, None if it is not plain, and the indices of those.

    The indices may include further payloads that must not be treated as plain. Never raises.
    """
    elements: list[Typed | float | None] = []
    others: list[int] = []
    rest = map(_decode, payloads)
    while len(elements) < len(payloads):
        try:
            elements.extend(rest)  # keeps the elements before a failure, and continues after it
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            others.append(len(elements))
            elements.append(None)
    if not all(map(bytes.isascii, payloads)):
        # the typed parser does not check the encoding of fields that it skips
        others += [index for index, payload in enumerate(payloads) if not payload.isascii()]
    return elements, others


def columns_of(
    elements: Sequence[Typed | float],
) -> tuple[NDArray[np.float64], NDArray[np.int8], NDArray[np.int64]]:
    """Return values (NaN if missing), unit numbers, and times (µs, or _UNTIMED or _ODD)."""
    typed = [element if isinstance(element, Typed) else Typed(element) for element in elements]
    units = [element.unit for element in typed]
    kinds = set(units)
    if len(kinds) == 1:
        numbers = np.full(len(units), _UNIT_NUMBERS[kinds.pop()], np.int8)
    else:
        numbers = np.array([_UNIT_NUMBERS[unit] for unit in units], np.int8)
    values = np.array([element.value for element in typed], np.float64)
    return values, numbers, _times([element.time for element in typed])


def _times(times: Sequence[int | float | str | None]) -> NDArray[np.int64]:
    kinds = set(map(type, times))
    if kinds == {type(None)}:
        return np.full(len(times), _UNTIMED)
    if kinds == {int}:
        try:
            return _from_ints(np.array(times, np.int64))
        except OverflowError:
            pass
    return np.array([_time(time) for time in times], np.int64)


def _from_ints(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return what `from_number` returns for each whole number, ODD instead of None."""
    seconds = (numbers > -MILLISECONDS_FROM) & (numbers < MILLISECONDS_FROM)
    ms = np.where(seconds, numbers * 1000, numbers)
    return np.where((ms >= FIRST_MS) & (ms <= LAST_MS), ms * 1000, _ODD)


def _time(time: int | float | str | None) -> int:
    if time is None:
        return _UNTIMED
    if isinstance(time, str):
        parsed = from_text(time)
        return parsed[0] if parsed is not None and parsed[1] else _ODD
    at = from_number(time)
    return _ODD if at is None else at


def is_untimed(at: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return a mask of the elements without a time, from the times of `columns_of`."""
    return np.equal(at, _UNTIMED)


def is_odd(values: NDArray[np.float64], at: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return a mask of the elements that have to be decoded one by one after all."""
    return np.logical_or(np.isnan(values) | np.isinf(values), np.equal(at, _ODD))
