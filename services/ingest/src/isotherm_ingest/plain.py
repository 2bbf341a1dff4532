"""Plain messages: the commonest forms are decoded and placed as columns, thousands in a few steps.

Plain is a message of one element that needs no thought: a known channel, a number that is neither a
fault nor suspect, a time with an offset or none at all, a clock that is right. Whatever is not goes
the careful way, one by one, through `decode` and `place`; a property test holds that both give the
same readings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from isotherm.quality import Quality
from isotherm.units import ABSOLUTE_ZERO, Unit
from isotherm_ingest.decode import Typed
from isotherm_ingest.place import (
    CLOCK_NEARLY_AHEAD,
    DEFAULT_RETENTION,
    FAULT_VALUES,
    HOTTEST,
    POWER_ON_VALUE,
    SAME,
)
from isotherm_ingest.registry import UNITS, Registry
from isotherm_ingest.times import FIRST_MS, LAST_MS, MILLISECONDS_FROM, from_number, from_text

_decode = msgspec.json.Decoder(Typed | float).decode
_OWN = -1
"""In place of a unit's number: the message names none, its channel's counts."""
_UNIT_NUMBERS: dict[Unit | None, int] = {None: _OWN, **{u: n for n, u in enumerate(UNITS)}}
_CELSIUS, _FAHRENHEIT, _KELVIN = range(len(UNITS))
_UNTIMED, _ODD = np.iinfo(np.int64).min, np.iinfo(np.int64).min + 1
"""In place of a time: there is none; it has to be looked at by itself."""


@dataclass(slots=True)
class Plain:
    """Elements of plain form, one a message, not yet placed; columns of one length."""

    topics: list[bytes]
    values: NDArray[np.float64]
    units: NDArray[np.int8]
    at: NDArray[np.int64]
    """When it was measured (µs); of an untimed one, when it was published."""
    untimed: NDArray[np.bool_]
    unsure: NDArray[np.bool_]
    """Whether when it was published cannot be told."""
    published: NDArray[np.int64]
    """When its message was published, as near as can be known (µs)."""
    received: NDArray[np.int64]
    origin: NDArray[np.int32]
    """Which message of the batch it is of, from 0."""

    def __len__(self) -> int:
        return len(self.topics)


@dataclass(slots=True)
class Columns:
    """Readings of plain messages, ready to be stored; columns of one length."""

    channel_id: NDArray[np.int32]
    at: NDArray[np.int64]
    received: NDArray[np.int64]
    value: NDArray[np.float64]
    quality: NDArray[np.int16]
    untimed: NDArray[np.bool_]
    origin: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.channel_id)

    def taken(self, index: NDArray[Any]) -> "Columns":
        """Those at an index, or where a mask is true."""
        return Columns(*(getattr(self, name)[index] for name in self.__slots__))


def decode_plain(payloads: Sequence[bytes]) -> tuple[list[Typed | float | None], list[int]]:
    """The element of each payload of plain form, None for any other, whose indices come as well.

    Never raises.
    """
    found: list[Typed | float | None] = []
    others: list[int] = []
    rest = map(_decode, payloads)
    while len(found) < len(payloads):
        try:
            found.extend(rest)  # keeps what came before a failure, and goes on after it
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            others.append(len(found))
            found.append(None)
    if not all(map(bytes.isascii, payloads)):
        # the typed parser does not look into what it skips
        others += [index for index, payload in enumerate(payloads) if not payload.isascii()]
    return found, others


def columns_of(
    found: Sequence[Typed | float],
) -> tuple[NDArray[np.float64], NDArray[np.int8], NDArray[np.int64]]:
    """Values (NaN where there is none), unit numbers, and times: µs, _UNTIMED or _ODD."""
    typed = [each if isinstance(each, Typed) else Typed(each) for each in found]
    units = [each.unit for each in typed]
    kinds = set(units)
    if len(kinds) == 1:
        numbers = np.full(len(units), _UNIT_NUMBERS[kinds.pop()], np.int8)
    else:
        numbers = np.array([_UNIT_NUMBERS[unit] for unit in units], np.int8)
    values = np.array([each.value for each in typed], np.float64)
    return values, numbers, _times([each.time for each in typed])


def _times(times: Sequence[int | float | str | None]) -> NDArray[np.int64]:
    kinds = set(map(type, times))
    if kinds == {type(None)}:
        return np.full(len(times), _UNTIMED)
    if kinds == {int}:
        try:
            return _from_ints(np.array(times, np.int64))
        except OverflowError:
            pass
    return np.array([_time(each) for each in times], np.int64)


def _from_ints(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """`from_number` of whole numbers."""
    seconds = (numbers > -MILLISECONDS_FROM) & (numbers < MILLISECONDS_FROM)
    ms = np.where(seconds, numbers * 1000, numbers)
    return np.where((ms >= FIRST_MS) & (ms <= LAST_MS), ms * 1000, _ODD)


def _time(time: int | float | str | None) -> int:
    if time is None:
        return _UNTIMED
    if isinstance(time, str):
        found = from_text(time)
        return found[0] if found is not None and found[1] else _ODD
    at = from_number(time)
    return _ODD if at is None else at


def is_untimed(at: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where `columns_of` found no time."""
    return np.equal(at, _UNTIMED)


def is_odd(values: NDArray[np.float64], at: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where `columns_of` found what has to be looked at by itself."""
    return np.logical_or(np.isnan(values) | np.isinf(values), np.equal(at, _ODD))


def place_plain(plain: Plain, registry: Registry) -> tuple[Columns, NDArray[np.intp]]:
    """Readings in °C sorted by key, and the indices of elements that want the careful way."""
    if not len(registry.channel_ids):
        return _NOTHING, np.arange(len(plain))
    slots = np.fromiter(map(registry.slots.get, plain.topics, repeat(-1)), np.int32, len(plain))
    units = np.where(plain.units == _OWN, registry.units[slots], plain.units)
    value = _celsius(plain.values, units)
    horizon = registry.horizon
    earliest = plain.received - DEFAULT_RETENTION if horizon is None else horizon
    careful = (slots < 0) | (plain.at < earliest)
    careful |= ~plain.untimed & (plain.at - plain.published > CLOCK_NEARLY_AHEAD)
    careful |= ~((value >= ABSOLUTE_ZERO - SAME) & (value <= HOTTEST))
    careful |= np.abs(value - POWER_ON_VALUE) < SAME
    for fault in FAULT_VALUES:
        careful |= (np.abs(value - fault) < SAME) & registry.fault_lists[slots]
    quality = np.where(plain.untimed & plain.unsure, Quality.TIME_UNSURE, Quality.NONE)
    columns = Columns(
        registry.channel_ids[slots], plain.at, plain.received, value,
        quality.astype(np.int16), plain.untimed, plain.origin,
    )  # fmt: skip
    good = np.flatnonzero(~careful)
    order = good[np.lexsort((columns.at[good], columns.channel_id[good]))]
    return columns.taken(order), np.flatnonzero(careful)


def _celsius(values: NDArray[np.float64], units: NDArray[np.int8]) -> NDArray[np.float64]:
    """The same steps as `units.to_celsius`, so that the same message gives the same float."""
    if not units.any():
        return values
    warm = np.where(units == _FAHRENHEIT, (values - 32.0) / 1.8, values)
    return np.where(units == _KELVIN, values + ABSOLUTE_ZERO, warm)


def doubled(columns: Columns) -> bool:
    """Whether two of them, sorted by key, have the same key."""
    same = (columns.at[1:] == columns.at[:-1]) & (columns.channel_id[1:] == columns.channel_id[:-1])
    return bool(same.any())


_NOTHING = Columns(
    np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float64),
    np.empty(0, np.int16), np.empty(0, np.bool_), np.empty(0, np.int32),
)  # fmt: skip
