"""A dashboard: its rows of panels, its variables, and what all dashboards share."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from grafana_foundation_sdk.builders.dashboard import Dashboard as DashboardBuilder
from grafana_foundation_sdk.builders.dashboard import DashboardLink, QueryVariable, Row
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.models.dashboard import (
    Dashboard,
    DashboardCursorSync,
    DashboardLinkType,
    Panel,
    VariableModel,
    VariableOption,
    VariableRefresh,
    VariableSort,
)

from isotherm_dashboards.sources import PROMETHEUS, Source

TAG = "isotherm"


@dataclass(frozen=True, slots=True)
class Board:
    """What a dashboard's module describes."""

    name: str
    """Of its file, and of its identity: `isotherm-<name>`."""
    title: str
    description: str
    sources: Sequence[Source]
    sections: Sequence[tuple[str, Sequence[Builder[Panel]]]]
    """The title and the panels of each row."""
    variables: Sequence[Builder[VariableModel]] = ()
    since: str = "now-6h"
    refresh: str = "30s"

    def build(self) -> Dashboard:
        """Return the dashboard, with numbers for panels and letters for queries."""
        links = DashboardLink("Isotherm").type(DashboardLinkType.DASHBOARDS).tags([TAG])
        links = links.as_dropdown(True).keep_time(True)
        builder = DashboardBuilder(self.title).uid(f"isotherm-{self.name}").version(1)
        builder = builder.description(self.description).tags([TAG]).link(links).readonly()
        builder = builder.timezone("browser").time(self.since, "now").refresh(self.refresh)
        builder = builder.tooltip(DashboardCursorSync.CROSSHAIR)
        builder = builder.variables(
            [*(source.variable for source in self.sources), *self._variables()]
        )
        for title, panels in self.sections:
            builder = builder.with_row(Row(title))
            for panel in panels:
                builder = builder.with_panel(panel)
        board = builder.build()
        for number, built in enumerate(board.panels or [], 1):
            built.id_val = number
            if isinstance(built, Panel):
                _complete(built)
        return board

    def _variables(self) -> Sequence[Builder[VariableModel]]:
        return [namespace(), *self.variables] if PROMETHEUS in self.sources else self.variables


def namespace() -> QueryVariable:
    """Return the variable for a Prometheus that scrapes several releases of Isotherm."""
    everything = VariableOption(selected=True, text="All", value="$__all")
    asked = "label_values(isotherm_ingest_messages_total, namespace)"
    variable = QueryVariable("namespace").label("Namespace").datasource(PROMETHEUS.ref)
    variable = variable.query({"query": asked, "refId": "namespace"}).sort(VariableSort.DISABLED)
    variable = variable.refresh(VariableRefresh.ON_DASHBOARD_LOAD).current(everything)
    # a series without the label, as in a Prometheus that scrapes one release, fits too
    return variable.include_all(True).all_value(".*")


def _complete(panel: Panel) -> None:
    for letter, target in zip(ascii_uppercase, panel.targets or [], strict=False):
        target.ref_id = letter  # type: ignore[attr-defined]  # each kind has one, the base has not
        panel.datasource = target.datasource  # type: ignore[attr-defined]  # as above
