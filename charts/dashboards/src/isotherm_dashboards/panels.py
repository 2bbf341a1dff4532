"""Panels: each answers the question in its title, and links the runbook for a bad answer."""

from collections.abc import Sequence
from typing import TypeVar

from grafana_foundation_sdk.builders import logs, stat, table, timeseries
from grafana_foundation_sdk.builders.common import (
    GraphThresholdsStyleConfig,
    ReduceDataOptions,
    StackingConfig,
    VizLegendOptions,
    VizTooltipOptions,
)
from grafana_foundation_sdk.builders.dashboard import DashboardLink, ThresholdsConfig
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.variants import Dataquery
from grafana_foundation_sdk.models.common import (
    BigValueColorMode,
    BigValueGraphMode,
    GraphDrawStyle,
    GraphThresholdsStyleMode,
    LegendDisplayMode,
    LegendPlacement,
    LogsDedupStrategy,
    LogsSortOrder,
    SortOrder,
    StackingMode,
    TooltipDisplayMode,
    VisibilityMode,
)
from grafana_foundation_sdk.models.dashboard import (
    DashboardLinkType,
    SpecialValueMap,
    SpecialValueMatch,
    Threshold,
    ThresholdsMode,
    ValueMap,
    ValueMappingResult,
)

RUNBOOKS = "https://github.com/isotherm/isotherm/blob/main/docs/runbooks"
"""Where runbooks are; the chart puts its value `monitoring.runbookUrl` in its place."""
GOOD, DOUBTFUL, BAD, NEUTRAL = "green", "orange", "red", "text"
MESSAGES_PER_S, READINGS_PER_S = "suffix: messages/s", "suffix: readings/s"
LINES_PER_S = "suffix: lines/s"

Query = Builder[Dataquery]
_Built = TypeVar("_Built", timeseries.Panel, stat.Panel, table.Panel, logs.Panel)


def thresholds(*steps: tuple[float, str], below: str = GOOD) -> ThresholdsConfig:
    """Return colours that begin at values, in rising order, after the colour below all of them."""
    first = Threshold(value=None, color=below)
    rest = [Threshold(value=value, color=colour) for value, colour in steps]
    return ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps([first, *rest])


def over_time(
    question: str,
    description: str,
    runbook: str,
    unit: str,
    queries: Sequence[Query],
    *,
    width: int = 12,
    limit: tuple[float, str] | None = None,
    bars: bool = False,
    from_zero: bool = True,
) -> timeseries.Panel:
    """Return a graph. A dashed line is drawn at `limit`; `bars` are for numbers of events."""
    legend = VizLegendOptions().display_mode(LegendDisplayMode.TABLE).show_legend(True)
    legend = legend.placement(LegendPlacement.BOTTOM).calcs(["lastNotNull", "max"])
    tooltip = VizTooltipOptions().mode(TooltipDisplayMode.MULTI).sort(SortOrder.DESCENDING)
    panel = timeseries.Panel().legend(legend).tooltip(tooltip).unit(unit)
    if from_zero:
        panel = panel.min(0)
    panel = panel.show_points(VisibilityMode.AUTO).line_width(1).span_nulls(False)
    if bars:
        panel = panel.draw_style(GraphDrawStyle.BARS).fill_opacity(60)
        panel = panel.stacking(StackingConfig().mode(StackingMode.NORMAL))
    else:
        panel = panel.draw_style(GraphDrawStyle.LINE).fill_opacity(8)
    if limit is not None:
        panel = panel.thresholds(thresholds(limit)).thresholds_style(
            GraphThresholdsStyleConfig().mode(GraphThresholdsStyleMode.DASHED)
        )
    return _asked(panel, question, description, runbook, queries).span(width).height(8)


def number(
    question: str,
    description: str,
    runbook: str,
    unit: str,
    queries: Sequence[Query],
    *,
    colours: ThresholdsConfig | None = None,
    words: dict[str, tuple[str, str]] | None = None,
    width: int = 6,
) -> stat.Panel:
    """Return the newest values as large numbers. `words` are shown for values, each in a colour."""
    panel = stat.Panel().unit(unit).graph_mode(BigValueGraphMode.NONE)
    panel = panel.reduce_options(ReduceDataOptions().calcs(["lastNotNull"]))
    panel = panel.color_mode(BigValueColorMode.VALUE)
    panel = panel.thresholds(colours or thresholds(below=NEUTRAL))
    unknown = SpecialValueMap()
    unknown.options.match = SpecialValueMatch.NULL_AND_NAN
    unknown.options.result = ValueMappingResult(text="unknown", color=DOUBTFUL)
    known = ValueMap(
        {
            value: ValueMappingResult(text=text, color=colour)
            for value, (text, colour) in (words or {}).items()
        }
    )
    panel = panel.mappings([known, unknown] if words else [unknown])
    panel = panel.no_value("no data")
    return _asked(panel, question, description, runbook, queries).span(width).height(5)


def rows(
    question: str, description: str, runbook: str, unit: str, queries: Sequence[Query]
) -> table.Panel:
    """Return a table, as wide as the dashboard."""
    panel = table.Panel().unit(unit).filterable(True).no_value("nothing")
    return _asked(panel, question, description, runbook, queries).span(24).height(10)


def lines(question: str, description: str, runbook: str, queries: Sequence[Query]) -> logs.Panel:
    """Return log lines, the newest first."""
    panel = logs.Panel().show_time(True).wrap_log_message(True).enable_log_details(True)
    panel = panel.sort_order(LogsSortOrder.DESCENDING).dedup_strategy(LogsDedupStrategy.NONE)
    return _asked(panel, question, description, runbook, queries).span(24).height(20)


def _asked(
    panel: _Built, question: str, description: str, runbook: str, queries: Sequence[Query]
) -> _Built:
    link = DashboardLink(f"Runbook: {runbook}").type(DashboardLinkType.LINK)
    link = link.url(f"{RUNBOOKS}/{runbook}.md").target_blank(True)
    return panel.title(question).description(description).links([link]).targets(list(queries))
