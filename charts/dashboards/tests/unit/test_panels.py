"""A panel shows its question, what was not measured as such, and where help is."""

import pytest
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.models.dashboard import Panel, ThresholdsConfig

from isotherm_dashboards.panels import (
    BAD,
    DOUBTFUL,
    GOOD,
    NEUTRAL,
    RUNBOOKS,
    lines,
    number,
    over_time,
    rows,
    thresholds,
)
from isotherm_dashboards.queries import log_lines, promql, promql_now, sql_table

ABOUT = ("Does it work?", "Whether it works.", "down")
UP = [promql("up"), promql("down")]


def test_colours_begin_at_their_values() -> None:
    assert _steps(thresholds((1, DOUBTFUL), (5, BAD)).build()) == [
        (None, GOOD),
        (1, DOUBTFUL),
        (5, BAD),
    ]
    assert _steps(thresholds(below=NEUTRAL).build()) == [(None, NEUTRAL)]


@pytest.mark.parametrize(
    ("panel", "targets"),
    [
        (over_time(*ABOUT, "s", UP), 2),
        (number(*ABOUT, "s", UP), 2),
        (rows(*ABOUT, "s", [sql_table("SELECT 1")]), 1),
        (lines(*ABOUT, [log_lines("{}", 9)]), 1),
    ],
)
def test_each_kind_has_its_question_and_a_link_to_its_runbook(
    panel: Builder[Panel], targets: int
) -> None:
    built = panel.build()

    assert (built.title, built.description) == ABOUT[:2]
    (link,) = built.links
    assert (link.title, link.url) == ("Runbook: down", f"{RUNBOOKS}/down.md")
    assert link.target_blank
    assert len(built.targets) == targets


def test_a_graph_does_not_bridge_a_gap_and_begins_at_zero_unless_told_otherwise() -> None:
    graph = over_time(*ABOUT, "s", UP).build().field_config.defaults
    other = over_time(*ABOUT, "celsius", UP, from_zero=False).build().field_config.defaults

    assert graph.custom.span_nulls is False
    assert (graph.unit, graph.min_val) == ("s", 0)
    assert (other.unit, other.min_val) == ("celsius", None)


def test_events_are_bars_upon_each_other() -> None:
    bars = over_time(*ABOUT, "short", UP, bars=True).build().field_config.defaults.custom
    graph = over_time(*ABOUT, "short", UP).build().field_config.defaults.custom

    assert (bars.draw_style, bars.stacking.mode) == ("bars", "normal")
    assert (graph.draw_style, graph.stacking) == ("line", None)


def test_a_limit_is_a_dashed_line() -> None:
    limited = over_time(*ABOUT, "s", UP, limit=(5, BAD)).build().field_config.defaults
    graph = over_time(*ABOUT, "s", UP).build().field_config.defaults

    assert _steps(limited.thresholds) == [(None, GOOD), (5, BAD)]
    assert limited.custom.thresholds_style.mode == "dashed"
    assert graph.thresholds is None


def test_a_number_that_is_not_known_is_doubtful_and_not_good() -> None:
    defaults = number(*ABOUT, "s", [promql_now("up")]).build().field_config.defaults

    (unknown,) = defaults.mappings
    assert unknown.options.match == "null+nan"
    assert (unknown.options.result.text, unknown.options.result.color) == ("unknown", DOUBTFUL)
    assert defaults.no_value == "no data"
    assert _steps(defaults.thresholds) == [(None, NEUTRAL)]


def test_a_number_has_words_and_colours_for_its_values() -> None:
    words = {"0": ("no", BAD), "1": ("yes", GOOD)}
    panel = number(*ABOUT, "s", UP, words=words, colours=thresholds((1, BAD))).build()
    defaults = panel.field_config.defaults

    with_words, unknown = defaults.mappings
    assert {
        value: (result.text, result.color) for value, result in with_words.options.items()
    } == words
    assert unknown.options.result.text == "unknown"
    assert _steps(defaults.thresholds) == [(None, GOOD), (1, BAD)]
    assert panel.options.reduce_options.calcs == ["lastNotNull"]


def test_log_lines_are_all_shown_and_the_newest_first() -> None:
    options = lines(*ABOUT, [log_lines("{}", 9)]).build().options

    assert (options.sort_order, options.dedup_strategy) == ("Descending", "none")
    assert options.show_time


def _steps(config: ThresholdsConfig) -> list[tuple[float | None, str]]:
    return [(step.value, step.color) for step in config.steps]
