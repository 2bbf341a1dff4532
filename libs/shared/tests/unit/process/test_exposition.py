"""OpenMetrics goes to whoever asks for it, plain text to everybody else."""

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from isotherm.process.exposition import OPENMETRICS, PLAIN, expose
from isotherm.process.metrics import counter, histogram

PROMETHEUS_2 = (
    "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
    "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
)
PROMETHEUS_3 = (
    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
    "application/openmetrics-text;version=0.0.1;q=0.4,"
    "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1"
)
PROMETHEUS_3_PROTOBUF = (
    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;"
    f"q=0.6,{PROMETHEUS_3}"
)


def some() -> CollectorRegistry:
    """Return a registry with a counter and a histogram that has an exemplar."""
    registry = CollectorRegistry()
    counter("x_things_total", "Things", registry=registry).inc()
    histogram("x_seconds", "Delays", (1, 2), registry=registry).observe(1.5, {"trace_id": "a" * 32})
    return registry


@pytest.mark.parametrize(
    "accept",
    [
        PROMETHEUS_2,
        PROMETHEUS_3,
        PROMETHEUS_3_PROTOBUF,
        "application/openmetrics-text",
        "Application/OpenMetrics-Text; Version=1.0.0; charset=utf-8",
        "text/html, application/openmetrics-text;q=0.9, */*;q=0.8",
        "application/openmetrics-text;q=0.5,text/plain;q=0.5",
    ],
)
def test_who_prefers_openmetrics_gets_it(accept: str) -> None:
    kind, body = expose(some(), accept)

    assert kind == OPENMETRICS
    text = body.decode()
    assert text.endswith("# EOF\n")
    families = {family.name: family for family in text_string_to_metric_families(text)}
    (marked,) = (sample for sample in families["x_seconds"].samples if sample.exemplar)
    assert marked.exemplar.labels == {"trace_id": "a" * 32}


@pytest.mark.parametrize(
    "accept",
    [
        "",
        "*/*",
        "text/plain",
        "text/plain;version=0.0.4",
        "application/json",
        "application/openmetrics-text;q=0",
        "application/openmetrics-text;q=0.1,text/plain",
        "application/openmetrics-text;q=0.1,*/*",
        "application/openmetrics-text;version=9",
        "application/openmetrics-text;q=nan",
        "application/openmetrics-text;q=1e999",
        "application/openmetrics-text;q=-1",
        "application/openmetrics-text;q=",
        "application/openmetrics-textual",
        ";;;,,,=",
        "\0",
    ],
)
def test_everybody_else_gets_plain_text_without_exemplars(accept: str) -> None:
    kind, body = expose(some(), accept)

    assert kind == PLAIN
    assert b"x_things_total 1.0" in body
    assert b"trace_id" not in body
    assert b"_created" not in body
