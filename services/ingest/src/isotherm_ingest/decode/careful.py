"""Decode one message: topic and bytes become elements, or a refusal with its reason.

Pure. A typed parser decodes well-formed payloads. A payload that it refuses is parsed again,
element by element, to find exactly what is wrong. If a key is repeated, the last value wins, as in
nearly every JSON parser.
"""

import json
import math
import re

import msgspec

from isotherm.names import (
    LONGEST_TOPIC,
    STATUS_CHANNEL,
    TOPIC_ROOT,
    is_device_name,
    split_topic,
)
from isotherm.reasons import Reason
from isotherm.units import Unit
from isotherm_ingest.batch.elements import (
    MAX_BYTES,
    MAX_ELEMENTS,
    Decoded,
    Element,
    Outcome,
    Refusal,
    Status,
    shown,
)
from isotherm_ingest.decode.lenient import FAULT_WORDS, decode_leniently
from isotherm_ingest.decode.times import from_number, from_text

_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_BOM = b"\xef\xbb\xbf"


class Typed(msgspec.Struct, gc=False):
    """A well-formed element."""

    value: float | None
    unit: Unit | None = None
    time: int | float | str | None = None


_object = msgspec.json.Decoder(Typed)
_array = msgspec.json.Decoder(list[Typed])


def decode(topic: str, payload: bytes) -> Outcome:
    """Return the elements of a message, its status, or why it is refused. Never raises."""
    names = split_topic(topic)
    if names is None:
        return Refusal(Reason.BAD_TOPIC, _why_bad(topic))
    if len(payload) > MAX_BYTES:
        detail = f"{len(payload)} bytes are more than {MAX_BYTES}"
        return Refusal(Reason.TOO_LARGE, detail)
    device, channel = names
    if channel == STATUS_CHANNEL:
        return _status(device, payload)
    items = _elements(payload)
    if isinstance(items, Refusal):
        return items
    elements = [item for item in items if isinstance(item, Element)]
    refusals = [item for item in items if isinstance(item, Refusal)]
    return Decoded(device, channel, elements, refusals, len(items))


def pieces(payload: bytes) -> list[bytes] | None:
    """Return the bytes of each element of an array, None if the payload is not one.

    They are unchanged if the payload is proper JSON.
    """
    text = payload.removeprefix(_BOM)
    try:
        return [bytes(item) for item in msgspec.json.decode(text, type=list[msgspec.Raw])]
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        pass
    try:
        items = json.loads(text)
        return [json.dumps(item).encode() for item in items] if isinstance(items, list) else None
    except (ValueError, RecursionError):
        return None


def _why_bad(topic: str) -> str:
    if (size := len(topic.encode("utf-8", "replace"))) > LONGEST_TOPIC:
        return f"{size} bytes are more than the {LONGEST_TOPIC} of the longest topic"
    levels = topic.split("/")
    if len(levels) == 3 and levels[0] == TOPIC_ROOT:
        name = next(name for name in levels[1:] if not is_device_name(name))
        return f"{shown(name)} is not a name: names are 1 to 64 of a-z A-Z 0-9 . _ -, not . or .."
    return f"{shown(topic)} is not {TOPIC_ROOT}/<device>/<channel>"


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
        if (
            not text.isascii()
        ):  # the typed parser does not check the encoding of fields that it skips
            text.decode()
    except UnicodeDecodeError as error:
        return Refusal(Reason.BAD_ENCODING, f"byte {error.start} is not UTF-8")
    first = text[:1]
    if first == b"{":
        element = _plain_object(text)
        return [element] if element is not None else decode_leniently(text)
    if first == b"[":
        elements = _plain_array(text)
        return elements if elements is not None else decode_leniently(text)
    return _bare(text)


def _bare(text: bytes) -> list[Element | Refusal] | Refusal:
    """Decode a payload that is neither a number, an object nor an array."""
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
    for index, item in enumerate(typed):
        element = _from_typed(item, index)
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
        parsed = from_text(time)
        if parsed is None:
            return None
        if not parsed[1]:
            return Element(value, typed.unit, None, parsed[0], index)
        return Element(value, typed.unit, parsed[0], None, index)
    at = from_number(time)
    return None if at is None else Element(value, typed.unit, at, None, index)
