"""What all parts log, and what is missing."""

from grafana_foundation_sdk.builders.dashboard import QueryVariable, TextBoxVariable
from grafana_foundation_sdk.models.dashboard import VariableOption, VariableRefresh

from isotherm_dashboards.board import Board
from isotherm_dashboards.panels import lines, over_time
from isotherm_dashboards.queries import log_lines, logql, promql
from isotherm_dashboards.sources import LOKI, PROMETHEUS

_ALL = VariableOption(selected=True, text="All", value="$__all")
_CHOSEN = '{service=~"$service", level=~"$level"}'
_FOUND = f"{_CHOSEN} |~ `$search`"
_TROUBLE = '{service=~"$service", level=~"error|critical"}'


def _label(name: str, label: str, everything: str) -> QueryVariable:
    variable = QueryVariable(name).label(label).datasource(LOKI.ref)
    variable = variable.query({"label": name, "stream": "", "type": 1, "refId": name})
    variable = variable.include_all(True).multi(True).all_value(everything).current(_ALL)
    return variable.refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)


_NUMBERS = [
    over_time(
        "Who logs how much?",
        "Lines by service and level.",
        "failing",
        "short",
        [
            logql(
                f"sum by (service, level) (count_over_time({_FOUND} [$__auto]))",
                "{{service}} {{level}}",
            )
        ],
        bars=True,
    ),
    over_time(
        "Who reports errors?",
        "Lines of the levels error and critical by service.",
        "failing",
        "short",
        [logql(f"sum by (service) (count_over_time({_TROUBLE} [$__auto]))", "{{service}}")],
        bars=True,
    ),
    over_time(
        "Which loggers complain most?",
        "The ten loggers of our own parts with the most warnings and errors.",
        "failing",
        "short",
        [
            logql(
                "topk(10, sum by (service, logger) (count_over_time("
                '{service=~"$service", level=~"warning|error|critical"} | json logger="logger"'
                ' | __error__="" | logger!="" [$__auto])))',
                "{{service}} {{logger}}",
            )
        ],
        bars=True,
    ),
    over_time(
        "Are log lines missing here?",
        "Records of our own parts that did not reach Loki, by reason; stdout has them.",
        "logs-lost",
        "short",
        [
            promql(
                "sum by (job, reason) (increase(isotherm_process_log_records_lost_total{@}"
                "[$__rate_interval])) > 0",
                "{{job}} {{reason}}",
            )
        ],
        bars=True,
    ),
]
_TRACES = [
    over_time(
        "Are spans missing?",
        "Spans that the collector has taken, and those that did not reach it, by reason. No data"
        " without traces.",
        "spans-lost",
        "ops",
        [
            promql(
                "sum by (job) (rate(isotherm_process_spans_sent_total{@}[$__rate_interval]))",
                "{{job}} sent",
            ),
            promql(
                "sum by (job, reason) (rate(isotherm_process_spans_lost_total{@}"
                "[$__rate_interval])) > 0",
                "{{job}} {{reason}}",
            ),
        ],
        width=24,
    ),
]
_LINES = [
    lines(
        "What was logged?",
        "The newest first. A line is a JSON object: open one for its fields, such as request_id and"
        " trace_id.",
        "failing",
        [log_lines(_FOUND, 500)],
    ),
]

BOARD = Board(
    name="logs",
    title="Logs",
    description="What all parts log, by service and level.",
    sources=[LOKI, PROMETHEUS],
    sections=[("How much", _NUMBERS), ("Lines", _LINES), ("Traces", _TRACES)],
    variables=[
        _label("service", "Service", ".+"),
        _label("level", "Level", ".*"),  # lines of other parts may have none
        TextBoxVariable("search").label("Text"),
    ],
    since="now-1h",
)
