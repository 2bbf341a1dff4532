"""A dashboard numbers its panels, names its queries, and asks only the sources that it has."""

from dataclasses import replace

from grafana_foundation_sdk.builders.dashboard import QueryVariable

from isotherm_dashboards.board import Board, namespace
from isotherm_dashboards.panels import lines, over_time
from isotherm_dashboards.queries import log_lines, promql
from isotherm_dashboards.sources import LOKI, PROMETHEUS

GRAPH = ("Does it work?", "Whether it works.", "down", "s")


BOARD = Board(
    name="mine",
    title="Mine",
    description="My own.",
    sources=[PROMETHEUS, LOKI],
    sections=[
        ("Work", [over_time(*GRAPH, [promql("up"), promql("down")])]),
        ("Lines", [lines("Why?", "The log.", "down", [log_lines("{}", 9)])]),
    ],
)


def test_panels_and_rows_have_numbers_and_queries_have_letters() -> None:
    work, graph, log, text = BOARD.build().panels

    assert [work.title, log.title] == ["Work", "Lines"]
    assert [panel.id_val for panel in (work, graph, log, text)] == [1, 2, 3, 4]
    assert [target.ref_id for target in graph.targets] == ["A", "B"]
    assert [target.ref_id for target in text.targets] == ["A"]


def test_a_panel_has_the_source_of_its_queries() -> None:
    _, graph, _, text = BOARD.build().panels

    assert (graph.datasource.uid, text.datasource.uid) == (PROMETHEUS.ref.uid, LOKI.ref.uid)


def test_a_dashboard_is_found_by_its_name_and_among_ours() -> None:
    board = replace(BOARD, since="now-24h", refresh="1m").build()

    assert (board.uid, board.title, board.description) == ("isotherm-mine", "Mine", "My own.")
    assert (board.time.from_val, board.time.to, board.refresh) == ("now-24h", "now", "1m")
    assert (board.tags, board.links[0].tags) == (["isotherm"], ["isotherm"])
    assert board.links[0].keep_time
    assert board.editable is False


def test_a_release_is_chosen_only_where_prometheus_is_asked() -> None:
    own = QueryVariable("site")
    both = replace(BOARD, variables=[own]).build()
    logs = replace(BOARD, sources=[LOKI], variables=[own]).build()

    assert [variable.name for variable in both.templating.list_val] == [
        "prometheus",
        "loki",
        "namespace",
        "site",
    ]
    assert [variable.name for variable in logs.templating.list_val] == ["loki", "site"]


def test_all_releases_include_series_without_a_namespace() -> None:
    variable = namespace().build()

    assert variable.include_all
    assert variable.all_value == ".*"
    assert variable.current.value == "$__all"
    assert variable.datasource.uid == PROMETHEUS.ref.uid
