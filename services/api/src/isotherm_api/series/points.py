"""The columns of a series, and how parts of it are folded into buckets: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from isotherm.history.readings import Readings
from isotherm.history.rules import Numbers
from isotherm.history.sums import Counts, Sums
from isotherm.instants import Times
from isotherm_api.history.rolled import Brief

_DECIMALS = 6
"""Of a mean; what is beyond is rounding's own noise, and a third of an answer's bytes."""


@dataclass(frozen=True, slots=True)
class Points:
    """By time, in µs; one for each bucket that has readings which count, or for each reading."""

    at: Times
    least: Numbers
    total: Numbers
    most: Numbers
    n: Counts

    @classmethod
    def raw(cls, readings: Readings) -> "Points":
        """Each reading by itself."""
        one = np.ones(len(readings), np.int64)
        return cls(readings.at, readings.value, readings.value, readings.value, one)

    @classmethod
    def of(cls, at: Times, sums: Sums) -> "Points":
        """Each stretch by itself."""
        which = sums.n > 0
        return cls(at[which], sums.least[which], sums.total[which], sums.most[which], sums.n[which])

    @classmethod
    def of_brief(cls, brief: Brief) -> "Points":
        """Each hour or day by itself."""
        which = brief.n > 0
        return cls(
            brief.at[which], brief.least[which], brief.total[which], brief.most[which],
            brief.n[which],
        )  # fmt: skip

    def document(self) -> dict[str, Any]:
        """As lists, times in ms."""
        # rounding may put a mean just outside what it is the mean of
        mean = np.clip(np.round(self.total / self.n, _DECIMALS), self.least, self.most)
        return {
            "time": (self.at // 1000).tolist(),
            "min": self.least.tolist(),
            "avg": mean.tolist(),
            "max": self.most.tolist(),
            "count": self.n.tolist(),
        }


def fold(edges: Times, parts: Sequence[Points]) -> Points:
    """One point a bucket; `edges` are where buckets begin, and the end."""
    joined = [np.concatenate([getattr(each, name) for each in parts]) for name in Points.__slots__]
    at, least, total, most, n = joined
    if not len(at):
        return Points(at, least, total, most, n)
    # the first hour may begin before the first bucket, where its readings are gone
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
