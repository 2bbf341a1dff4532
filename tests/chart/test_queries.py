"""Dashboards and alerts ask for what exists: metrics, labels, log labels and views."""

import re
from pathlib import Path

import asyncpg
import pytest
import yaml

from chart_queries import (
    Query,
    alerts,
    dashboards,
    known_metrics,
    labels_in,
    labels_in_legend,
    names_in,
    queries,
    rules,
    runbook,
)
from isotherm_devstack.host.paths import REPOSITORY
from isotherm_devstack.host.system import require
from isotherm_devstack.host.tools import run
from isotherm_devstack.testing.database import Database
from isotherm_worker.watch.alerts import KINDS

PROMQL = [*queries("prometheus"), *(Query(rule["alert"], rule["expr"]) for rule in alerts())]
LOG_LABELS = {"service", "level", "instance"}
"""The labels of log lines, of our own parts and of those that Alloy reads."""


def _by_place(query: Query) -> str:
    return query.where


@pytest.mark.parametrize("query", PROMQL, ids=_by_place)
def test_each_query_names_metrics_and_labels_that_exist(query: Query) -> None:
    known = known_metrics()
    names = names_in(query.text)

    assert names
    assert names <= known.keys()
    labels = set[str]().union(*(known[name] for name in names))
    assert labels_in(query.text) <= labels
    assert labels_in_legend(query.legend) <= labels


def test_the_check_of_queries_finds_what_does_not_exist() -> None:
    query = 'sum by (colour) (rate(isotherm_ingest_lies_total{size="9"}[5m])) > up'

    assert names_in(query) == {"isotherm_ingest_lies_total", "up"}
    assert labels_in(query) == {"colour", "size"}


def test_every_part_of_ours_is_on_a_dashboard() -> None:
    shown = {name for query in queries("prometheus") for name in names_in(query.text)}

    for part in ("ingest", "worker", "api", "frontend"):
        assert any(name.startswith(f"isotherm_{part}_") for name in shown)


@pytest.mark.parametrize("query", [*queries("loki")], ids=_by_place)
def test_log_queries_use_the_labels_of_log_lines(query: Query) -> None:
    assert labels_in(query.text)
    assert labels_in(query.text) | labels_in_legend(query.legend) <= LOG_LABELS


def test_alloy_keeps_the_same_labels() -> None:
    config = (REPOSITORY / "charts/isotherm/files/alloy/config.alloy").read_text()

    kept = re.search(r"label_keep \{\s*values = \[([^\]]*)\]", config)
    assert kept
    assert set(re.findall(r'"(\w+)"', kept[1])) == LOG_LABELS


async def test_sql_reads_what_grafana_may_read(database: Database) -> None:
    """The macros and variables are those of Grafana's own query builder."""
    grafana = await asyncpg.connect(database.grafana, timeout=30)
    try:
        asked = [query.text for query in queries("grafana-postgresql-datasource")]
        asked += [
            variable["query"]
            for board in dashboards()
            for variable in board["templating"]["list"]
            if variable["type"] == "query" and isinstance(variable["query"], str)
        ]
        assert len(asked) >= 4
        for text in asked:
            sql = re.sub(
                r"\$__timeFilter\((\w+)\)", r"\1 BETWEEN now() - interval '1h' AND now()", text
            )
            sql = sql.replace("'$site'", "'oslo'").replace("($sensor)", "('fridge', 'room')")
            assert "$" not in sql
            await grafana.fetch(sql)
    finally:
        await grafana.close()


def test_dashboards_have_stable_identities_and_known_sources() -> None:
    identities = [board["uid"] for board in dashboards()]
    sources = {
        "prometheus": "prometheus",
        "loki": "loki",
        "grafana-postgresql-datasource": "postgresql",
    }

    assert len(set(identities)) == len(identities)
    for board in dashboards():
        for panel in board["panels"]:
            assert panel["description"], panel["title"]
            for target in panel["targets"]:
                assert sources[target["datasource"]["type"]] == target["datasource"]["uid"]


def test_each_alert_has_a_runbook_and_each_runbook_an_alert() -> None:
    named = {runbook(rule) for rule in alerts()}
    present = set((REPOSITORY / "docs/runbooks").glob("*.md")) - {
        REPOSITORY / "docs/runbooks/README.md"
    }

    assert named == present


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
        {
            "record": f"panel:number{number}:shown",
            "expr": query.text.replace("$__rate_interval", "5m"),
        }
        for number, query in enumerate(queries("prometheus"))
    ]
    panels = tmp_path / "panels.yaml"
    panels.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": shown}]}))

    filled = tmp_path / "rules.yaml"
    filled.write_text(rules())
    for path, count in ((filled, len(alerts())), (panels, len(shown))):
        assert f"{count} rules found" in await run("promtool", "check", "rules", path)
