"""The claims of the ingest benchmark, and whether the medians of the rounds meet them."""

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench import trials
from bench.latency import P99
from bench.throughput import BYTES, COST, PEAK, RATE

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


def claims(samples: Samples) -> list[Claim]:
    """Return all claims, from the medians of the rounds; for memory from the worst round."""
    middle = medians(samples)

    def median(trial: str, measure: str) -> float | None:
        return middle.get(trial, {}).get(measure)

    def ratio(above: str, below: str, measure: str) -> float | None:
        over, under = median(above, measure), median(below, measure)
        return over / under if over is not None and under else None

    def most(trial: str, measure: str) -> float | None:
        return max(samples.get(trial, {}).get(measure, ()), default=None)

    return [
        *_rates(ratio),
        Claim("load generator alone, against the fastest runner",
              _spare(median), 1.2),
        *(Claim(f"publish to commit, p99 in ms, {trial}", median(trial, P99), bound, at_most=True)
          for trial, bound in ((trials.BUSY, 50), (trials.BUSY_UNTIMED, 50),
                               (trials.CALM, 10), (trials.CALM_UNTIMED, 10))),
        *(Claim(f"most MB resident, {when}", most(trial, PEAK), 128, at_most=True)
          for when, trial in (("at full rate", trials.TIMED),
                              ("at full rate, untimed", trials.UNTIMED),
                              ("database away for 60 s", trials.AWAY))),
        *(Claim(f"bytes a reading, heap and key, {size}", median(trial, BYTES), 105, at_most=True)
          for size, trial in (("3,000 a channel and day", trials.FEW),
                              ("300 a channel and day", trials.TIMED))),
        *(Claim(f"{measure} a message, {scale}", value, 1.5, at_most=True)
          for scale, larger, smaller in (("100,000 channels against 100", trials.MANY, trials.FEW),
                                         ("30 days against one", trials.DAYS, trials.TIMED))
          for measure, value in (("processor", ratio(larger, smaller, COST)),
                                 ("time", ratio(smaller, larger, RATE)))),
    ]  # fmt: skip


def _rates(ratio: Callable[[str, str, str], float | None]) -> list[Claim]:
    """Return the claims of ingest's rate against each peer, for timed and untimed payloads."""
    bounds = (
        ("mosquitto_sub storing nothing", trials.SUB, 1.1, 1.3),
        ("the same source discarding", trials.CEILING, 0.7, 0.85),
        ("the tutorials' loop", trials.TUTORIAL, 20, None),
        ("aiomqtt with COPY batches", trials.COPY, 8, None),
        ("Node mqtt.js with pg batches", trials.NODE, 1.3, None),
    )
    return [
        Claim(f"durable readings a second, {kind}, against {runner}",
              ratio(trial, peer, RATE), bound, aim=aim)
        for kind, trial in (("timed", trials.TIMED), ("untimed", trials.UNTIMED))
        for runner, peer, bound, aim in bounds
    ]  # fmt: skip


def _spare(median: Callable[[str, str], float | None]) -> float | None:
    """Return how much faster the load generator is alone than the fastest program it feeds."""
    alone = median(trials.GENERATOR, RATE)
    runners = (trials.TIMED, trials.UNTIMED, trials.SUB, trials.CEILING, trials.NODE, trials.COPY)
    rates = [rate for runner in runners if (rate := median(runner, RATE)) is not None]
    return alone / max(rates) if alone is not None and rates else None
