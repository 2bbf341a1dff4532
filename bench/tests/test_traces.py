"""What the benchmark of traces claims: the cost on against off, and pairs that differ in that."""

from bench.traces import BOUND, COST, OFF, ROUNDS, Size, claims, figures, loads, trials


def _samples(on: float) -> dict[str, dict[str, list[float]]]:
    names = trials(Size(), "http://collector")
    return {name: {COST: [10.0 if name.endswith(OFF) else on] * ROUNDS} for name in names}


def test_each_load_is_measured_with_traces_off_and_on() -> None:
    assert len(trials(Size(), "http://collector")) == 4 * len(loads(Size()))


def test_a_claim_is_by_how_much_a_reading_costs_more() -> None:
    [first, *_] = dear = claims(_samples(11.5), Size())
    assert first.value is not None
    assert abs(first.value - 0.15) < 1e-9
    assert not any(claim.ok for claim in dear)
    assert all(claim.ok for claim in claims(_samples(10.5), Size()))
    assert all(claim.bound == BOUND for claim in dear)


def test_a_trial_that_failed_leaves_its_claim_unmet() -> None:
    samples = _samples(10.0)
    samples.pop("full rate, traces on")
    assert [claim.ok for claim in claims(samples, Size())] == [False, True, True, True]


def test_figures_show_median_and_spread() -> None:
    samples = {"full rate, traces off": {COST: [4.0, 5.0, 9.0]}}
    result = {
        "claims": [], "rounds": samples, "measured": "then", "failures": [], "versions": {},
        "size": {"messages": 100_000, "rounds": 3},
        "machine": {"cores": 2, "processor": "x", "memory_gb": 8, "system": "s", "load_before": 1},
    }  # fmt: skip
    assert "| `full rate, traces off` | 5 | 4 | 9 |" in figures(result)
