"""Worker's metrics carry the names and help texts that dashboards rely on."""

import re

import pytest
from prometheus_client import Counter, Gauge, Histogram

from isotherm_worker import metrics

METRICS = {
    name: metric
    for name, metric in vars(metrics).items()
    if isinstance(metric, Counter | Gauge | Histogram)
}


@pytest.mark.parametrize("name", METRICS)
def test_a_metric_is_named_for_worker_and_described(name: str) -> None:
    [family] = METRICS[name].describe()
    assert re.fullmatch(r"isotherm_worker(_[a-z]+)+", family.name)
    assert family.documentation
    assert not family.documentation.endswith(".")


@pytest.mark.parametrize("name", [n for n, m in METRICS.items() if isinstance(m, Gauge)])
def test_no_gauge_takes_the_suffix_of_a_counter_or_histogram(name: str) -> None:
    [family] = METRICS[name].describe()
    assert not family.name.endswith(("_count", "_total", "_sum", "_bucket"))
