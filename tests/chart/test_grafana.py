"""Grafana's data sources lead from one to another: from a line or a number to the trace of it."""

import json
import logging
import re
from io import StringIO
from typing import Any

import pytest
import yaml

from chart import RefusedError, one, render
from chart_logql import read_logql
from chart_profiles import ALL, OPERATORS
from isotherm.process.logging import JsonFormatter
from isotherm_devstack.host.paths import REPOSITORY

TRACE, REQUEST = "4bf92f3577b34da6a3ce929d0e0e4736", "4f3c2b1a-77"


def _sources(values: Any) -> dict[str, dict[str, Any]]:
    """Return the data sources as Grafana reads them, in whose files `$$` is a dollar sign."""
    data = one(render(values, api_versions=OPERATORS), "ConfigMap", "-grafana")["data"]
    text = data["datasources.yaml"]
    assert "$" not in text.replace("$$", "").replace("$__env{", "")
    return {
        source["uid"]: source for source in yaml.safe_load(text.replace("$$", "$"))["datasources"]
    }


@pytest.fixture(scope="module")
def sources() -> dict[str, dict[str, Any]]:
    """The data sources with all parts and a Tempo."""
    return _sources(ALL["everything-on"])


@pytest.fixture
def line() -> str:
    """A line of a part of ours that belongs to a request and a trace."""
    stream = logging.StreamHandler(text := StringIO())
    stream.setFormatter(JsonFormatter("api", "api-0"))
    record = logging.LogRecord("x", logging.INFO, "", 0, 'said "trace_id": "f00"', None, None)
    vars(record).update(request_id=REQUEST, trace_id=TRACE)
    stream.emit(record)
    return text.getvalue().strip()


def _derived(sources: dict[str, dict[str, Any]]) -> dict[str, dict[str, str]]:
    return {field["name"]: field for field in sources["loki"]["jsonData"]["derivedFields"]}


@pytest.mark.parametrize("spaces", [True, False], ids=["python", "javascript"])
def test_a_line_leads_to_its_trace_and_its_request(
    sources: dict[str, dict[str, Any]], line: str, spaces: bool
) -> None:
    written = line if spaces else json.dumps(json.loads(line), separators=(",", ":"))
    ids = {
        name: (re.search(field["matcherRegex"], written) or [""])[1]
        for name, field in _derived(sources).items()
    }

    assert ids == {"trace_id": TRACE, "request_id": REQUEST}
    assert _derived(sources)["trace_id"]["datasourceUid"] == "tempo"
    assert _derived(sources)["trace_id"]["url"] == "${__value.raw}"


def test_a_line_without_ids_leads_nowhere(sources: dict[str, dict[str, Any]]) -> None:
    for field in _derived(sources).values():
        assert not re.search(field["matcherRegex"], '{"level": "info", "message": "no id"}')


def test_links_to_logs_are_queries_that_find_the_line(
    sources: dict[str, dict[str, Any]], line: str
) -> None:
    asked = {
        _derived(sources)["request_id"]["url"].replace("${__value.raw}", REQUEST): REQUEST,
        sources["tempo"]["jsonData"]["tracesToLogsV2"]["query"].replace(
            "${__trace.traceId}", TRACE
        ): TRACE,
    }
    for query, named in zip(asked, read_logql(asked), strict=True):
        assert named.errors == []
        (sought,) = re.findall(r"\|= `([^`]*)`", query)
        assert asked[query] in sought
        assert sought in line


def test_an_example_of_a_histogram_leads_to_its_trace(sources: dict[str, dict[str, Any]]) -> None:
    (link,) = sources["prometheus"]["jsonData"]["exemplarTraceIdDestinations"]

    assert (link["name"], link["datasourceUid"]) == ("trace_id", "tempo")
    assert sources["tempo"]["url"] == "http://tempo.monitoring:3200"
    assert sources["tempo"]["jsonData"]["tracesToLogsV2"]["datasourceUid"] in sources


def test_without_tempo_nothing_leads_to_traces() -> None:
    values: dict[str, Any] = {"prometheus": {"enabled": True}}
    sources = _sources(values)

    assert sources.keys() == {"prometheus", "loki", "postgresql"}
    assert _derived(sources).keys() == {"request_id"}
    assert "exemplarTraceIdDestinations" not in sources["prometheus"]["jsonData"]


def test_grafana_may_reach_tempo() -> None:
    tempo = {"url": "https://tempo.example.org/tenant", "cidrs": ["192.0.2.7/32"]}
    policy = one(render({"grafana": {"tempo": tempo}}), "NetworkPolicy", "-grafana")["spec"]

    (rule,) = (rule for rule in policy["egress"] if "ipBlock" in str(rule["to"]))
    assert rule["to"] == [{"ipBlock": {"cidr": "192.0.2.7/32"}}]
    assert [port["port"] for port in rule["ports"]] == [443]


def test_an_address_with_a_password_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"grafana\.tempo\.url has to be"):
        render({"grafana": {"tempo": {"url": "https://me:secret@tempo.example.org"}}})


def test_nobody_can_get_an_offline_token_for_grafana() -> None:
    """A session at Grafana ends with the one at Keycloak: neither side knows the scope."""
    described = json.loads((REPOSITORY / "libs/shared/src/isotherm/realm/realm.json").read_text())
    (client,) = (
        entry["client"]
        for entry in described["clients"]
        if entry["client"]["clientId"] == "isotherm-grafana"
    )
    ini = one(render({}), "ConfigMap", "-grafana")["data"]["grafana.ini"]

    assert client["optionalClientScopes"] == []
    assert "offline_access" not in client["defaultClientScopes"]
    assert re.findall(r"(?m)^scopes = (.*)$", ini) == ["openid profile email"]
    (roles,) = client["protocolMappers"]
    assert roles["config"]["id.token.claim"] == "true"
