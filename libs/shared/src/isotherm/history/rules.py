"""What readings are judged by: dated limits, dated intervals, and the rule of the gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np
from numpy.typing import NDArray

from isotherm.cadence import gap_limit
from isotherm.instants import ALWAYS, SECOND, Times

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rules:
    """Limits and intervals by the instant from which they are in force, in order of time."""

    limits_since: Times
    low: Numbers
    """°C; NaN where there is none."""
    high: Numbers
    interval_since: Times
    gap_limit: Times
    """The longest silence that is no gap, by interval in force; the first holds before, too."""
    interval_s: Numbers

    @classmethod
    def of(
        cls,
        limits: Sequence[tuple[int, float | None, float | None]] = (),
        intervals: Sequence[tuple[int, float]] = (),
    ) -> "Rules":
        """From (since µs, low, high) and (since µs, seconds), each by time."""
        return cls(
            np.array([each[0] for each in limits], np.int64),
            np.array([each[1] for each in limits], np.float64),
            np.array([each[2] for each in limits], np.float64),
            np.array([each[0] for each in intervals] or [ALWAYS], np.int64),
            np.array([gap_limit(each[1]) for each in intervals] or [gap_limit(None)], np.int64),
            np.array([each[1] for each in intervals] or [np.nan], np.float64),
        )

    def paced(self, interval_s: float) -> "Rules":
        """The same limits at another interval, in force always."""
        return Rules(
            self.limits_since, self.low, self.high, np.array([ALWAYS], np.int64),
            np.array([gap_limit(interval_s)], np.int64), np.array([interval_s], np.float64),
        )  # fmt: skip

    @property
    def reach(self) -> int:
        """No reading holds longer, in µs: so far around a range its neighbours matter."""
        return int(self.gap_limit.max())

    def silence(self, at: Times) -> Times:
        """After which silence a reading of each instant is followed by a gap, in µs."""
        if len(self.gap_limit) == 1:
            return np.full(len(at), self.gap_limit[0])
        return self.gap_limit[self._interval_at(at)]

    def intervals(self, at: Times) -> Numbers:
        """The expected seconds at each instant; NaN where nobody knows."""
        if len(self.interval_s) == 1:
            return np.full(len(at), self.interval_s[0])
        return self.interval_s[self._interval_at(at)]

    def beyond(self, at: Times, value: Numbers) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Whether each value is above, and below, the limits in force at its instant."""
        if not len(self.limits_since):
            none = np.zeros(len(at), np.bool_)
            return none, none
        number = np.searchsorted(self.limits_since, at, "right") - 1
        dated = number >= 0
        # a comparison with NaN, for no limit and no value, is false
        return dated & (value > self.high[number]), dated & (value < self.low[number])

    def changes(self, start: int, end: int) -> Times:
        """When other limits come into force, from an instant until before another."""
        inside = (self.limits_since >= start) & (self.limits_since < end)
        return self.limits_since[inside]

    def _interval_at(self, at: Times) -> NDArray[np.intp]:
        return np.maximum(np.searchsorted(self.interval_since, at, "right") - 1, 0)

    def expected(self, start: int, end: int) -> float | None:
        """How many readings are due in a range; none where the interval is known for no part."""
        if end <= start:
            return 0.0
        if len(self.interval_s) == 1:
            seconds = float(self.interval_s[0])
            return None if isnan(seconds) else (end - start) / SECOND / seconds
        inner = self.interval_since[(self.interval_since > start) & (self.interval_since < end)]
        edges = np.concatenate([[start], inner, [end]]).astype(np.int64)
        due = np.diff(edges) / SECOND / self.intervals(edges[:-1])
        return None if np.isnan(due).all() else float(np.nansum(due))
