"""The ingest benchmark's claims: ratios of medians, greatest memory, missing measures."""

import pytest

from bench import trials
from bench.claim import Claim
from bench.claims import claims
from bench.latency import P99
from bench.throughput import PEAK, RATE


def of(name: str, samples: dict[str, dict[str, list[float]]]) -> Claim:
    [claim] = [claim for claim in claims(samples) if claim.name == name]
    return claim


def test_a_ratio_is_computed_from_the_medians_of_the_rounds() -> None:
    samples = {
        trials.TIMED: {RATE: [100.0, 130.0, 1.0]},
        trials.SUB: {RATE: [50.0, 80.0, 900.0]},
    }
    claim = of("durable readings a second, timed, against mosquitto_sub storing nothing", samples)
    assert claim.value == 100 / 80
    assert claim.ok
    assert not claim.aimed
    assert claim.plain() == {"name": claim.name, "value": 1.25, "at_least": 1.1, "ok": True}


def test_memory_is_claimed_from_the_worst_round() -> None:
    claim = of("most MB resident, at full rate", {trials.TIMED: {PEAK: [60.0, 129.0, 61.0]}})
    assert claim.value == 129
    assert not claim.ok


def test_an_upper_bound_holds_at_the_bound() -> None:
    claim = of("publish to commit, p99 in ms, 200/s", {trials.CALM: {P99: [10.0]}})
    assert claim.ok
    assert claim.plain()["at_most"] == 10


def test_a_claim_without_a_measure_does_not_hold() -> None:
    everything = claims({})
    assert not any(claim.ok for claim in everything)
    assert all(claim.value is None for claim in everything)


def test_the_names_of_claims_are_unique() -> None:
    names = [claim.name for claim in claims({})]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("fastest", [trials.TIMED, trials.CEILING, trials.NODE])
def test_the_load_generator_is_compared_with_the_fastest_trial(fastest: str) -> None:
    samples = {
        trials.GENERATOR: {RATE: [300.0]},
        trials.SUB: {RATE: [100.0]},
        fastest: {RATE: [200.0]},
    }
    assert of("load generator alone, against the fastest runner", samples).value == 1.5
