"""The ledger's counts of one batch, by hour of receipt; a difference means a loss."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from isotherm.instants import HOUR


@dataclass(slots=True)
class Counts:
    """Messages: received = decoded + undecodable.

    Elements: offered = stored + duplicate + rejected + ignored. Each stage counts its own work,
    so that a loss between two stages shows as a difference.
    """

    received: int = 0
    decoded: int = 0
    undecodable: int = 0
    offered: int = 0
    stored: int = 0
    duplicate: int = 0
    rejected: int = 0
    ignored: int = 0

    def add(self, other: "Counts") -> None:
        """Add another's counts."""
        for name in NAMES:
            setattr(self, name, getattr(self, name) + getattr(other, name))


NAMES = tuple(column.name for column in fields(Counts))

Ledger = defaultdict[int, Counts]
"""By hour, in µs since 1970."""
StoredByDay = Mapping[tuple[int, int], int]
"""Readings stored, by hour of receipt (µs) and day of measurement (days since 1970)."""


def ledger() -> Ledger:
    """Return an empty ledger."""
    return defaultdict(Counts)


def hours_of(received: NDArray[np.int64]) -> tuple[list[int], list[int]]:
    """Return the UTC hours (µs) of these instants, and how many are in each."""
    hours = received - received % HOUR
    if len(hours) and (hours == hours[0]).all():
        return [int(hours[0])], [len(hours)]
    distinct, counts = np.unique(hours, return_counts=True)
    return distinct.tolist(), counts.tolist()


def entries(counts: Ledger, days: StoredByDay) -> Iterator[tuple[int, int | None, Counts]]:
    """Yield the ledger rows of a batch: hour (µs), day (since 1970), counts.

    Worker compares stored counts with the readings of each day, so a row counts one day. The first
    row of an hour has its other counts; if nothing was stored, its day is None.
    """
    for hour, total in sorted(counts.items()):
        if not any(getattr(total, name) for name in NAMES):
            continue
        by_day = sorted((day, count) for (of, day), count in days.items() if of == hour)
        rest = total.stored - sum(count for _, count in by_day)
        first_day, first = by_day[0] if by_day else (None, 0)
        yield hour, first_day, replace(total, stored=first + rest)
        for day, count in by_day[1:]:
            yield hour, day, Counts(stored=count)
