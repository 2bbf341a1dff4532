"""A claim: a measured value with its bound; and the medians that claims are made from."""

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Samples = Mapping[str, Mapping[str, Sequence[float]]]
"""Trial → measure → one value per round."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A value with its bound; `value` is None if a trial that it needs failed."""

    name: str
    value: float | None
    bound: float
    at_most: bool = False
    aim: float | None = None
    """A stricter bound that is aimed at but not claimed."""

    @property
    def ok(self) -> bool:
        """Whether the claim holds; a value that was not measured does not meet it."""
        return self._reaches(self.bound)

    @property
    def aimed(self) -> bool:
        """Whether the aim is reached; False if there is none."""
        return self.aim is not None and self._reaches(self.aim)

    def _reaches(self, bound: float) -> bool:
        if self.value is None or math.isnan(self.value):
            return False
        return self.value <= bound if self.at_most else self.value >= bound

    def plain(self) -> dict[str, object]:
        """Return the claim as plain values for JSON."""
        limit = "at_most" if self.at_most else "at_least"
        return {"name": self.name, "value": self.value, limit: self.bound, "ok": self.ok}


def medians(samples: Samples) -> dict[str, dict[str, float]]:
    """Return trial → measure → median of the rounds."""
    return {
        trial: {measure: statistics.median(values) for measure, values in measures.items()}
        for trial, measures in samples.items()
    }


class Medians:
    """Medians and their ratios by trial and measure; None if a trial failed or was not run."""

    def __init__(self, samples: Samples) -> None:
        self._samples = samples
        self._medians = medians(samples)

    def median(self, trial: str, measure: str) -> float | None:
        """Return the median of the rounds."""
        return self._medians.get(trial, {}).get(measure)

    def ratio(self, above: str, below: str, measure: str) -> float | None:
        """Return the median of trial `above` divided by that of trial `below`."""
        over, under = self.median(above, measure), self.median(below, measure)
        return over / under if over is not None and under else None

    def greatest(self, trial: str, measure: str) -> float | None:
        """Return the greatest value of all rounds."""
        return max(self._samples.get(trial, {}).get(measure, ()), default=None)
