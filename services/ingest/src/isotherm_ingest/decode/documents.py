"""JSON as devices write it: also with bare words for no value, as in `{"value": nan}`; pure."""

import json
import math
from typing import Any, Final

import msgspec

from isotherm_ingest.batch.elements import shown
from isotherm_ingest.decode.words import text_of, with_words_quoted


class Overflow:
    """Stands for a JSON number too large for a float, which is not the fault value Infinity."""


OVERFLOW: Final = Overflow()


_decode = msgspec.json.Decoder().decode


def parse_document(text: str) -> Any:
    """Return a JSON document; numbers that are too large are OVERFLOW.

    If a key is repeated, the last value wins. Raise ValueError or RecursionError if it is none.
    """
    try:
        return _decode(text)  # most documents, quickly
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return _parse(text, parse_int=_int, parse_float=_float)


def _parse(text: str, **options: Any) -> Any:
    try:
        return json.loads(text, strict=False, **options)
    except ValueError as error:
        quoted = with_words_quoted(text)
        if quoted == text:
            raise
        try:
            return json.loads(quoted, strict=False, **options)
        except ValueError:
            raise error from None


def pieces(payload: bytes) -> list[bytes] | None:
    """Return the bytes of each element of an array, None if the payload is not one.

    They are unchanged if the payload is proper JSON.
    """
    try:
        text = text_of(payload)
    except UnicodeDecodeError:
        return None
    try:
        return [bytes(item) for item in msgspec.json.decode(text, type=list[msgspec.Raw])]
    except (msgspec.MsgspecError, RecursionError):
        pass
    try:
        items = _parse(text)
        return [json.dumps(item).encode() for item in items] if isinstance(items, list) else None
    except (ValueError, RecursionError):
        return None


def quoted(value: object) -> str:
    """Return a JSON value fit for a sentence; only the kind of a nested one."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "an array"
    return "a number too large" if isinstance(value, Overflow) else shown(json.dumps(value))


def _int(text: str) -> int | Overflow:
    # far beyond any float, and int() of very many digits is slow and refused
    return int(text) if len(text) <= 300 else OVERFLOW


def _float(text: str) -> float | Overflow:
    number = float(text)
    return number if math.isfinite(number) else OVERFLOW
