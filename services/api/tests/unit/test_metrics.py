"""The metrics of an api: their names, and what they show before anything has happened."""

import pytest
from prometheus_client import CollectorRegistry

from isotherm_api.metrics import Metrics

REASONS = ("bad-request", "headers-too-large", "timeout", "unavailable", "slow")


def test_refusals_are_counted_from_zero() -> None:
    registry = CollectorRegistry()
    Metrics.make(registry)
    name = "isotherm_api_connections_refused_total"
    counts = [registry.get_sample_value(name, {"reason": reason}) for reason in REASONS]
    assert counts == [0.0] * len(REASONS)


def test_each_metric_says_what_it_measures_and_of_which_part() -> None:
    registry = CollectorRegistry()
    Metrics.make(registry)
    metrics = list(registry.collect())
    assert {metric.type for metric in metrics} == {"histogram", "gauge", "counter"}
    for metric in metrics:
        assert metric.name.startswith("isotherm_api_")
        assert metric.documentation[0].isupper()
        assert not metric.documentation.endswith(".")
        if metric.type == "gauge":
            assert not metric.name.endswith("_count")


def test_a_registry_accepts_the_metrics_only_once() -> None:
    registry = CollectorRegistry()
    Metrics.make(registry)
    with pytest.raises(ValueError, match="Duplicated"):
        Metrics.make(registry)


def test_two_apps_with_their_own_registries_count_apart() -> None:
    one, other = CollectorRegistry(), CollectorRegistry()
    Metrics.make(one).streams.inc()
    Metrics.make(other)
    assert one.get_sample_value("isotherm_api_live_streams") == 1
    assert other.get_sample_value("isotherm_api_live_streams") == 0
