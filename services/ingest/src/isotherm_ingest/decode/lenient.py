"""Decode JSON that the typed parser refused, element by element, to find what is wrong with it."""

import json
import math
from typing import Any, Final

from isotherm.reasons import Reason
from isotherm.units import is_unit
from isotherm_ingest.batch.elements import MAX_ELEMENTS, Element, Refusal, shown
from isotherm_ingest.decode.times import from_number, from_text

FAULT_WORDS = frozenset(
    {"nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"}
    | {"null", "unavailable", "unknown"}
)
"""Words that devices send in upper or lower case when they have no value."""


class _Overflow:
    """Stands for a JSON number too large for a float, which is not the fault value Infinity."""


_OVERFLOW: Final = _Overflow()


def decode_leniently(text: bytes) -> list[Element | Refusal] | Refusal:
    """Return the elements and refusals of a JSON document, or why all of it is refused."""
    try:
        document = json.loads(text.decode(), parse_int=_int, parse_float=_float)
    except RecursionError:
        return Refusal(Reason.NOT_JSON, "nested too deeply")
    except ValueError as error:
        return Refusal(Reason.NOT_JSON, shown(str(error)).strip("'\""))
    if isinstance(document, list):
        if not document:
            return Refusal(Reason.BAD_SHAPE, "the array is empty")
        if len(document) > MAX_ELEMENTS:
            detail = f"{len(document)} elements are more than {MAX_ELEMENTS}"
            return Refusal(Reason.TOO_LARGE, detail)
        return [_element(item, index) for index, item in enumerate(document)]
    element = _element(document, None)
    return element if isinstance(element, Refusal) else [element]


def _element(item: Any, index: int | None) -> Element | Refusal:
    if not isinstance(item, dict) or "value" not in item:
        detail = 'an element is an object with a "value"'
        return Refusal(Reason.BAD_SHAPE, detail, index)
    value = _value(item["value"])
    if isinstance(value, str):
        return Refusal(Reason.NOT_A_NUMBER, value, index)
    unit = item.get("unit")
    if unit is not None and not (isinstance(unit, str) and is_unit(unit)):
        return Refusal(Reason.BAD_UNIT, f"{_quoted(unit)} is not C, F or K", index)
    time = item.get("time")
    if time is None:
        return Element(value, unit, None, None, index)
    at: tuple[int, bool] | None = None
    if isinstance(time, str):
        at = from_text(time)
    elif isinstance(time, int | float) and not isinstance(time, bool):
        number = from_number(time)
        at = None if number is None else (number, True)
    if at is None:
        detail = f"{_quoted(time)} is neither RFC 3339 nor Unix time"
        return Refusal(Reason.BAD_TIME, detail, index)
    instant, absolute = at
    if absolute:
        return Element(value, unit, instant, None, index)
    return Element(value, unit, None, instant, index)


def _value(value: Any) -> float | str | None:
    """Return the number, None for a fault, or a sentence on why it is neither."""
    if value is None:
        return None
    if isinstance(value, _Overflow):
        return "the number is too large"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, str) and value.strip().lower() in FAULT_WORDS:
        return None
    return f"{_quoted(value)} is not a number"


def _quoted(value: object) -> str:
    """Return a JSON value fit for a sentence; only the kind of a nested one."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "an array"
    return "a number too large" if isinstance(value, _Overflow) else shown(json.dumps(value))


def _int(text: str) -> int | _Overflow:
    # far beyond any float, and int() of very many digits is slow and refused
    return int(text) if len(text) <= 300 else _OVERFLOW


def _float(text: str) -> float | _Overflow:
    number = float(text)
    return number if math.isfinite(number) else _OVERFLOW
