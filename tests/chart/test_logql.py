"""Queries of logs are LogQL, and name labels and fields that real lines have."""

import json
import logging
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest

from chart_dashboards import queries, variables
from chart_logql import Named, read_logql, unknown_in
from chart_queries import labels_in_legend
from isotherm.process.logging import JsonFormatter
from isotherm.process.loki import LokiHandler
from isotherm_dashboards.expand import Shown, expand_logql
from isotherm_devstack.host.paths import REPOSITORY
from isotherm_devstack.testing import loki as stand_ins

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SHOWN = Shown(
    NOW - timedelta(hours=1), NOW,
    {"service": ".+", "level": ["error", "warning"], "search": "no .* here"},
)  # fmt: skip
ASKED = list(queries("loki"))


@pytest.fixture(scope="module")
def read() -> list[Named]:
    """What each query of a panel names."""
    return read_logql(expand_logql(query.text, SHOWN) for query in ASKED)


@pytest.fixture(scope="module")
def labels() -> set[str]:
    """The labels that our own parts really send lines with."""
    with stand_ins.started() as loki:
        handler = LokiHandler(loki.url, {"service": "api", "instance": "api-0"})
        handler.setFormatter(JsonFormatter("api", "api-0"))
        handler.emit(logging.LogRecord("x", logging.INFO, "", 0, "a line", None, None))
        handler.close()
        (stream,) = loki.streams
    return {name for name, _ in stream}


@pytest.fixture(scope="module")
def fields() -> set[str]:
    """The fields that each line of our own parts has."""
    stream = logging.StreamHandler(lines := StringIO())
    stream.setFormatter(JsonFormatter("api", "api-0"))
    stream.emit(logging.LogRecord("x", logging.INFO, "", 0, "a line", None, None))
    return set(json.loads(lines.getvalue()))


def test_grafana_understands_each_query(read: list[Named]) -> None:
    assert ASKED
    for query, named in zip(ASKED, read, strict=True):
        assert named.errors == [], query.where


def test_each_query_names_labels_and_fields_of_lines(
    read: list[Named], labels: set[str], fields: set[str]
) -> None:
    for query, named in zip(ASKED, read, strict=True):
        assert named.labels, query.where
        legend = labels_in_legend(query.legend)
        assert unknown_in(named, legend, labels, fields) == set(), query.where
    assert {query.text for query in variables("loki")} <= labels


def test_a_renamed_label_or_field_is_found(
    read: list[Named], labels: set[str], fields: set[str]
) -> None:
    for query, named in zip(ASKED, read, strict=True):
        for gone in set(named.labels):
            assert gone in unknown_in(named, set(), labels - {gone}, fields), query.where
        for _, gone in named.extracted:
            assert gone in unknown_in(named, set(), labels, fields - {gone}), query.where
    assert any(named.extracted for named in read)


def test_what_is_no_logql_is_found() -> None:
    good = '{service="api"} | json why="error.why" | why!=""'
    (named, *bad) = read_logql(
        [good, '{service="api"', "{service=api}", 'count({service="api"})', '{a="b"} | jsn x']
    )

    assert named == Named([], ["service"], [["why", "error.why"]], ["why"], [], False)  # type: ignore[list-item]
    assert all(query.errors for query in bad)
    assert unknown_in(named, {"whom"}, {"level"}, {"message"}) == {"service", "error.why", "whom"}
    assert unknown_in(replace(named, groups=["where"]), set(), {"service"}, {"error.why"}) == {
        "where"
    }


def test_alloy_keeps_the_same_labels(labels: set[str]) -> None:
    config = (REPOSITORY / "charts/isotherm/files/alloy/config.alloy").read_text()

    kept = re.search(r"label_keep \{\s*values = \[([^\]]*)\]", config)
    assert kept
    assert set(re.findall(r'"(\w+)"', kept[1])) == labels
