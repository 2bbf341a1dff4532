"""The kinds of data source, each with the variable that names the one to ask."""

from dataclasses import dataclass

from grafana_foundation_sdk.builders.dashboard import DatasourceVariable
from grafana_foundation_sdk.models.common import DataSourceRef
from grafana_foundation_sdk.models.dashboard import VariableOption


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of data source."""

    name: str
    """Of the variable, and the uid of the data source that the chart provisions."""
    kind: str
    """The plug-in's identity."""
    label: str
    """The name of the data source that the chart provisions."""

    @property
    def ref(self) -> DataSourceRef:
        """The data source that the variable names."""
        return DataSourceRef(type_val=self.kind, uid=f"${{{self.name}}}")

    @property
    def variable(self) -> DatasourceVariable:
        """The variable; where the chart's own data source is missing, Grafana takes another one."""
        own = VariableOption(selected=True, text=self.label, value=self.name)
        return DatasourceVariable(self.name).label(self.label).type(self.kind).current(own)


PROMETHEUS = Source("prometheus", "prometheus", "Prometheus")
LOKI = Source("loki", "loki", "Loki")
POSTGRESQL = Source("postgresql", "grafana-postgresql-datasource", "PostgreSQL")
