"""The time span of an installation: which spans are allowed, and how they read."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg

from isotherm.instants import from_ms
from isotherm_api.problem import FieldError, Invalid
from isotherm_api.ranges import AHEAD, ms


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open time span of aware instants; without a start or an end it is unbounded there."""

    start: datetime | None
    end: datetime | None

    def wider_than(self, other: "Span") -> bool:
        """Return whether it contains an instant that the other does not."""
        begins = other.start is not None and (self.start is None or self.start < other.start)
        ends = other.end is not None and (self.end is None or self.end > other.end)
        return begins or ends

    def document(self) -> dict[str, int | None]:
        """Return the span as the API answers it, in milliseconds since 1970 UTC."""
        return {"from": ms(self.start), "to": ms(self.end)}

    def __str__(self) -> str:
        since = "always" if self.start is None else f"{self.start:%Y-%m-%d %H:%M} UTC"
        return since if self.end is None else f"{since} until {self.end:%Y-%m-%d %H:%M} UTC"


def span_of(row: asyncpg.Record) -> Span:
    """Return the span of a row of installations."""
    return Span(row["start"], row["until"])


def instant(milliseconds: int | None) -> datetime | None:
    """Return the instant of an end that was sent (ms), or None."""
    return None if milliseconds is None else from_ms(milliseconds)


def checked(span: Span, now: datetime, begins: str = "from") -> Span:
    """Return the span if it is neither empty nor in the future; else raise Invalid.

    `begins` is the field of its start. An installation records what has happened: an end that is
    only planned may turn out otherwise.
    """
    for field, value in ((begins, span.start), ("to", span.end)):
        if value is not None and value > now + AHEAD:
            raise Invalid.field(field, "is in the future; enter it once it has happened")
    if span.start is not None and span.end is not None and span.end <= span.start:
        raise Invalid(
            "The installation would end before or when it begins.",
            errors=[
                FieldError(begins, "has to be before to"),
                FieldError("to", "is not after from"),
            ],
        )
    return span
