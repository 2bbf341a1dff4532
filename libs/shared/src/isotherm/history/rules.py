"""The rules that readings are judged by: limits and expected intervals, both dated, and gaps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isnan

import numpy as np
from numpy.typing import NDArray

from isotherm.cadence import gap_limit
from isotherm.instants import ALWAYS, SECOND, Times
from isotherm.units import highest_within, lowest_within

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
Limits = (
    tuple[int, float | None, float | None] | tuple[int, float | None, float | None, float, float]
)
"""Since when, low and high; perhaps the least duration of an excursion (s), and the hysteresis."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Limits and intervals with the instant from which they are in force, in time order."""

    limits_since: Times
    low: Numbers
    """°C; NaN if there is no limit."""
    high: Numbers
    lowest: Numbers
    """°C; values below it are below the low limit: see `isotherm.units.lowest_within`."""
    highest: Numbers
    min_duration: Times
    """How long an excursion has to last to count that begins under these limits, in µs."""
    hysteresis: Numbers
    """How far within a limit a value has to be to end an excursion, °C."""
    interval_since: Times
    gap_limit: Times
    """The longest silence that is no gap, for each interval; the first also applies before it."""
    interval_s: Numbers

    @classmethod
    def of(
        cls,
        limits: Sequence[Limits] = (),
        intervals: Sequence[tuple[int, float]] = (),
    ) -> "Rules":
        """Return the rules of limits, since in µs, and (since µs, seconds), each in time order."""
        low = np.array([entry[1] for entry in limits], np.float64)
        high = np.array([entry[2] for entry in limits], np.float64)
        grace = [entry[3:] if len(entry) == 5 else (0.0, 0.0) for entry in limits]
        return cls(
            np.array([entry[0] for entry in limits], np.int64),
            low,
            high,
            lowest_within(low),
            highest_within(high),
            np.array([round(seconds * SECOND) for seconds, _ in grace], np.int64),
            np.array([hysteresis for _, hysteresis in grace], np.float64),
            np.array([since for since, _ in intervals] or [ALWAYS], np.int64),
            np.array([gap_limit(s) for _, s in intervals] or [gap_limit(None)], np.int64),
            np.array([seconds for _, seconds in intervals] or [np.nan], np.float64),
        )

    def paced(self, interval_s: float) -> "Rules":
        """Return the same limits with one interval that is always in force."""
        return replace(
            self,
            interval_since=np.array([ALWAYS], np.int64),
            gap_limit=np.array([gap_limit(interval_s)], np.int64),
            interval_s=np.array([interval_s], np.float64),
        )

    def without_limits(self) -> "Rules":
        """Return the same intervals without limits, to sum up what is not to be judged."""
        none = Rules.of()
        return replace(
            none,
            interval_since=self.interval_since,
            gap_limit=self.gap_limit,
            interval_s=self.interval_s,
        )

    @property
    def has_grace(self) -> bool:
        """Whether some limits have a least duration or a hysteresis."""
        return bool(self.min_duration.any() or self.hysteresis.any())

    @property
    def longest(self) -> int:
        """The longest least duration, in µs: how far around a range excursions are judged."""
        return int(self.min_duration.max(initial=0))

    @property
    def reach(self) -> int:
        """The longest that a reading can hold, in µs: how far around a range readings matter."""
        return int(self.gap_limit.max())

    def silence(self, at: Times) -> Times:
        """Return how long a silence after a reading of each instant may be, in µs, to be no gap."""
        if len(self.gap_limit) == 1:
            return np.full(len(at), self.gap_limit[0])
        return self.gap_limit[self._interval_at(at)]

    def intervals(self, at: Times) -> Numbers:
        """Return the expected interval at each instant, in seconds; NaN if unknown."""
        if len(self.interval_s) == 1:
            return np.full(len(at), self.interval_s[0])
        return self.interval_s[self._interval_at(at)]

    def beyond(self, at: Times, value: Numbers) -> tuple[Mask, Mask]:
        """Return whether each value is above, and below, the limits in force at its instant."""
        if not len(self.limits_since):
            none = np.zeros(len(at), np.bool_)
            return none, none
        number = np.searchsorted(self.limits_since, at, "right") - 1
        dated = number >= 0
        # a comparison with NaN, for no limit and no value, is false
        return dated & (value > self.highest[number]), dated & (value < self.lowest[number])

    def ending(self, at: Times, value: Numbers) -> tuple[Mask, Mask]:
        """Return whether each value ends an excursion above, and below, by the limits in force."""
        if not len(self.limits_since):
            return np.ones(len(at), np.bool_), np.ones(len(at), np.bool_)
        number = np.searchsorted(self.limits_since, at, "right") - 1
        highest = highest_within(self.high - self.hysteresis)[number]
        lowest = lowest_within(self.low + self.hysteresis)[number]
        # without a limit, a comparison with NaN is false: the excursion ends
        return (number < 0) | ~(value > highest), (number < 0) | ~(value < lowest)

    def least(self, at: Times) -> Times:
        """Return how long an excursion that begins at each instant has to last, in µs."""
        if not len(self.limits_since):
            return np.zeros(len(at), np.int64)
        number = np.searchsorted(self.limits_since, at, "right") - 1
        return np.where(number >= 0, self.min_duration[number], 0)

    def is_grace_changing(self, at: int) -> bool:
        """Return whether another least duration comes into force that near to an instant."""
        changed = np.diff(self.min_duration, prepend=0) != 0
        near = np.abs(self.limits_since - at) <= self.longest
        return bool((changed & near).any())

    def changes(self, start: int, end: int) -> Times:
        """Return when other limits come into force, from `start` until before `end`."""
        inside = (self.limits_since >= start) & (self.limits_since < end)
        return self.limits_since[inside]

    def _interval_at(self, at: Times) -> NDArray[np.intp]:
        return np.maximum(np.searchsorted(self.interval_since, at, "right") - 1, 0)

    def expected(self, start: int, end: int) -> float | None:
        """Return the expected number of readings in a range; None if no interval is known."""
        if end <= start:
            return 0.0
        if len(self.interval_s) == 1:
            seconds = float(self.interval_s[0])
            return None if isnan(seconds) else (end - start) / SECOND / seconds
        inner = self.interval_since[(self.interval_since > start) & (self.interval_since < end)]
        edges = np.concatenate([[start], inner, [end]]).astype(np.int64)
        due = np.diff(edges) / SECOND / self.intervals(edges[:-1])
        return None if np.isnan(due).all() else float(np.nansum(due))
