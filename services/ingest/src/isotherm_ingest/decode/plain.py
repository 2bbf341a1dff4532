"""Decode plain messages, the most common forms, as columns: vectorised, thousands at once.

A plain message has one element that needs no special treatment: a known channel, a number that is
neither a fault nor suspect, a time with an offset or none at all, a clock that is right. All other
messages are decoded and placed one by one, by `careful`; a property test checks that both ways give
the same readings.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from isotherm.units import Unit, unit_of_word
from isotherm_ingest.batch.elements import Element
from isotherm_ingest.batch.rows import OWN_UNIT, UNITS
from isotherm_ingest.decode.careful import Typed, bare_element
from isotherm_ingest.decode.extras import Extras
from isotherm_ingest.decode.keys import keys_of
from isotherm_ingest.decode.numbers import measure_of
from isotherm_ingest.decode.time_texts import from_text
from isotherm_ingest.decode.times import UNSET_BEFORE
from isotherm_ingest.decode.unix_time import from_integers, from_number
from isotherm_ingest.decode.words import WHITE, text_of

_extras = Extras()
_decode_any = msgspec.json.Decoder().decode
_unit_of_word = lru_cache(maxsize=500)(unit_of_word)
_UNIT_NUMBERS: dict[Unit | None, int] = {None: OWN_UNIT, **{u: n for n, u in enumerate(UNITS)}}

# stand-ins in the column of times (µs), before the year 1; module constants, for speed
_UNTIMED: Final = -(2**63)
"""The element has no time."""
_ODD: Final = _UNTIMED + 1
"""The message has to be decoded one by one."""
_LONGEST: Final = 2000
"""Bytes of a payload that is tried a second time in bulk."""
_LONGEST_WORD: Final = 100
"""Characters of a unit that are looked at, so that little is remembered."""
_GREATEST: Final = 1e300
_UNIT_KEYS: Final = ((), ("unit",))
_TIME_KEYS: Final = ((), ("time",))
_BRACE: Final = ord("{")


def decode_plain(payloads: Sequence[bytes]) -> tuple[list[Typed | float | None], list[int]]:
    """Return the element of each payload, None if it is not plain, and the indices of those.

    The indices may include further payloads that must not be treated as plain. Never raises.
    """
    elements: list[Typed | float | None] = []
    others: list[int] = []
    rest = iter(payloads)
    while len(elements) < len(payloads):
        try:
            # keeps the elements before a failure, and continues after it
            elements.extend(map(_extras.decode, rest))
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            element = _nearly_plain(payloads[len(elements)])
            if element is None:
                others.append(len(elements))
            elements.append(element)
    return elements, others


def _nearly_plain(payload: bytes) -> Typed | None:
    """Return the element of a payload that is plain but for its keys, words and white space.

    None sends it to the careful decoder.
    """
    if not payload or len(payload) > _LONGEST:
        return None
    try:
        if payload[0] == _BRACE:
            item = _decode_any(payload.rstrip(b"\0"))
        elif not (text := text_of(payload)).startswith("{"):
            return _bare(text)
        else:
            item = _decode_any(text)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return None
    keys = keys_of(item)
    if not keys.plain:
        return None
    unit = item[keys.unit[0]] if keys.unit else None
    time = item[keys.time[0]] if keys.time else None
    if (
        keys.value == ("value",) and keys.unit in _UNIT_KEYS and keys.time in _TIME_KEYS
        and len(item) > len(keys.value + keys.unit + keys.time)
    ):  # fmt: skip
        _extras.learn(name for name in item if name not in Typed.__struct_fields__)
    return _typed(item[keys.value[0]], unit, time)


def _bare(text: str) -> Typed | None:
    element = bare_element(text)
    return Typed(element.value, element.unit) if isinstance(element, Element) else None


def _typed(value: object, unit: object, time: object) -> Typed | None:
    known = _unit_of_word(unit[:_LONGEST_WORD].strip(WHITE)) if isinstance(unit, str) else None
    if unit is not None and known is None:
        return None
    if time is not None and (not isinstance(time, int | float | str) or isinstance(time, bool)):
        return None
    if isinstance(value, str):
        measure = measure_of(value)
        if measure is None or (known and measure.unit not in (None, known)):
            return None
        return Typed(measure.value, known or measure.unit, time)
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > _GREATEST:
        return None
    return Typed(value, known, time)


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
            at = from_integers(np.array(times, np.int64))
            return np.where(at < UNSET_BEFORE, _ODD, at)
        except OverflowError:
            pass
    return np.array([_time(time) for time in times], np.int64)


def _time(time: int | float | str | None) -> int:
    if time is None:
        return _UNTIMED
    if isinstance(time, str):
        parsed = from_text(time)
        at = parsed[0] if parsed is not None and parsed[1] else None
    else:
        at = from_number(time)
    return _ODD if at is None or at < UNSET_BEFORE else at


def is_untimed(at: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return a mask of the elements without a time, from the times of `columns_of`."""
    return np.equal(at, _UNTIMED)


def is_odd(values: NDArray[np.float64], at: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return a mask of the elements that have to be decoded one by one after all."""
    return np.logical_or(np.isnan(values) | np.isinf(values), np.equal(at, _ODD))
