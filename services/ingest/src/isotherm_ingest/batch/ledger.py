"""The ledger's counts of one batch, by hour of receipt; what does not balance was lost."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from isotherm.instants import HOUR


@dataclass(slots=True)
class Counts:
    """Messages: received = decoded + undecodable.

    Elements: offered = stored + duplicate + rejected + ignored. Each is counted by the stage that
    does the thing, from what that stage holds, so that whatever falls out between two shows.
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
        """Adds another's counts to these."""
        for name in NAMES:
            setattr(self, name, getattr(self, name) + getattr(other, name))


NAMES = tuple(each.name for each in fields(Counts))

Ledger = defaultdict[int, Counts]
"""By hour, in µs since 1970."""
Days = Mapping[tuple[int, int], int]
"""How many readings were stored, by hour of receipt (µs) and day measured (days since 1970)."""


def ledger() -> Ledger:
    """An empty one."""
    return defaultdict(Counts)


def hours_of(received: NDArray[np.int64]) -> tuple[list[int], list[int]]:
    """The UTC hours (µs) that these instants lie in, and how many in each."""
    hours = received - received % HOUR
    if len(hours) and (hours == hours[0]).all():
        return [int(hours[0])], [len(hours)]
    found, counts = np.unique(hours, return_counts=True)
    return found.tolist(), counts.tolist()


def entries(counts: Ledger, days: Days) -> Iterator[tuple[int, int | None, Counts]]:
    """The rows of a batch: hour, day and counts.

    Worker compares what was stored with the rows of each day, so a row tells of one day; the first
    of an hour carries its other counts, and a day-less one what stored nothing.
    """
    for hour, each in sorted(counts.items()):
        if not any(getattr(each, name) for name in NAMES):
            continue
        mine = sorted((day, count) for (of, day), count in days.items() if of == hour)
        rest = each.stored - sum(count for _, count in mine)
        first_day, first = mine[0] if mine else (None, 0)
        yield hour, first_day, replace(each, stored=first + rest)
        for day, count in mine[1:]:
            yield hour, day, Counts(stored=count)
