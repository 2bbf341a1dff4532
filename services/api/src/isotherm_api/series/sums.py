"""What a bucket adds up to: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

import asyncpg


@dataclass(slots=True)
class Bucket:
    """Sums of the readings of a bucket, also where more than one channel gave them."""

    least: float = inf
    total: float = 0.0
    most: float = -inf
    n: int = 0
    uncounted: int = 0

    def add(self, row: Mapping[str, Any] | asyncpg.Record) -> None:
        """Takes a row of `queries.bucketed`."""
        self.uncounted += row["uncounted"]
        if row["n"]:
            self.least, self.most = min(self.least, row["least"]), max(self.most, row["most"])
            self.total, self.n = self.total + row["total"], self.n + row["n"]

    @property
    def mean(self) -> float:
        """The mean; rounding may put it just outside what it is the mean of."""
        return min(max(self.total / self.n, self.least), self.most)


def newest(counts: Mapping[int, int], most: int) -> list[int]:
    """The last of some numbered counts that together hold `most`, or all of them, last first."""
    found, held = [], 0
    for number in sorted(counts, reverse=True):
        if held >= most:
            break
        found.append(number)
        held += counts[number]
    return found
