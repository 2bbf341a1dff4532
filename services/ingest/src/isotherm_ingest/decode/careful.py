"""Decode: the topic and bytes of a message become elements, or a refusal with its reason.

Pure. A typed parser takes what is plainly right; whatever it does not like is looked at again,
element by element, to say exactly what is wrong. Of a repeated key the last one counts, as with
nearly every JSON parser.
"""

import json
import math
import re
from typing import Any, Final

import msgspec

from isotherm.names import STATUS_CHANNEL, split_topic
from isotherm.reasons import Reason
from isotherm.units import Unit, is_unit
from isotherm_ingest.batch.elements import Decoded, Element, Outcome, Refusal, Status, shown
from isotherm_ingest.decode.times import from_number, from_text

MAX_ELEMENTS = 10_000
MAX_BYTES = 1024 * 1024
FAULT_WORDS = frozenset(
    {"nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"}
    | {"null", "unavailable", "unknown"}
)
"""What devices say in lower or upper case when they have no value."""

_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_BOM = b"\xef\xbb\xbf"


class Typed(msgspec.Struct, gc=False):
    """A plainly right element."""

    value: float | None
    unit: Unit | None = None
    time: int | float | str | None = None


_object = msgspec.json.Decoder(Typed)
_array = msgspec.json.Decoder(list[Typed])


class _Overflow:
    """Stands for a JSON number too large for a float, which is not the fault value Infinity."""


_OVERFLOW: Final = _Overflow()


def decode(topic: str, payload: bytes) -> Outcome:
    """What a message says. Never raises; offers nothing but values, a status or a refusal."""
    names = split_topic(topic)
    if names is None:
        detail = f"{shown(topic)} is not sensors/<device>/<channel>"
        return Refusal(Reason.BAD_TOPIC, detail)
    if len(payload) > MAX_BYTES:
        detail = f"{len(payload)} bytes are more than {MAX_BYTES}"
        return Refusal(Reason.TOO_LARGE, detail)
    device, channel = names
    if channel == STATUS_CHANNEL:
        return _status(device, payload)
    found = _elements(payload)
    if isinstance(found, Refusal):
        return found
    elements = [each for each in found if isinstance(each, Element)]
    refusals = [each for each in found if isinstance(each, Refusal)]
    return Decoded(device, channel, elements, refusals, len(found))


def pieces(payload: bytes) -> list[bytes] | None:
    """The bytes of each element of an array; as they stood there, where they are proper JSON."""
    text = payload.removeprefix(_BOM)
    try:
        return [bytes(each) for each in msgspec.json.decode(text, type=list[msgspec.Raw])]
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        pass
    try:
        found = json.loads(text)
        return [json.dumps(each).encode() for each in found] if isinstance(found, list) else None
    except (ValueError, RecursionError):
        return None


def _status(device: str, payload: bytes) -> Status | Refusal:
    match payload.strip().lower():
        case b"online":
            return Status(device, online=True)
        case b"offline":
            return Status(device, online=False)
        case _:
            return Refusal(Reason.BAD_SHAPE, f"a status is online or offline, not {shown(payload)}")


def _elements(payload: bytes) -> list[Element | Refusal] | Refusal:
    text = payload.removeprefix(_BOM).strip()
    if _NUMBER.fullmatch(text):
        value = float(text)
        if not math.isfinite(value):
            return Refusal(Reason.NOT_A_NUMBER, "the number is too large")
        return [Element(value)]
    try:
        if not text.isascii():  # the typed parser does not look into what it skips
            text.decode()
    except UnicodeDecodeError as error:
        return Refusal(Reason.BAD_ENCODING, f"byte {error.start} is not UTF-8")
    first = text[:1]
    if first == b"{":
        found = _plain_object(text)
        return [found] if found is not None else _careful(text)
    if first == b"[":
        plain = _plain_array(text)
        return plain if plain is not None else _careful(text)
    return _bare(text)


def _bare(text: bytes) -> list[Element | Refusal] | Refusal:
    """A payload that is neither a number, an object nor an array."""
    word = text.decode()
    if word.strip('"').lower() in FAULT_WORDS:
        return [Element(None)]
    if not word:
        return Refusal(Reason.NOT_A_NUMBER, "the payload is empty")
    return Refusal(Reason.NOT_A_NUMBER, f"{shown(word)} is not a number")


def _plain_object(text: bytes) -> Element | None:
    try:
        return _from_typed(_object.decode(text), None)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None


def _plain_array(text: bytes) -> list[Element | Refusal] | None:
    try:
        typed = _array.decode(text)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None
    if not 0 < len(typed) <= MAX_ELEMENTS:
        return None
    elements: list[Element | Refusal] = []
    for index, each in enumerate(typed):
        element = _from_typed(each, index)
        if element is None:
            return None
        elements.append(element)
    return elements


def _from_typed(typed: Typed, index: int | None) -> Element | None:
    value, time = typed.value, typed.time
    if value is not None and not math.isfinite(value):
        return None
    if time is None:
        return Element(value, typed.unit, None, None, index)
    if isinstance(time, str):
        found = from_text(time)
        if found is None:
            return None
        if not found[1]:
            return Element(value, typed.unit, None, found[0], index)
        return Element(value, typed.unit, found[0], None, index)
    at = from_number(time)
    return None if at is None else Element(value, typed.unit, at, None, index)


def _careful(text: bytes) -> list[Element | Refusal] | Refusal:
    """Says what is wrong with JSON that the typed parser did not take."""
    try:
        found = json.loads(text.decode(), parse_int=_int, parse_float=_float)
    except RecursionError:
        return Refusal(Reason.NOT_JSON, "nested too deeply")
    except ValueError as error:
        return Refusal(Reason.NOT_JSON, shown(str(error)).strip("'\""))
    if isinstance(found, list):
        if not found:
            return Refusal(Reason.BAD_SHAPE, "the array is empty")
        if len(found) > MAX_ELEMENTS:
            detail = f"{len(found)} elements are more than {MAX_ELEMENTS}"
            return Refusal(Reason.TOO_LARGE, detail)
        return [_element(each, index) for index, each in enumerate(found)]
    element = _element(found, None)
    return element if isinstance(element, Refusal) else [element]


def _element(found: Any, index: int | None) -> Element | Refusal:
    if not isinstance(found, dict) or "value" not in found:
        detail = 'an element is an object with a "value"'
        return Refusal(Reason.BAD_SHAPE, detail, index)
    value = _value(found["value"])
    if isinstance(value, str):
        return Refusal(Reason.NOT_A_NUMBER, value, index)
    unit = found.get("unit")
    if unit is not None and not (isinstance(unit, str) and is_unit(unit)):
        return Refusal(Reason.BAD_UNIT, f"{_said(unit)} is not C, F or K", index)
    time = found.get("time")
    if time is None:
        return Element(value, unit, None, None, index)
    at: tuple[int, bool] | None = None
    if isinstance(time, str):
        at = from_text(time)
    elif isinstance(time, int | float) and not isinstance(time, bool):
        number = from_number(time)
        at = None if number is None else (number, True)
    if at is None:
        detail = f"{_said(time)} is neither RFC 3339 nor Unix time"
        return Refusal(Reason.BAD_TIME, detail, index)
    instant, absolute = at
    if absolute:
        return Element(value, unit, instant, None, index)
    return Element(value, unit, None, instant, index)


def _value(found: Any) -> float | str | None:
    """The number, None for a fault, or the sentence that says why it is neither."""
    if found is None:
        return None
    if isinstance(found, _Overflow):
        return "the number is too large"
    if isinstance(found, int | float) and not isinstance(found, bool):
        return float(found) if math.isfinite(found) else None
    if isinstance(found, str) and found.strip().lower() in FAULT_WORDS:
        return None
    return f"{_said(found)} is not a number"


def _said(found: object) -> str:
    """A piece of JSON for a sentence; of nested things only what they are."""
    if isinstance(found, dict):
        return "an object"
    if isinstance(found, list):
        return "an array"
    return "a number too large" if isinstance(found, _Overflow) else shown(json.dumps(found))


def _int(text: str) -> int | _Overflow:
    # far beyond any float, and int() of very many digits is slow and refused
    return int(text) if len(text) <= 300 else _OVERFLOW


def _float(text: str) -> float | _Overflow:
    number = float(text)
    return number if math.isfinite(number) else _OVERFLOW
