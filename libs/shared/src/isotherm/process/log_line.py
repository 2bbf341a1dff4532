"""A log record's values as JSON that every reader takes, whatever they are."""

import json
import math
from collections.abc import Iterable, Mapping

from isotherm.process.redaction import SECRET, is_private, redact

_DEPTH, _ITEMS = 6, 1_000
"""How deep values may be nested, and how many items of one are written."""
_LONGEST_NUMBER = 2**63


def encode(line: Mapping[str, object]) -> str:
    """Return an object as JSON on one line; a value that cannot be written becomes a text."""
    return _whole(json.dumps(_object(line, _DEPTH), ensure_ascii=False))


def text_of(value: object) -> str:
    """Return a value's text, also if asking for it raises."""
    try:
        return redact(str(value))
    except Exception:  # whatever somebody's __str__ does, the line is written
        return f"<{type(value).__name__} without a text>"


def _plain(value: object, depth: int) -> object:
    # bool before int: it is one
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, int):
        return int(value) if abs(value) < _LONGEST_NUMBER else text_of(hex(value))
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else text_of(value)
    try:
        if depth > 0 and isinstance(value, Mapping):
            return _object(value, depth)
        if depth > 0 and isinstance(value, list | tuple | set | frozenset):
            return _array(value, depth)
    except Exception:  # a collection of somebody's own may raise
        return f"<{type(value).__name__} that cannot be read>"
    return text_of(value)


def _object(
    values: Mapping[object, object] | Mapping[str, object], depth: int
) -> dict[str, object]:
    written: dict[str, object] = {}
    for key, value in list(values.items())[:_ITEMS]:
        name = key if isinstance(key, str) else text_of(key)
        written[name] = SECRET if is_private(name) and value else _plain(value, depth - 1)
    return written


def _array(values: Iterable[object], depth: int) -> list[object]:
    return [_plain(value, depth - 1) for value in list(values)[:_ITEMS]]


def _whole(text: str) -> str:
    """Replace halves of surrogate pairs, which UTF-8 has no bytes for."""
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text
