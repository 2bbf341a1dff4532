"""A dashboard asks the data source that a variable names, at first the chart's own."""

import pytest

from isotherm_dashboards.sources import LOKI, POSTGRESQL, PROMETHEUS, Source


@pytest.mark.parametrize(
    ("source", "kind", "uid"),
    [
        (PROMETHEUS, "prometheus", "${prometheus}"),
        (LOKI, "loki", "${loki}"),
        (POSTGRESQL, "grafana-postgresql-datasource", "${postgresql}"),
    ],
)
def test_a_query_refers_to_a_variable_of_its_kind(source: Source, kind: str, uid: str) -> None:
    variable = source.variable.build()

    assert (source.ref.type_val, source.ref.uid) == (kind, uid)
    assert (variable.query, f"${{{variable.name}}}") == (kind, uid)


def test_the_data_source_of_the_chart_is_chosen_first() -> None:
    variable = Source("mine", "prometheus", "My own").variable.build()

    assert variable.label == "My own"
    assert variable.current.selected
    assert (variable.current.text, variable.current.value) == ("My own", "mine")
