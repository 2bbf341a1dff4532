"""The claims of the ingest benchmark, and whether the medians of the rounds meet them."""

from bench import trials
from bench.claim import Claim, Medians, Samples
from bench.latency import P99
from bench.throughput import BYTES, COST, PEAK, RATE


def claims(samples: Samples) -> list[Claim]:
    """Return all claims, from the medians of the rounds; for memory from the worst round."""
    of = Medians(samples)
    return [
        *_rates(of),
        Claim("load generator alone, against the fastest runner",
              _spare(of), 1.2),
        *(Claim(f"publish to commit, p99 in ms, {trial}",
                of.median(trial, P99), bound, at_most=True)
          for trial, bound in ((trials.BUSY, 50), (trials.BUSY_UNTIMED, 50),
                               (trials.CALM, 10), (trials.CALM_UNTIMED, 10))),
        *(Claim(f"most MB resident, {when}", of.greatest(trial, PEAK), 128, at_most=True)
          for when, trial in (("at full rate", trials.TIMED),
                              ("at full rate, untimed", trials.UNTIMED),
                              ("database away for 60 s", trials.AWAY))),
        *(Claim(f"bytes a reading, heap and key, {size}",
                of.median(trial, BYTES), 105, at_most=True)
          for size, trial in (("3,000 a channel and day", trials.FEW),
                              ("300 a channel and day", trials.TIMED))),
        *(Claim(f"{measure} a message, {scale}", value, 1.5, at_most=True)
          for scale, larger, smaller in (("100,000 channels against 100", trials.MANY, trials.FEW),
                                         ("30 days against one", trials.DAYS, trials.TIMED))
          for measure, value in (("processor", of.ratio(larger, smaller, COST)),
                                 ("time", of.ratio(smaller, larger, RATE)))),
    ]  # fmt: skip


def _rates(of: Medians) -> list[Claim]:
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
              of.ratio(trial, peer, RATE), bound, aim=aim)
        for kind, trial in (("timed", trials.TIMED), ("untimed", trials.UNTIMED))
        for runner, peer, bound, aim in bounds
    ]  # fmt: skip


def _spare(of: Medians) -> float | None:
    """Return how much faster the load generator is alone than the fastest program it feeds."""
    alone = of.median(trials.GENERATOR, RATE)
    runners = (trials.TIMED, trials.UNTIMED, trials.SUB, trials.CEILING, trials.NODE, trials.COPY)
    rates = [rate for runner in runners if (rate := of.median(runner, RATE)) is not None]
    return alone / max(rates) if alone is not None and rates else None
