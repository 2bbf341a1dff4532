"""Sums of readings by hour, day or other bin, as columns like those of `reading_hour`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isotherm.history.rules import Numbers
from isotherm.instants import ALWAYS, Times, from_postgres, to_datetime_clamped

Counts = NDArray[np.int64]
Verdicts = NDArray[np.int8]
"""1 beyond the limit, 0 not, -1 if nothing was judged."""


@dataclass(frozen=True, slots=True)
class Sums:
    """One element for each bin; see `isotherm.schema.tables.history.SumColumns` for the columns.

    In a bin without readings, times (µs since 1970) are ALWAYS, values are NaN, and `last_quality`
    is -1.
    """

    n: Counts
    uncounted: Counts
    total: Numbers
    integral: Numbers
    known_s: Numbers
    covered_s: Numbers
    least: Numbers
    least_at: Times
    most: Numbers
    most_at: Times
    first_at: Times
    last_at: Times
    last_value: Numbers
    last_quality: NDArray[np.int16]
    above_s: Numbers
    below_s: Numbers
    above_times: Counts
    below_times: Counts
    first_above: Verdicts
    last_above: Verdicts
    first_below: Verdicts
    last_below: Verdicts

    def __len__(self) -> int:
        return len(self.n)

    @property
    def mean(self) -> Numbers:
        """The mean of each bin's values; clipped, as rounding could exceed the greatest value."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.clip(self.total / self.n, self.least, self.most)

    @property
    def touched(self) -> NDArray[np.bool_]:
        """Whether each bin has a reading, or one from before holds into it."""
        return (self.n > 0) | (self.uncounted > 0) | (self.covered_s > 0)

    def pick(self, which: NDArray[np.bool_] | NDArray[np.intp]) -> "Sums":
        """Return the bins that a mask or indices choose."""
        return Sums(*(getattr(self, name)[which] for name in NAMES))

    @classmethod
    def joined(cls, parts: "list[Sums]") -> "Sums":
        """Return the bins of all parts, one part after another."""
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in NAMES))

    def to_rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield a row for each bin, for the columns NAMES of a table; None for no value."""
        columns = (_to_column(name, getattr(self, name).tolist()) for name in NAMES)
        return zip(*columns, strict=True)

    @classmethod
    def from_packed(cls, packed: bytes | None) -> "Sums":
        """Decode the binary form that a statement with `PACKED` returns; None is no bin."""
        rows = np.frombuffer(packed or b"", _PACKED)
        return cls(*(_unpacked(name, rows[name]) for name in NAMES))


NAMES = tuple(column.name for column in fields(Sums))
"""The columns, in order; they have the same names in `reading_hour` and `reading_day`."""

_NULLABLE = ("least", "most", "last_value")
_INSTANTS = ("least_at", "most_at", "first_at", "last_at")
_VERDICTS = ("first_above", "last_above", "first_below", "last_below")
_COUNTS = ("n", "uncounted", "above_times", "below_times")


def _sent(name: str) -> tuple[str, str]:
    """Return a column's binary form: NumPy's type, and SQL that sends it."""
    if name in _INSTANTS:
        return ">i8", f"timestamptz_send(coalesce({name}, '-infinity'))"
    if name in _VERDICTS:
        return ">i2", f"int2send(coalesce({name}::int, -1)::smallint)"
    if name == "last_quality":
        return ">i2", f"int2send(coalesce({name}, -1::smallint))"
    if name in _COUNTS:
        return ">i4", f"int4send({name})"
    return ">f8", f"float8send(coalesce({name}, 'NaN'))"


_PACKED = np.dtype([(name, _sent(name)[0]) for name in NAMES])
PACKED = " || ".join(_sent(name)[1] for name in NAMES)
"""SQL of all columns of a row as one bytea; `string_agg` of it by time is what `from_packed` reads.

Of a year of days it takes a third of the time of rows, which asyncpg decodes value by value."""


def to_nullable(values: Sequence[float]) -> list[float | None]:
    """Return the values with None in place of NaN."""
    return [None if value != value else value for value in values]


def _to_column(name: str, values: list[Any]) -> Sequence[Any]:
    """Return a column's values as the database has them."""
    if name in _INSTANTS:
        return [None if at == ALWAYS else to_datetime_clamped(at) for at in values]
    if name in _VERDICTS:
        return [None if verdict < 0 else bool(verdict) for verdict in values]
    if name == "last_quality":
        return [None if quality < 0 else quality for quality in values]
    return to_nullable(values) if name in _NULLABLE else values


def _unpacked(name: str, sent: NDArray[Any]) -> NDArray[Any]:
    """Return a column of the binary form as `Sums` has it."""
    if name in _INSTANTS:
        return np.where(sent == ALWAYS, ALWAYS, from_postgres(sent))
    if name in _VERDICTS:
        return sent.astype(np.int8)
    if name == "last_quality":
        return sent.astype(np.int16)
    return sent.astype(np.int64 if name in _COUNTS else np.float64)


def seconds(column: Numbers) -> float:
    """Return the total of a column of seconds, rounded to whole µs.

    Without rounding, a fully covered range could lack a ten-billionth of a second.
    """
    return round(float(column.sum()), 6)


def times_beyond(times: Counts, first: Verdicts, last: Verdicts) -> int:
    """Return how often a sensor went beyond a limit over bins in order of time.

    An excursion that goes on from one bin into the next was counted in both.
    """
    judged = first >= 0
    begun, ended = first[judged][1:], last[judged][:-1]
    return int(times.sum()) - int(((begun == 1) & (ended == 1)).sum())


def goes_on(last: Verdicts) -> bool:
    """Return whether the last judgement over some bins was beyond the limit."""
    judged = last[last >= 0]
    return bool(len(judged)) and bool(judged[-1] == 1)
