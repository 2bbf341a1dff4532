"""Queries name their data source, and those to Prometheus select the series of one release."""

from isotherm_dashboards.queries import (
    log_lines,
    logql,
    promql,
    promql_now,
    quantiles,
    sql,
    sql_table,
)
from isotherm_dashboards.sources import LOKI, POSTGRESQL, PROMETHEUS


def test_each_marked_selector_gets_the_namespace() -> None:
    query = promql('a{@, job="api"} / on () b{@} + c{d="e"}').build()

    assert query.expr == (
        'a{namespace=~"$namespace", job="api"} / on () b{namespace=~"$namespace"} + c{d="e"}'
    )
    assert query.datasource.uid == PROMETHEUS.ref.uid


def test_prometheus_is_asked_for_the_range_or_for_its_end() -> None:
    over_range, at_end = promql("up").build(), promql_now("up").build()

    assert (over_range.range_val, over_range.instant) == (True, False)
    assert (at_end.range_val, at_end.instant) == (False, True)


def test_a_legend_is_optional() -> None:
    assert promql("up").build().legend_format == "__auto"
    assert promql_now("up", "{{instance}}").build().legend_format == "{{instance}}"
    assert logql("{}", "{{service}}").build().legend_format == "{{service}}"


def test_a_histogram_is_shown_as_two_quantiles_with_exemplars_once() -> None:
    median, highest = (
        query.build() for query in quantiles("lag_seconds", ', job="api"', of="answers")
    )

    rate = 'rate(lag_seconds_bucket{namespace=~"$namespace", job="api"}[$__rate_interval])'
    assert median.expr == f"histogram_quantile(0.5, sum by (le) ({rate}))"
    assert highest.expr == f"histogram_quantile(0.99, sum by (le) ({rate}))"
    assert [median.legend_format, highest.legend_format] == ["answers 50 %", "answers 99 %"]
    assert [median.exemplar, highest.exemplar] == [False, True]
    assert [query.build().legend_format for query in quantiles("lag_seconds")] == ["50 %", "99 %"]


def test_loki_is_asked_for_numbers_or_for_a_number_of_lines() -> None:
    numbers, lines = logql("rate({})").build(), log_lines("{}", 500).build()

    assert (numbers.expr, numbers.max_lines) == ("rate({})", None)
    assert (lines.expr, lines.max_lines) == ("{}", 500)
    assert lines.query_type == numbers.query_type == "range"
    assert lines.datasource.uid == numbers.datasource.uid == LOKI.ref.uid


def test_rows_of_sql_are_series_or_a_table() -> None:
    series, table = sql("\nSELECT 1\n").build(), sql_table("SELECT 2").build()
    table.ref_id = "B"

    assert series.to_json() == {
        "refId": "",
        "datasource": series.datasource,
        "format": "time_series",
        "rawQuery": True,
        "rawSql": "SELECT 1",
        "editorMode": "code",
    }
    assert series.datasource.uid == table.datasource.uid == POSTGRESQL.ref.uid
    assert table.to_json() == series.to_json() | {
        "refId": "B",
        "format": "table",
        "rawSql": "SELECT 2",
        "datasource": table.datasource,
    }
