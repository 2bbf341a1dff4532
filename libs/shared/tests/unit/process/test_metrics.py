"""Metrics are bounded and complete: no input makes a series, and nothing is missing before it."""

import pytest
from prometheus_client import CollectorRegistry

from isotherm.process.metrics import counter, gauge, histogram


def exported(registry: CollectorRegistry) -> dict[tuple[str, ...], float]:
    """Return each sample's value by its name and label values."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in registry.collect()
        for sample in family.samples
        if not sample.name.endswith("_bucket")
    }


def test_a_counter_of_known_labels_is_zero_before_anything_happens() -> None:
    registry = CollectorRegistry()
    counter("x_things_total", "X", registry=registry, kind=("a", "b"), colour=("red",))

    assert exported(registry) == {
        ("x_things_total", "a", "red"): 0,
        ("x_things_total", "b", "red"): 0,
    }


@pytest.mark.parametrize("odd", ["", "A", "a ", "x" * 10_000, "a\nb", 7, None])
def test_a_value_that_a_label_does_not_know_is_other(odd: object) -> None:
    registry = CollectorRegistry()
    metric = counter("x_things_total", "X", registry=registry, kind=("a",))
    metric.labels(odd).inc()
    metric.labels(kind=odd).inc()
    metric.labels("a").inc()

    assert exported(registry) == {
        ("x_things_total", "a"): 1,
        ("x_things_total", "other"): 2,
    }


def test_labels_by_name_come_in_any_order() -> None:
    registry = CollectorRegistry()
    metric = counter("x_things_total", "X", registry=registry, kind=("a",), colour="words")
    metric.labels(colour="red", kind="a").inc()

    assert exported(registry) == {("x_things_total", "a", "red"): 1}


def test_a_label_whose_values_code_decides_takes_them_all() -> None:
    registry = CollectorRegistry()
    metric = counter("x_things_total", "X", registry=registry, name="the jobs")
    assert exported(registry) == {}
    metric.labels("ticker").inc()
    assert exported(registry) == {("x_things_total", "ticker"): 1}


def test_a_gauge_is_unknown_or_absent_until_it_is_set() -> None:
    registry = CollectorRegistry()
    gauge("x_age_seconds", "X", registry=registry, unknown=True)
    gauge("x_parts", "X", registry=registry, unknown=True, state=("on",))
    gauge("x_other", "X", registry=registry, state=("on", "off"))

    values = exported(registry)
    assert values.keys() == {("x_age_seconds",), ("x_parts", "on")}
    assert all(value != value for value in values.values())  # NaN


def test_a_histogram_of_known_labels_is_zero_before_anything_happens() -> None:
    registry = CollectorRegistry()
    metric = histogram("x_seconds", "X", (1, 2), registry=registry, kind=("a",))
    assert exported(registry)["x_seconds_count", "a"] == 0
    metric.labels("b").observe(1)
    assert exported(registry)["x_seconds_count", "other"] == 1
