"""The place of a span in its trace, as `traceparent` carries it from process to process.

Source: W3C Trace Context, level 1, section 3.2 (traceparent).
"""

import re
from typing import NamedTuple

LONGEST = 128
"""Characters of a `traceparent`; those of later versions may have more than the 55 of version 0."""
_VERSION, _INVALID_VERSION = "00", "ff"
_SAMPLED = 0x01
_FORM = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?", re.ASCII)


class Remote(NamedTuple):
    """A span of any process: the ids of its trace and of itself, as lower-case hex."""

    trace_id: str
    span_id: str
    sampled: bool
    """Whether it is recorded, so that it can be looked at."""


def parse_traceparent(text: str | bytes | None) -> Remote | None:
    """Return what a `traceparent` says; None if it is missing, too long or not valid."""
    if text is None or len(text) > LONGEST:
        return None
    if isinstance(text, bytes):
        text = text.decode("latin-1")
    form = _FORM.fullmatch(text)
    if form is None:
        return None
    version, trace_id, span_id, flags, more = form.groups()
    if version == _INVALID_VERSION or (version == _VERSION and more is not None):
        return None
    if not trace_id.strip("0") or not span_id.strip("0"):
        return None
    return Remote(trace_id, span_id, bool(int(flags, 16) & _SAMPLED))
