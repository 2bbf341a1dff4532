"""Time ranges and list cursors in requests."""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, TypeVar

import msgspec
from fastapi import Query
from pydantic import BeforeValidator

from isotherm.instants import from_ms, to_ms
from isotherm.names import LONGEST_NAME, NAME
from isotherm_api.problem import FieldError, Invalid

EARLIEST = -62_135_596_800_000 + 86_400_000 * 400
"""In year 2, so that adding or subtracting days, or converting to a zone, cannot overflow."""
LATEST = 253_402_300_799_000 - 86_400_000 * 400

AHEAD = timedelta(minutes=5)
"""How far the clock of a person's computer may be ahead of ours."""

DAY_MS = 86_400_000
"""The length of the range of a request that does not say where it begins."""

_WHOLE = re.compile(r"-?[0-9]{1,20}")

K = TypeVar("K")
Number = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
"""The id of a row in a cursor, within PostgreSQL's bigint."""
Word = Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9-]{1,64}\Z")]
"""A slug in a cursor."""
DeviceWord = Annotated[str, msgspec.Meta(pattern=rf"\A{NAME}\Z", max_length=LONGEST_NAME)]
"""The name of a device in a cursor."""


def _digits(text: object) -> object:
    if isinstance(text, str) and not _WHOLE.fullmatch(text):
        raise ValueError("must be a whole number in digits")
    return text


DIGITS = BeforeValidator(_digits)
"""Of an integer in a URL; pydantic alone also reads `1_0`, `+1` and `1.0`."""
From = Annotated[int, Query(alias="from", description="Milliseconds since 1970 UTC"), DIGITS]
To = Annotated[int, Query(description="Milliseconds since 1970 UTC, exclusive"), DIGITS]
FromOrDay = Annotated[
    int | None,
    Query(alias="from", description="Milliseconds since 1970 UTC; by default 24 hours before `to`"),
    DIGITS,
]
ToOrNow = Annotated[
    int | None, Query(description="Milliseconds since 1970 UTC, exclusive; by default now"), DIGITS
]
Cursor = Annotated[
    str | None,
    Query(max_length=300, pattern=r"^[A-Za-z0-9_-]+$", description="`next` of the previous page"),
]


@dataclass(frozen=True, slots=True)
class Range:
    """The half-open range from `start` to `end`, both time zone aware."""

    start: datetime
    end: datetime

    @property
    def span(self) -> timedelta:
        """Return its length; never negative."""
        return self.end - self.start


def time_range(start_ms: int, end_ms: int, longest: timedelta) -> Range:
    """Return the range between two times; raise Invalid if it is empty, reversed or too long."""
    for field, value in (("from", start_ms), ("to", end_ms)):
        if not EARLIEST <= value <= LATEST:
            raise Invalid.field(field, "is not a supported time in milliseconds since 1970")
    if end_ms <= start_ms:
        raise Invalid(
            "The range is empty or ends before it begins.",
            errors=[
                FieldError("from", "must be before to"),
                FieldError("to", "must be after from"),
            ],
        )
    requested = Range(from_ms(start_ms), from_ms(end_ms))
    if requested.span > longest:
        raise Invalid.field("from", f"a range can be at most {longest.days} days long")
    return requested


def given_or_last_day(
    start_ms: int | None, end_ms: int | None, now: datetime, longest: timedelta
) -> Range:
    """Return the range between two times; by default it ends now and begins 24 hours earlier.

    A default end is in the next millisecond, so that what happened just now is included.
    Raises Invalid as `time_range` does.
    """
    end = to_ms(now) + 1 if end_ms is None else end_ms
    start = end - DAY_MS if start_ms is None else start_ms
    return time_range(start, end, longest)


def begin(sent: int | None, now: datetime) -> datetime:
    """Return the beginning that a request sent (ms; None: now), to the millisecond and at most now.

    Raises Invalid, naming `since`, if it is more than `AHEAD` in the future.
    """
    if sent is not None and from_ms(sent) > now + AHEAD:
        raise Invalid.field("since", "is in the future; set them when they begin to apply")
    return from_ms(min(to_ms(now), to_ms(now) if sent is None else sent))


def ms(instant: datetime | None) -> int | None:
    """Return an instant in milliseconds, as the API writes it; None stays None."""
    return None if instant is None else to_ms(instant)


def encode_cursor(*key: str | int) -> str:
    """Return the key of a list's next page as an opaque cursor."""
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def decode_cursor(cursor: str, shape: type[K]) -> K:
    """Return the key in a cursor; raise Invalid if it is not a cursor of this shape."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return msgspec.json.decode(raw, type=shape)
    except (ValueError, binascii.Error, msgspec.MsgspecError):
        raise Invalid.field("cursor", "is not a cursor of this list") from None
