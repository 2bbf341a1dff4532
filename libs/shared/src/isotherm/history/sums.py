"""What readings add up to, stretch by stretch, as columns named as those of `reading_hour`."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from isotherm.history.rules import Numbers, Times

Counts = NDArray[np.int64]
Verdicts = NDArray[np.int8]
"""1 yes, 0 no, -1 where nothing was judged."""


@dataclass(frozen=True, slots=True)
class Sums:
    """One element a stretch; see `isotherm.models.history.Sums` for what each column means.

    Times are µs since 1970, ALWAYS where there is none; values are NaN where there is none, and
    `last_quality` is -1.
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
        """The mean of the values; rounding may put it just outside what it is the mean of."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.clip(self.total / self.n, self.least, self.most)

    @property
    def touched(self) -> NDArray[np.bool_]:
        """Whether a stretch has a reading, or one holds into it."""
        return (self.n > 0) | (self.uncounted > 0) | (self.covered_s > 0)

    def pick(self, which: NDArray[np.bool_] | NDArray[np.intp]) -> "Sums":
        """Some of the stretches."""
        return Sums(*(getattr(self, each.name)[which] for each in fields(self)))

    @classmethod
    def joined(cls, parts: "list[Sums]") -> "Sums":
        """One after another."""
        return cls(
            *(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(cls))
        )


NAMES = tuple(each.name for each in fields(Sums))
"""The columns, in order."""


def seconds(column: Numbers) -> float:
    """Stretches of time together, in seconds; what adding leaves below a microsecond is taken off.

    A range that is known from end to end would else lack a ten-billionth, and not be whole.
    """
    return round(float(column.sum()), 6)


def times_beyond(times: Counts, first: Verdicts, last: Verdicts) -> int:
    """How often it went beyond a limit over stretches in order of time.

    An excursion that goes on from a stretch into the next was counted in both.
    """
    judged = first >= 0
    begun, ended = first[judged][1:], last[judged][:-1]
    return int(times.sum()) - int(((begun == 1) & (ended == 1)).sum())


def goes_on(last: Verdicts) -> bool:
    """Whether the last judgement of some stretches was beyond."""
    judged = last[last >= 0]
    return bool(len(judged)) and bool(judged[-1] == 1)
