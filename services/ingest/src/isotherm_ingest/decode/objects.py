"""Decode one JSON object, as an element: its value, unit and time, or why it is refused; pure."""

from collections.abc import Sequence
from typing import Any, Final

from isotherm.reasons import Reason
from isotherm.units import Unit, unit_of_word
from isotherm_ingest.batch.elements import Element, Refusal, shown
from isotherm_ingest.decode.documents import Overflow, quoted
from isotherm_ingest.decode.keys import Keys, keys_of
from isotherm_ingest.decode.numbers import Measure, measure_of
from isotherm_ingest.decode.times import Time, agreed, scaled, time_of
from isotherm_ingest.decode.words import WHITE

TOO_LARGE: Final = "the number is too large"
_FLAGS: Final = frozenset(["true", "false", "yes", "no", "on", "off"])
_NO_TIME: Final = Time()


class _RefusedError(Exception):
    """The element is refused, with a reason and a sentence on what is wrong."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


def element_of(item: Any, index: int | None = None) -> Element | Refusal:
    """Return the element that a JSON value is, or its refusal."""
    try:
        if not isinstance(item, dict):
            raise _no_value()
        return _element(item, keys_of(item), index)
    except _RefusedError as error:
        return Refusal(error.reason, error.detail, index)


def _element(item: dict[str, Any], keys: Keys, index: int | None) -> Element:
    measure = _measure(item, keys.value)
    unit = _unit(item, keys, measure.unit)
    time = _time(item, keys)
    return Element(measure.value, unit, time.at, time.local, index, time.unset)


def _no_value() -> _RefusedError:
    return _RefusedError(Reason.BAD_SHAPE, 'an element is an object with a "value"')


def _measure(item: dict[str, Any], keys: Sequence[str]) -> Measure:
    if not keys:
        raise _no_value()
    measure = measure_in(item[keys[0]])
    for key in keys[1:]:
        if measure_in(item[key]) != measure:
            raise _RefusedError(Reason.BAD_SHAPE, f"{_name(keys[0])} and {_name(key)} differ")
    return measure


def measure_in(value: object) -> Measure:
    """Return what a JSON value measures; raise if it is neither a number nor a fault."""
    if value is None:
        return Measure(None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if abs(value) > _GREATEST and isinstance(value, int):
            raise _RefusedError(Reason.NOT_A_NUMBER, TOO_LARGE)
        return Measure(float(value) if abs(value) < _INFINITY else None)
    if isinstance(value, Overflow):
        raise _RefusedError(Reason.NOT_A_NUMBER, TOO_LARGE)
    measure = measure_of(value) if isinstance(value, str) else None
    if measure is None:
        raise _RefusedError(Reason.NOT_A_NUMBER, f"{quoted(value)} is not a number")
    if measure.value is not None and abs(measure.value) == _INFINITY:
        raise _RefusedError(Reason.NOT_A_NUMBER, TOO_LARGE)
    return measure


_INFINITY: Final = float("inf")
_GREATEST: Final = int(1e308)


def _unit(item: dict[str, Any], keys: Keys, behind: Unit | None) -> Unit | None:
    """Return the unit that all keys and the one behind the number agree on, None without any."""
    unit, where = behind, "the unit behind the number"
    for key in keys.unit:
        said = item[key]
        if said is None:
            continue
        known = unit_of_word(said.strip(WHITE)) if isinstance(said, str) else None
        if known is None:
            raise _RefusedError(Reason.BAD_UNIT, f"{_name(key)}: {quoted(said)} is not C, F or K")
        if unit is not None and known != unit:
            detail = f"{_name(key)} says {known}, but {where} says {unit}: send one of them"
            raise _RefusedError(Reason.BAD_UNIT, detail)
        unit, where = known, _name(key)
    for key in (*keys.like_unit, *keys.maybe_unit):
        said = item[key]
        if said is not None and (key in keys.like_unit or _is_like_unit(said)):
            detail = f'{_name(key)} looks like a unit: send it as "unit"'
            raise _RefusedError(Reason.BAD_UNIT, detail)
    return unit


def _is_like_unit(said: object) -> bool:
    if isinstance(said, str):
        return said.strip(WHITE).lower() in _FLAGS or unit_of_word(said.strip(WHITE)) is not None
    return isinstance(said, bool)


def _time(item: dict[str, Any], keys: Keys) -> Time:
    """Return the time that all keys agree on, empty without any."""
    if not (keys.time or keys.like_time or keys.maybe_time):
        return _NO_TIME
    said = {key: item[key] for key in keys.time if item[key] is not None}
    times: list[Time] = []
    for key, value in said.items():
        if (time := time_of(value)) is None:
            detail = f"{_name(key)}: {quoted(value)} is neither RFC 3339 nor Unix time"
            raise _RefusedError(Reason.BAD_TIME, detail)
        times.append(scaled(time, value, key))
    for key in (*keys.like_time, *keys.maybe_time):
        value = item[key]
        if value is not None and (key in keys.like_time or _is_like_time(value)):
            detail = f'{_name(key)} looks like a time: send it as "time"'
            raise _RefusedError(Reason.BAD_TIME, detail)
    if not times:
        return _NO_TIME
    if (time := agreed(times)) is None:
        names = " and ".join(map(_name, list(said)[:3]))
        raise _RefusedError(Reason.BAD_TIME, f"{names} differ: send one of them")
    if time.local is not None and (
        zones := [key for key in keys.zone if item[key] not in (None, "")]
    ):
        detail = (
            f"{_name(zones[0])} is not used: send the offset in the time, or set the time zone of"
            " the device instead"
        )
        raise _RefusedError(Reason.BAD_TIME, detail)
    return time


def _is_like_time(value: object) -> bool:
    time = time_of(value)
    return time is not None and not time.unset


def _name(key: str) -> str:
    """Return a key fit for a sentence."""
    return shown(key, 40)
