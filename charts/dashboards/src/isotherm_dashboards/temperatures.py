"""What sensors measured, from the views that Grafana may read in PostgreSQL."""

from grafana_foundation_sdk.builders import timeseries
from grafana_foundation_sdk.builders.dashboard import QueryVariable
from grafana_foundation_sdk.models.common import LineInterpolation
from grafana_foundation_sdk.models.dashboard import (
    DynamicConfigValue,
    VariableRefresh,
    VariableSort,
)

from isotherm_dashboards import temperature_queries as queries
from isotherm_dashboards.board import Board
from isotherm_dashboards.panels import over_time, rows
from isotherm_dashboards.queries import sql, sql_table
from isotherm_dashboards.sources import POSTGRESQL

_DASHED = {"fill": "dash", "dash": [6, 6]}


def _graph() -> timeseries.Panel:
    panel = over_time(
        "How warm was it at $sensor?",
        "The mean of the values that count, in the band from the lowest to the highest. A line ends"
        " where readings are missing for more than three expected intervals. Dashed: the limits of"
        " the time. Ranges of more than eight days show hours.",
        "nothing-received",
        "celsius",
        [sql(queries.BAND), sql(queries.LIMITS)],
        width=24,
        from_zero=False,
    )
    panel = panel.decimals(2).height(10).repeat("sensor").repeat_direction("v").interval("10s")
    panel = _look(panel, "lowest", lineWidth=0, fillOpacity=0)
    panel = _look(panel, "highest", lineWidth=0, fillBelowTo="lowest", fillOpacity=25)
    panel = _look(panel, "mean", lineWidth=2, fillOpacity=0)
    step = LineInterpolation.STEP_AFTER
    for limit in ("low limit", "high limit"):
        panel = _look(
            panel,
            limit,
            lineStyle=_DASHED,
            lineInterpolation=step,
            fillOpacity=0,
            showPoints="never",
        )
    return panel


_COLOURS = {
    "lowest": "blue", "highest": "blue", "mean": "blue",
    "low limit": "purple", "high limit": "red",
}  # fmt: skip


def _look(panel: timeseries.Panel, series: str, **custom: object) -> timeseries.Panel:
    colour = DynamicConfigValue("color", {"mode": "fixed", "fixedColor": _COLOURS[series]})
    own = [DynamicConfigValue(f"custom.{name}", value) for name, value in custom.items()]
    return panel.override_by_name(series, [colour, *own])


def _variable(name: str, label: str, query: str, refresh: VariableRefresh) -> QueryVariable:
    variable = QueryVariable(name).label(label).datasource(POSTGRESQL.ref).query(query)
    return variable.refresh(refresh).sort(VariableSort.DISABLED)


_NOW = rows(
    "How are the sensors now?",
    "The newest reading of each sensor of the site, the limits in force, and the state as the pages"
    " show it.",
    "nothing-received",
    "celsius",
    [sql_table(queries.NOW)],
)
_OUT = rows(
    "How long was each sensor out of range?",
    "Of the hours of the range that are complete: time above and below the limits of the time, the"
    " share of the time in which a value is known, and the extremes.",
    "blind",
    "s",
    [sql_table(queries.OUT_OF_RANGE)],
)
_HOURS = rows(
    "In which hours was a sensor out of range?",
    "The newest 500.",
    "blind",
    "s",
    [sql_table(queries.HOURS_OUT_OF_RANGE)],
)
_SILENT = rows(
    "When were readings missing?",
    "Gaps: times without a reading for more than three expected intervals, the newest 500. Without"
    " an end, the gap goes on.",
    "nothing-received",
    "s",
    [sql_table(queries.GAPS)],
)
for _table, _celsius in ((_OUT, ("lowest", "highest")), (_HOURS, ("lowest", "highest"))):
    for _name in _celsius:
        _table.override_by_name(_name, [DynamicConfigValue("unit", "celsius")])
_OUT.override_by_name("known", [DynamicConfigValue("unit", "percentunit")])

BOARD = Board(
    name="temperatures",
    title="Temperatures",
    description="Readings and hours of sensors, from the views that Grafana may read. Grafana knows"
    " no grants: whoever may open it sees all sites.",
    sources=[POSTGRESQL],
    sections=[
        ("Temperatures", [_graph()]),
        ("Now", [_NOW]),
        ("Out of range", [_OUT, _HOURS]),
        ("Missing", [_SILENT]),
    ],
    variables=[
        _variable("site", "Site", queries.SITES, VariableRefresh.ON_DASHBOARD_LOAD),
        _variable("sensor", "Sensor", queries.SENSORS, VariableRefresh.ON_DASHBOARD_LOAD).multi(
            True
        ),
    ],
    since="now-24h",
    refresh="1m",
)
