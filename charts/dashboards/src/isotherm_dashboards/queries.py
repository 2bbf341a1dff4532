"""Queries of panels, each in the language of its data source."""

from dataclasses import dataclass, field

from grafana_foundation_sdk.builders.loki import Dataquery as LokiQuery
from grafana_foundation_sdk.builders.prometheus import Dataquery as PrometheusQuery
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.variants import Dataquery
from grafana_foundation_sdk.models.common import DataSourceRef
from grafana_foundation_sdk.models.loki import QueryEditorMode as LokiEditor
from grafana_foundation_sdk.models.prometheus import PromQueryFormat, QueryEditorMode

from isotherm_dashboards.sources import LOKI, POSTGRESQL, PROMETHEUS

WHERE = 'namespace=~"$namespace"'
"""What selects the series of one release; the variable's All also fits series without that label,
as in a Prometheus that scrapes nothing else."""


def promql(text: str, legend: str = "", *, exemplars: bool = False) -> PrometheusQuery:
    """Return a query over the range of time; `{@` in it begins a selector."""
    query = PrometheusQuery().datasource(PROMETHEUS.ref).range().exemplar(exemplars)
    query = query.editor_mode(QueryEditorMode.CODE).format(PromQueryFormat.TIME_SERIES)
    return query.expr(text.replace("{@", "{" + WHERE)).legend_format(legend or "__auto")


def promql_now(text: str, legend: str = "") -> PrometheusQuery:
    """Return a query that is answered for the end of the range alone."""
    return promql(text, legend).instant()


def quantiles(histogram: str, matchers: str = "", *, of: str = "") -> list[PrometheusQuery]:
    """Return the median and the 99th percentile of a histogram, with its exemplars."""
    named = f"{of} " if of else ""
    rate = f"rate({histogram}_bucket{{@{matchers}}}[$__rate_interval])"
    return [
        promql(
            f"histogram_quantile({quantile}, sum by (le) ({rate}))",
            f"{named}{percent} %",
            exemplars=quantile == "0.99",
        )
        for quantile, percent in (("0.5", 50), ("0.99", 99))
    ]


def logql(text: str, legend: str = "") -> LokiQuery:
    """Return a query for numbers over the range of time."""
    query = LokiQuery().datasource(LOKI.ref).query_type("range").editor_mode(LokiEditor.CODE)
    return query.expr(text).legend_format(legend)


def log_lines(text: str, lines: int) -> LokiQuery:
    """Return a query for lines, the newest ones."""
    return logql(text).max_lines(lines)


@dataclass(slots=True)
class SqlQuery(Dataquery):
    """A query to PostgreSQL, whose model the SDK does not have."""

    text: str
    table: bool
    ref_id: str = ""
    datasource: DataSourceRef = field(default_factory=lambda: POSTGRESQL.ref)

    def to_json(self) -> dict[str, object]:
        """Return it as Grafana's PostgreSQL data source reads it."""
        return {
            "refId": self.ref_id,
            "datasource": self.datasource,
            "format": "table" if self.table else "time_series",
            "rawQuery": True,
            "rawSql": self.text,
            "editorMode": "code",
        }


@dataclass(slots=True)
class _SqlBuilder(Builder[Dataquery]):
    query: SqlQuery

    def build(self) -> Dataquery:
        """Return the query."""
        return self.query


def sql(text: str) -> Builder[Dataquery]:
    """Return a query whose rows have a column `time`, in order, and a column for each series."""
    return _SqlBuilder(SqlQuery(text.strip(), table=False))


def sql_table(text: str) -> Builder[Dataquery]:
    """Return a query whose rows are shown as they are."""
    return _SqlBuilder(SqlQuery(text.strip(), table=True))
