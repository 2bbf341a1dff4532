"""The time of day, passed in where it is needed, and its form on the wire."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """Tells the present instant; tests pass one that stands still."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


def to_ms(instant: datetime) -> int:
    """Milliseconds since 1970 UTC, rounded down; the API's form of every time."""
    return (instant - EPOCH) // timedelta(milliseconds=1)


def from_ms(milliseconds: int) -> datetime:
    """The instant of so many milliseconds since 1970 UTC.

    Raises OverflowError where datetime has no such instant.
    """
    return EPOCH + timedelta(milliseconds=milliseconds)
