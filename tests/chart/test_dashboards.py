"""Each dashboard is complete, and works provisioned as well as imported."""

import json
import re
from itertools import combinations
from typing import Any

import pytest

from chart_dashboards import KINDS, Panel, dashboards, panels
from isotherm_dashboards.panels import RUNBOOKS
from isotherm_devstack.host.paths import REPOSITORY

RUNBOOK_FILES = {path.name for path in (REPOSITORY / "docs/runbooks").glob("*.md")}
Board = dict[str, Any]
each_board = pytest.mark.parametrize("board", dashboards(), ids=lambda board: str(board["title"]))


def _described(item: tuple[str, Panel]) -> str:
    return f"{item[0]} / {item[1]['title']}"


each_panel = pytest.mark.parametrize("item", [*panels()], ids=_described)


def test_all_that_was_asked_for_is_there() -> None:
    assert {board["uid"] for board in dashboards()} == {
        f"isotherm-{name}"
        for name in (
            "temperatures",
            "ingest",
            "api",
            "frontend",
            "broker",
            "worker",
            "database",
            "logs",
        )
    }


@each_panel
def test_a_panel_asks_a_question_and_says_where_help_is(item: tuple[str, Panel]) -> None:
    _, panel = item
    assert panel["title"].endswith("?")
    assert len(panel["description"]) > 10
    (link,) = panel["links"]
    assert link["url"].startswith(f"{RUNBOOKS}/")
    assert link["url"].removeprefix(f"{RUNBOOKS}/") in RUNBOOK_FILES
    assert link["targetBlank"]


@each_panel
def test_a_panel_has_a_unit_and_tells_its_series_apart(item: tuple[str, Panel]) -> None:
    _, panel = item
    if panel["type"] != "logs":
        assert panel["fieldConfig"]["defaults"]["unit"]
    letters = [target["refId"] for target in panel["targets"]]
    assert letters == [chr(ord("A") + number) for number in range(len(letters))]
    if panel["type"] in ("timeseries", "stat"):
        for target in panel["targets"]:
            if "expr" in target:
                assert target["legendFormat"] not in ("", "__auto")
    if panel["type"] == "timeseries":
        assert panel["fieldConfig"]["defaults"]["custom"]["spanNulls"] is False
        assert panel["options"]["legend"]["showLegend"]


@each_panel
def test_a_panel_asks_the_source_that_a_variable_names(item: tuple[str, Panel]) -> None:
    _, panel = item
    for target in panel["targets"]:
        name = re.fullmatch(r"\$\{(\w+)\}", target["datasource"]["uid"])
        assert name
        assert target["datasource"]["type"] == KINDS[name[1]]
        assert panel["datasource"] == target["datasource"] or len(panel["targets"]) > 1


@each_board
def test_a_dashboard_has_the_sources_that_it_asks(board: Board) -> None:
    variables = {variable["name"]: variable for variable in board["templating"]["list"]}
    asked = {
        target["datasource"]["uid"][2:-1]
        for panel in board["panels"]
        for target in panel.get("targets", [])
    }

    offered = {name for name, variable in variables.items() if variable["type"] == "datasource"}
    assert offered == asked
    for name in asked:
        assert variables[name]["query"] == KINDS[name]
        assert variables[name]["current"]["value"] == name  # the uid of the chart's own
    for variable in variables.values():
        if "datasource" in variable:
            assert variable["datasource"]["uid"][2:-1] in offered


@each_board
def test_each_variable_that_is_used_exists(board: Board) -> None:
    names = {variable["name"] for variable in board["templating"]["list"]}
    text = json.dumps({"panels": board["panels"], "templating": board["templating"]})
    used = set(re.findall(r"\$\{?([a-z]\w*)", text))

    assert used == names


@each_board
def test_people_of_any_grafana_can_import_it(board: Board) -> None:
    assert "id" not in board
    assert "__inputs" not in board  # variables name the data sources, so that nothing is asked
    assert board["schemaVersion"] >= 39
    assert board["timezone"] == "browser"
    assert board["tags"] == ["isotherm"]
    numbers = [panel["id"] for panel in board["panels"]]
    assert len(set(numbers)) == len(numbers)


@each_board
def test_panels_do_not_overlap(board: Board) -> None:
    def cells(panel: Panel) -> set[tuple[int, int]]:
        at = panel["gridPos"]
        assert at["x"] + at["w"] <= 24
        return {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }

    for one, other in combinations(board["panels"], 2):
        assert not cells(one) & cells(other), (one["title"], other["title"])


def test_temperatures_are_chosen_by_site_and_sensor() -> None:
    (board,) = (board for board in dashboards() if board["title"] == "Temperatures")
    variables = {variable["name"]: variable for variable in board["templating"]["list"]}

    assert "${site:sqlstring}" in variables["sensor"]["query"]
    assert variables["sensor"]["multi"]
    (graph,) = (panel for panel in board["panels"] if panel["type"] == "timeseries")
    assert graph["repeat"] == "sensor"
    looks = {
        override["matcher"]["options"]: {
            setting["id"]: setting["value"] for setting in override["properties"]
        }
        for override in graph["fieldConfig"]["overrides"]
    }
    assert looks["highest"]["custom.fillBelowTo"] == "lowest"
    for limit in ("low limit", "high limit"):
        assert looks[limit]["custom.lineInterpolation"] == "stepAfter"
        assert looks[limit]["custom.lineStyle"]["fill"] == "dash"
