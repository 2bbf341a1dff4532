"""Instants: µs since 1970 UTC inside, ms in the API, datetimes for the database driver."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Micros = int
"""An instant as microseconds since 1970 UTC, or a length of time in microseconds."""
Times = NDArray[np.int64]
"""A column of `Micros`."""

MILLISECOND = 1_000
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

ALWAYS = int(np.iinfo(np.int64).min)
"""Before every instant; as the time of an event, that it never happened."""
FOREVER = int(np.iinfo(np.int64).max)
"""After every instant."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(9000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Clock(Protocol):
    """The source of the present instant; tests pass one that stands still."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)


def to_micros(instant: datetime) -> Micros:
    """Return µs since 1970 UTC of an aware datetime."""
    return (instant - EPOCH) // _MICROSECOND


def to_datetime(us: Micros) -> datetime:
    """Return the instant as a datetime in UTC; raise OverflowError if there is no such datetime."""
    return EPOCH + timedelta(microseconds=int(us))


def to_datetime_clamped(us: Micros) -> datetime:
    """Return the instant as a datetime in UTC, at most one of the year 9000.

    For ends that are open: PostgreSQL accepts it, and arithmetic around it does not overflow.
    """
    return to_datetime(min(us, LATEST))


def just_after(instant: datetime) -> datetime:
    """Return the next instant: the end of a half-open range that includes `instant`."""
    return instant + _MICROSECOND


def to_ms(instant: datetime) -> int:
    """Return milliseconds since 1970 UTC, rounded down; the API's form of every time."""
    return (instant - EPOCH) // timedelta(milliseconds=1)


def from_ms(milliseconds: int) -> datetime:
    """Return the instant that is `milliseconds` after 1970 UTC.

    Raise OverflowError if datetime cannot represent it.
    """
    return EPOCH + timedelta(milliseconds=milliseconds)


LATEST = to_micros(_LATEST)
"""The latest instant that `to_datetime_clamped` returns."""
POSTGRES_EPOCH = to_micros(datetime(2000, 1, 1, tzinfo=UTC))
"""The epoch of PostgreSQL's binary timestamps, as `Micros`."""


def from_postgres(sent: NDArray[np.signedinteger]) -> Times:
    """Return binary timestamps of PostgreSQL, none of them infinite, as µs since 1970."""
    return sent.astype(np.int64) + POSTGRES_EPOCH


def from_postgres_one(sent: int) -> Micros:
    """Return one binary timestamp of PostgreSQL; an infinite one is ALWAYS or FOREVER."""
    return sent if sent in (ALWAYS, FOREVER) else sent + POSTGRES_EPOCH


def sql_timestamptz(micros: str) -> str:
    """Return SQL of the timestamptz of an expression in µs since 1970.

    Exact: an interval counts microseconds as integers, `to_timestamp` goes through a float.
    """
    return f"('epoch'::timestamptz + {micros} * interval '1 microsecond')"
