"""What dashboards ask: their panels, and the queries of panels and variables."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from isotherm_devstack.host.paths import REPOSITORY

FILES = REPOSITORY / "charts/isotherm/files/dashboards"
KINDS = {"prometheus": "prometheus", "loki": "loki", "postgresql": "grafana-postgresql-datasource"}
"""The variable that names a data source, which is the uid of the chart's own, and its type."""
Panel = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Query:
    """One query: where it stands, its text, and the template of its legend."""

    where: str
    text: str
    legend: str = ""


def dashboards() -> list[dict[str, Any]]:
    """Return all dashboards that the chart ships."""
    return [json.loads(path.read_text()) for path in sorted(FILES.glob("*.json"))]


def panels() -> Iterator[tuple[str, Panel]]:
    """Yield all panels, without the titles of rows, each with the title of its dashboard."""
    for board in dashboards():
        yield from ((board["title"], panel) for panel in board["panels"] if panel["type"] != "row")


def queries(source: str) -> Iterator[Query]:
    """Yield the queries of all panels to a kind of data source, such as `prometheus`."""
    for board, panel in panels():
        for target in panel["targets"]:
            if target["datasource"]["uid"] == f"${{{source}}}":
                text = target.get("expr") or target["rawSql"]
                where = f"{board} / {panel['title']}"
                yield Query(where, text, target.get("legendFormat", "").replace("__auto", ""))


def variables(source: str) -> Iterator[Query]:
    """Yield the queries of variables to a kind of data source."""
    for board in dashboards():
        for variable in board["templating"]["list"]:
            if variable.get("datasource", {}).get("uid") == f"${{{source}}}":
                query = variable["query"]
                text = query if isinstance(query, str) else query.get("query") or query["label"]
                yield Query(f"{board['title']} / ${variable['name']}", text)
