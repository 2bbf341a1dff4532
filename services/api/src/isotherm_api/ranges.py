"""Ranges of time and pages of lists, as requests write them."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, TypeVar

import msgspec
from fastapi import Query

from isotherm.instants import from_ms, to_ms
from isotherm_api.problem import FieldError, Invalid

EARLIEST = -62_135_596_800_000 + 86_400_000 * 400
"""Some way into the year 2, so that a day more or less, or a zone, still is a date."""
LATEST = 253_402_300_799_000 - 86_400_000 * 400

AHEAD = timedelta(minutes=5)
"""How far a person's clock may be ahead of ours."""

K = TypeVar("K")
Number = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
"""A row's number in a cursor: what the database can compare with."""
Word = Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9-]{1,64}\Z")]
"""A slug in a cursor."""
DeviceWord = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9._-]{1,64}\Z")]
"""The name of a device in a cursor."""
From = Annotated[int, Query(alias="from", description="Milliseconds since 1970 UTC")]
To = Annotated[int, Query(description="Milliseconds since 1970 UTC, not included")]
Cursor = Annotated[
    str | None,
    Query(max_length=300, pattern=r"^[A-Za-z0-9_-]+$", description="`next` of the page before"),
]


@dataclass(frozen=True, slots=True)
class Range:
    """From an instant until just before another, both aware."""

    start: datetime
    end: datetime

    @property
    def span(self) -> timedelta:
        """How long it is; never negative."""
        return self.end - self.start


def time_range(start_ms: int, end_ms: int, longest: timedelta) -> Range:
    """The range between two times; Invalid, naming the field, where it is none or too long."""
    for field, value in (("from", start_ms), ("to", end_ms)):
        if not EARLIEST <= value <= LATEST:
            raise Invalid.field(field, "is no time in milliseconds since 1970 that can be had")
    if end_ms <= start_ms:
        raise Invalid(
            "The range ends before it begins, or is empty.",
            errors=[
                FieldError("from", "has to be before to"),
                FieldError("to", "is not after from"),
            ],
        )
    found = Range(from_ms(start_ms), from_ms(end_ms))
    if found.span > longest:
        raise Invalid.field("from", f"a range may be {longest.days} days long")
    return found


def begin(sent: int | None, now: datetime) -> datetime:
    """Return when something sent (ms; None: now) begins, to the millisecond and at most now.

    Raises Invalid, naming `since`, if it is further in the future than clocks differ.
    """
    if sent is not None and from_ms(sent) > now + AHEAD:
        raise Invalid.field("since", "is in the future; set them when they shall hold")
    return from_ms(min(to_ms(now), to_ms(now) if sent is None else sent))


def ms(instant: datetime | None) -> int | None:
    """An instant in the API's form, none where there is none."""
    return None if instant is None else to_ms(instant)


def encode_cursor(*key: str | int) -> str:
    """Where a list's next page begins, as an opaque word."""
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def decode_cursor(cursor: str, shape: type[K]) -> K:
    """The key inside a cursor of ours; Invalid where it is none of ours."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return msgspec.json.decode(raw, type=shape)
    except (ValueError, binascii.Error, msgspec.MsgspecError):
        raise Invalid.field("cursor", "is not one this list has given") from None
