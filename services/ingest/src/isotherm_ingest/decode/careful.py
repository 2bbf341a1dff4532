"""Decode one message: topic and bytes become elements, or a refusal with its reason.

Pure. A typed parser decodes well-formed payloads. A payload that it refuses is parsed again,
element by element, to understand what else devices send and to find exactly what is wrong. If a
key is repeated, the last value wins, as in nearly every JSON parser.
"""

import json
import math

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
    Cleared,
    Decoded,
    Element,
    Outcome,
    Refusal,
    Status,
    shown,
)
from isotherm_ingest.decode.documents import parse_document
from isotherm_ingest.decode.numbers import measure_of
from isotherm_ingest.decode.objects import TOO_LARGE, element_of
from isotherm_ingest.decode.times import UNSET_BEFORE, time_of
from isotherm_ingest.decode.unix_time import from_number
from isotherm_ingest.decode.words import WHITE, text_of


class Typed(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """A well-formed element."""

    value: float | None
    unit: Unit | None = None
    time: int | float | str | None = None


_array = msgspec.json.Decoder(list[Typed])


def decode(topic: str, payload: bytes) -> Outcome:
    """Return the elements of a message, its status, or why it is refused. Never raises."""
    if not payload:
        return Cleared()
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


def _why_bad(topic: str) -> str:
    if (size := len(topic.encode("utf-8", "replace"))) > LONGEST_TOPIC:
        return f"{size} bytes are more than the {LONGEST_TOPIC} of the longest topic"
    levels = topic.split("/")
    if len(levels) == 3 and levels[0] == TOPIC_ROOT:
        name = next(name for name in levels[1:] if not is_device_name(name))
        return f"{shown(name)} is not a name: names are 1 to 64 of a-z A-Z 0-9 . _ -, not . or .."
    return f"{shown(topic)} is not {TOPIC_ROOT}/<device>/<channel>"


def _status(device: str, payload: bytes) -> Status | Refusal:
    match payload.decode("utf-8", "replace").strip(WHITE).strip('"').lower():
        case "online":
            return Status(device, online=True)
        case "offline":
            return Status(device, online=False)
        case _:
            return Refusal(Reason.BAD_SHAPE, f"a status is online or offline, not {shown(payload)}")


def _elements(payload: bytes) -> list[Element | Refusal] | Refusal:
    try:
        text = text_of(payload)
    except UnicodeDecodeError as error:
        return Refusal(Reason.BAD_ENCODING, f"byte {error.start} is not UTF-8")
    if text.startswith("["):
        return _plain_array(text) or _from_document(text)
    if text.startswith("{"):
        return _from_document(text)
    element = bare_element(text)
    return element if isinstance(element, Refusal) else [element]


def bare_element(text: str) -> Element | Refusal:
    """Decode a payload that is neither an object nor an array."""
    measure = measure_of(_unquoted(text))
    if measure is None:
        return Refusal(Reason.NOT_A_NUMBER, f"{shown(text)} is not a number")
    if measure.value is not None and not math.isfinite(measure.value):
        return Refusal(Reason.NOT_A_NUMBER, TOO_LARGE)
    return Element(measure.value, measure.unit)


def _unquoted(text: str) -> str:
    """Return what is in the quotes of a JSON text; any other text as it is."""
    if not text.startswith('"'):
        return text
    try:
        inner = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return text
    return inner if isinstance(inner, str) else text


def _from_document(text: str) -> list[Element | Refusal] | Refusal:
    """Return the elements and refusals of a JSON document, or why all of it is refused."""
    try:
        document = parse_document(text)
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
        return [element_of(item, index) for index, item in enumerate(document)]
    element = element_of(document)
    return element if isinstance(element, Refusal) else [element]


def _plain_array(text: str) -> list[Element | Refusal] | None:
    """Return the elements of a well-formed array, quickly; None of any other."""
    try:
        typed = _array.decode(text)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return None
    if not 0 < len(typed) <= MAX_ELEMENTS:
        return None
    elements: list[Element | Refusal] = []
    for index, item in enumerate(typed):
        value, said = item.value, item.time
        if value is not None and not math.isfinite(value):
            return None
        at = None if said is None or isinstance(said, str) else from_number(said)
        if said is None or (at is not None and at >= UNSET_BEFORE):
            elements.append(Element(value, item.unit, at, None, index))
            continue
        if (time := time_of(said)) is None:
            return None
        elements.append(Element(value, item.unit, time.at, time.local, index, time.unset))
    return elements
