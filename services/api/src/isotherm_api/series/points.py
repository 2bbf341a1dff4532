"""The columns of a series, and how they are folded into buckets. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from isotherm.history.readings import Readings
from isotherm.history.rules import Numbers
from isotherm.history.sums import Counts
from isotherm.instants import MILLISECOND, Times
from isotherm_api.history.brief import Brief

_DECIMALS = 6
"""Of a mean; more would be rounding noise, and a third of an answer's bytes."""


@dataclass(frozen=True, slots=True)
class Points:
    """One point for each reading that counts, or for each bucket that has one, in time order."""

    at: Times
    least: Numbers
    total: Numbers
    most: Numbers
    n: Counts

    @classmethod
    def raw(cls, readings: Readings) -> "Points":
        """Return a point for each reading."""
        ones = np.ones(len(readings), np.int64)
        return cls(readings.at, readings.value, readings.value, readings.value, ones)

    @classmethod
    def of_brief(cls, brief: Brief) -> "Points":
        """Return a point for each hour or day that has a reading which counts."""
        which = brief.n > 0
        return cls(
            brief.at[which], brief.least[which], brief.total[which], brief.most[which],
            brief.n[which],
        )  # fmt: skip

    def document(self) -> dict[str, Any]:
        """Return the columns as lists, instants in ms."""
        # rounding may put a mean just outside the minimum and maximum
        mean = np.clip(np.round(self.total / self.n, _DECIMALS), self.least, self.most)
        return {
            "time": (self.at // MILLISECOND).tolist(),
            "min": self.least.tolist(),
            "avg": mean.tolist(),
            "max": self.most.tolist(),
            "count": self.n.tolist(),
        }


def fold(edges: Times, parts: Sequence[Points]) -> Points:
    """Return one point a bucket; `edges` are where buckets begin, and where the last one ends."""
    at, least, total, most, n = (
        np.concatenate([getattr(points, name) for points in parts]) for name in Points.__slots__
    )
    if not len(at):
        return Points(at, least, total, most, n)
    # the first hour may begin before the first bucket, if its readings have been dropped
    bins = np.maximum(np.searchsorted(edges, at, "right") - 1, 0)
    order = np.argsort(bins, kind="stable")
    bins = bins[order]
    begins = np.nonzero(np.concatenate([[True], bins[1:] != bins[:-1]]))[0]
    return Points(
        edges[bins[begins]],
        np.minimum.reduceat(least[order], begins),
        np.add.reduceat(total[order], begins),
        np.maximum.reduceat(most[order], begins),
        np.add.reduceat(n[order], begins),
    )
