"""docs/metrics.md is current, and every metric keeps the rules of names that the page states."""

import re

import pytest
from prometheus_client import REGISTRY

import metrics_reference
from isotherm.process.metrics import DEFINED, Definition

DEFINITIONS = metrics_reference.definitions()


def test_the_page_is_current() -> None:
    assert metrics_reference.PAGE.read_text() == metrics_reference.page(), "run `make generate`"


def test_nothing_of_ours_is_exported_past_the_page() -> None:
    exported = {
        family.name + ("_total" if family.type == "counter" else "")
        for family in REGISTRY.collect()
        if family.name.startswith("isotherm_")
    }

    assert exported <= DEFINED.keys()
    assert len(DEFINITIONS) > 80


@pytest.mark.parametrize("definition", DEFINITIONS.values(), ids=DEFINITIONS.keys())
def test_a_metric_is_named_by_the_rules(definition: Definition) -> None:
    name = definition.name
    assert re.fullmatch(r"isotherm(_[a-z]+)+", name)
    assert name.split("_")[1] in metrics_reference.PARTS
    assert name.endswith("_total") == (definition.kind == "counter")
    assert not name.endswith(("_count", "_sum", "_bucket"))
    assert definition.text[0].isupper() or definition.text[0].isdigit()
    assert not re.search(r"_(milliseconds|minutes|hours|days|kilobytes|percent)(_|$)", name)


@pytest.mark.parametrize("definition", DEFINITIONS.values(), ids=DEFINITIONS.keys())
def test_a_label_never_names_a_device_a_person_or_a_path(definition: Definition) -> None:
    assert not definition.labels.keys() & {
        *("device", "sensor", "channel", "site", "user", "subject", "username", "client"),
        *("path", "url", "id", "trace_id", "request_id", "address", "message", "sql"),
        *("job", "instance"),  # Prometheus' own
    }
    for values in definition.labels.values():
        assert values
        assert isinstance(values, str) or len(values) <= 40
