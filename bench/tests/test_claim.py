"""A claim: its bounds; and medians, ratios and greatest values of samples."""

from bench.claim import Claim, Medians, medians

SAMPLES = {"ours": {"x": [3.0, 1.0, 2.0]}, "peer": {"x": [4.0]}, "zero": {"x": [0.0]}}


def test_medians_are_by_trial_and_measure() -> None:
    assert medians({"one": {"x": [3.0, 1.0, 2.0]}}) == {"one": {"x": 2.0}}


def test_ratios_and_greatest_values_are_none_without_samples() -> None:
    results = Medians(SAMPLES)
    assert results.ratio("ours", "peer", "x") == 0.5
    assert results.greatest("ours", "x") == 3.0
    assert results.median("ours", "y") is None
    assert results.greatest("nobody", "x") is None
    assert results.ratio("ours", "nobody", "x") is None
    assert results.ratio("ours", "zero", "x") is None


def test_a_claim_holds_up_to_its_bound_and_never_for_nan() -> None:
    assert Claim("", 1.0, 1.0).ok
    assert not Claim("", 0.9, 1.0).ok
    assert Claim("", 1.0, 1.0, at_most=True).ok
    assert not Claim("", float("nan"), 1.0, at_most=True).ok
    assert not Claim("", None, 1.0).ok


def test_an_aim_is_a_stricter_bound() -> None:
    assert Claim("", 2.0, 1.0, aim=2.0).aimed
    assert not Claim("", 1.5, 1.0, aim=2.0).aimed
    assert not Claim("", 1.5, 1.0).aimed
