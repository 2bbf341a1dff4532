"""Dashboards and alerts ask Prometheus for what exists: metrics and labels."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from chart_dashboards import Query, queries, variables
from chart_queries import (
    alerts,
    known_metrics,
    names_in,
    rules,
    unknown_in,
    unknown_values_in,
)
from isotherm.process.metrics import Definition
from isotherm_dashboards.expand import Shown, expand_promql
from isotherm_devstack.host.system import require
from isotherm_devstack.host.tools import run
from isotherm_worker.watch.alerts import KINDS
from metrics_reference import definitions

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SHOWN = Shown(NOW - timedelta(hours=6), NOW, {"namespace": ".*"})
ALWAYS = "vector(1)"
"""The expression of the watchdog, which asks for nothing."""
PROMQL = [
    *queries("prometheus"),
    *variables("prometheus"),
    *(Query(rule["alert"], rule["expr"]) for rule in alerts() if rule["expr"] != ALWAYS),
]


def _by_place(query: Query) -> str:
    return query.where


@pytest.mark.parametrize("query", PROMQL, ids=_by_place)
def test_each_query_names_metrics_and_labels_that_exist(query: Query) -> None:
    assert names_in(query.text)
    assert unknown_in(query, known_metrics()) == set()


@pytest.mark.parametrize("query", PROMQL, ids=_by_place)
def test_each_query_looks_for_values_that_labels_have(query: Query) -> None:
    assert unknown_values_in(query.text, definitions()) == set()


def test_a_renamed_value_is_found() -> None:
    known = {"isotherm_a_seconds": Definition("", "histogram", "", {"status": ("2xx", "none")})}

    def unknown(matchers: str) -> set[str]:
        return unknown_values_in(f"rate(isotherm_a_seconds_count{{{matchers}}}[5m])", known)

    assert unknown('status=~"2xx|none", job="api", other="x"') == set()
    assert unknown('status=~"2..|5xx"') == {"status=5xx"}
    assert unknown('status!="nones", job="apis"') == {"status=nones", "job=apis"}


def test_a_renamed_metric_is_found() -> None:
    known = known_metrics()

    for query in PROMQL:
        for name in names_in(query.text):
            without = {other: labels for other, labels in known.items() if other != name}
            assert name in unknown_in(query, without), query.where


def test_a_renamed_label_is_found() -> None:
    known = known_metrics()
    own = {
        label
        for name, labels in known.items()
        for label in labels - {"job", "instance", "namespace", "le"}
        if name.startswith("isotherm_")
    }
    found = set[str]()
    for query in PROMQL:
        for label in own:
            without = {name: labels - {label} for name, labels in known.items()}
            found |= unknown_in(query, without) & {label}

    assert found >= {"kind", "state", "reason", "status", "route", "name", "upstream", "outcome"}


def test_a_label_of_another_metric_is_found() -> None:
    known = {"isotherm_a_total": {"job", "kind"}, "isotherm_b_total": {"job", "state"}}

    def unknown(text: str, legend: str = "") -> set[str]:
        return unknown_in(Query("", text, legend), known)

    assert unknown("sum by (kind) (rate(isotherm_b_total[5m])) / isotherm_a_total") == set()
    assert unknown('isotherm_b_total{kind="x"} / isotherm_a_total') == {"kind"}
    assert unknown("sum by (colour) (isotherm_a_total)", "{{size}}") == {"colour", "size"}
    assert unknown('isotherm_c_total{size="9"} > up') == {"isotherm_c_total", "up", "size"}


def test_every_part_of_ours_is_on_a_dashboard() -> None:
    shown = {name for query in queries("prometheus") for name in names_in(query.text)}

    for part in ("ingest", "worker", "api", "frontend", "process"):
        assert any(name.startswith(f"isotherm_{part}_") for name in shown)


def test_each_kind_of_alert_of_worker_is_one_of_prometheus() -> None:
    asked = {
        kind
        for rule in alerts()
        for kind in re.findall(r'isotherm_worker_alerts\{kind="(\w+)"\}', rule["expr"])
    }

    assert asked == set(KINDS)


async def test_promtool_reads_rules_and_queries(tmp_path: Path) -> None:
    require("promtool")
    shown = [
        {"record": f"panel:number{number}:shown", "expr": expand_promql(query.text, SHOWN)}
        for number, query in enumerate(queries("prometheus"))
    ]
    panels = tmp_path / "panels.yaml"
    panels.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": shown}]}))

    filled = tmp_path / "rules.yaml"
    filled.write_text(rules())
    for path, count in ((filled, len(alerts())), (panels, len(shown))):
        assert f"{count} rules found" in await run("promtool", "check", "rules", path)
