"""Claims from samples: medians, the most of memory, bounds both ways, what was not measured."""

import pytest

from bench import trials
from bench.claims import Claim, claims, medians
from bench.latency import P99
from bench.throughput import PEAK, RATE


def of(name: str, samples: dict[str, dict[str, list[float]]]) -> Claim:
    [found] = [each for each in claims(samples) if each.name == name]
    return found


def test_a_ratio_is_of_the_medians_of_the_rounds() -> None:
    samples = {
        trials.TIMED: {RATE: [100.0, 130.0, 1.0]},
        trials.SUB: {RATE: [50.0, 80.0, 900.0]},
    }
    found = of("durable readings a second, timed, against mosquitto_sub storing nothing", samples)
    assert found.value == 100 / 80
    assert found.ok
    assert not found.aimed
    assert found.plain() == {"name": found.name, "value": 1.25, "at_least": 1.1, "ok": True}


def test_of_memory_the_worst_round_counts() -> None:
    found = of("most MB resident, at full rate", {trials.TIMED: {PEAK: [60.0, 129.0, 61.0]}})
    assert found.value == 129
    assert not found.ok


def test_a_bound_from_above_holds_at_the_bound() -> None:
    found = of("publish to commit, p99 in ms, 200/s", {trials.CALM: {P99: [10.0]}})
    assert found.ok
    assert found.plain()["at_most"] == 10


def test_what_was_not_measured_does_not_hold() -> None:
    everything = claims({})
    assert not any(claim.ok for claim in everything)
    assert all(claim.value is None for claim in everything)


def test_each_claim_has_a_name_of_its_own() -> None:
    names = [claim.name for claim in claims({})]
    assert len(names) == len(set(names))


def test_medians_are_by_trial_and_measure() -> None:
    assert medians({"one": {"x": [3.0, 1.0, 2.0]}}) == {"one": {"x": 2.0}}


@pytest.mark.parametrize("fastest", [trials.TIMED, trials.CEILING, trials.NODE])
def test_the_load_generator_is_held_against_the_fastest(fastest: str) -> None:
    samples = {
        trials.GENERATOR: {RATE: [300.0]},
        trials.SUB: {RATE: [100.0]},
        fastest: {RATE: [200.0]},
    }
    assert of("load generator alone, against the fastest runner", samples).value == 1.5
