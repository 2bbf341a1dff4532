"""A log line as Loki takes it: its level, its time, and at most 256 KiB."""

import json
import logging
from typing import NamedTuple

LINE_BYTES = 256 * 1024

_CUTS = (16_000, 1_000, 100)
"""Characters of each long value that a line of more than LINE_BYTES keeps: the first that does."""
_ALWAYS_KEPT = ("time", "level", "service", "instance", "logger", "message")


class Entry(NamedTuple):
    """One log line on its way to Loki."""

    level: str
    nanoseconds: int
    """Since 1970, when the record was made."""
    line: bytes
    """The line as a JSON string, with its quotes."""


def level_of(record: logging.LogRecord) -> str:
    """Return a record's level, one of five: a label of Loki's must have few values."""
    for level in (logging.CRITICAL, logging.ERROR, logging.WARNING, logging.INFO):
        if record.levelno >= level:
            return logging.getLevelName(level).lower()
    return "debug"


def entry_of(record: logging.LogRecord, line: str) -> Entry:
    """Return the entry of a record whose line this is, cut to what Loki takes."""
    if len(line.encode()) > LINE_BYTES:
        line = _cut(line)
    seconds, rest = divmod(record.created, 1)  # a float has no digits for nanoseconds since 1970
    stamp = int(seconds) * 1_000_000_000 + int(rest * 1e9)
    return Entry(level_of(record), stamp, json.dumps(line, ensure_ascii=False).encode())


def _cut(line: str) -> str:
    """Return a JSON line that Loki takes: long values are cut, and `cut_bytes` says what it had."""
    document, size = json.loads(line), len(line.encode())
    for characters in _CUTS:
        short = {key: _shortened(key, value, characters) for key, value in document.items()}
        text = json.dumps({**short, "cut_bytes": size}, ensure_ascii=False)
        if len(text.encode()) <= LINE_BYTES:
            return text
    kept = {key: short[key] for key in _ALWAYS_KEPT if key in short}
    return json.dumps({**kept, "cut_bytes": size}, ensure_ascii=False)


def _shortened(key: str, value: object, characters: int) -> object:
    if key == "exception":  # which says at its end what happened
        return str(value)[-characters:]
    if isinstance(value, str):
        return value[:characters]
    text = json.dumps(value, ensure_ascii=False)
    return value if len(text) <= characters else text[:characters]
