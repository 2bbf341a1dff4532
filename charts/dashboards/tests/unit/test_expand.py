"""Queries are sent as Grafana sends them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from isotherm_dashboards.expand import (
    Shown,
    UnknownError,
    expand_logql,
    expand_promql,
    expand_sql,
    seconds,
)

UNTIL = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SHOWN = Shown(UNTIL - timedelta(hours=6), UNTIL, {"one": "it's", "some": ["a'b", "c.d"]})


@pytest.mark.parametrize(
    ("hours", "points", "interval_s"),
    [
        (6, 1000, 30),
        (6, 100, 300),
        (0.1, 1000, 1),
        (24 * 365, 1000, 43_200),
        (24 * 9999, 9, 2_592_000),
    ],
)
def test_an_interval_is_a_usual_span(hours: float, points: int, interval_s: int) -> None:
    shown = Shown(UNTIL - timedelta(hours=hours), UNTIL, points=points)
    assert shown.interval_s() == interval_s


def test_rates_reach_over_four_scrapes_or_an_interval() -> None:
    rate = "rate(x[$__rate_interval]) + $__interval"

    assert expand_promql(rate, SHOWN) == "rate(x[60s]) + 30s"
    assert expand_promql(rate, replace(SHOWN, points=100)) == "rate(x[315s]) + 300s"


def test_several_values_are_a_pattern_in_a_selector() -> None:
    assert expand_promql('x{a=~"$some", b="${one}"}', SHOWN) == r"""x{a=~"(a'b|c\.d)", b="it's"}"""
    assert expand_logql('{a=~"$some"} [$__auto]', SHOWN) == r"""{a=~"(a'b|c\.d)"} [30s]"""


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("$__timeFilter(at)", "at BETWEEN '2026-11-24T06:00:00Z' AND '2026-11-24T12:00:00Z'"),
        ("$__timeFrom() $__timeTo()", "'2026-11-24T06:00:00Z' '2026-11-24T12:00:00Z'"),
        ("$__unixEpochTo() - $__unixEpochFrom()", "1795521600 - 1795500000"),
        ("$__timeGroup(at, '$__interval')", "floor(extract(epoch from at)/30)*30"),
        ("$__timeGroup(at, '5m')", "floor(extract(epoch from at)/300)*300"),
        ("$__interval_ms / 2", "30000 / 2"),
        ("a = '$one'", "a = 'it''s'"),
        ("a IN ($some)", "a IN ('a''b','c.d')"),
        ("a IN (${one:sqlstring}, ${some:sqlstring})", "a IN ('it''s', 'a''b','c.d')"),
    ],
)
def test_macros_and_variables_of_sql(text: str, sent: str) -> None:
    assert expand_sql(text, SHOWN) == sent


@pytest.mark.parametrize(
    "text", ["$other", "${one:csv}", "$__timeShift(a)", "$__timeGroup(a)", "$__timeGroup(a, '1y')"]
)
def test_what_grafana_does_not_know_is_refused(text: str) -> None:
    with pytest.raises(UnknownError):
        expand_sql(text, SHOWN)


def test_spans_have_a_unit() -> None:
    assert [seconds(span) for span in ("10s", "1.5m", "2h", "1d")] == [10, 90, 7200, 86_400]
    with pytest.raises(UnknownError):
        seconds("5")
