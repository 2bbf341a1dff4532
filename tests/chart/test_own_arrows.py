"""The network policies of our own parts are the arrows of docs/architecture.md, and no more."""

from typing import Any

import pytest

from chart import Object, named, one, render

Arrow = tuple[str, int]
PLAIN: dict[str, Any] = {
    "loki": {"enabled": False},
    "prometheus": {"enabled": False},
    "simulator": {"enabled": True},
}
ANYWHERE = "anywhere"


def _arrows(rules: list[Object], side: str) -> set[Arrow]:
    """Peer and port of each connection that rules allow."""
    arrows: set[Arrow] = set()
    for rule in rules:
        for port in rule["ports"]:
            assert port["protocol"] == "TCP"
            peers = rule.get(side)
            if peers is None:
                arrows.add((ANYWHERE, port["port"]))
            for peer in peers or ():
                arrows.add((_peer(peer), port["port"]))
    return arrows


def _peer(peer: Object) -> str:
    if "ipBlock" in peer:
        return str(peer["ipBlock"]["cidr"])
    labels = peer["podSelector"]["matchLabels"]
    return str(labels.get("app.kubernetes.io/component") or labels)


def _policy(values: dict[str, Any], part: str) -> tuple[set[Arrow], set[Arrow]]:
    """What may reach a part, and what it may reach."""
    spec = one(render(PLAIN | values), "NetworkPolicy", f"-{part}")["spec"]
    labels = spec["podSelector"]["matchLabels"]
    assert labels["app.kubernetes.io/component"] == part
    assert set(spec["policyTypes"]) == {"Ingress", "Egress"}
    return _arrows(spec.get("ingress", []), "from"), _arrows(spec.get("egress", []), "to")


@pytest.mark.parametrize(
    ("part", "into", "out"),
    [
        (
            "ingest",
            set(),
            {("mosquitto", 1884), ("postgresql", 5432), (ANYWHERE, 443), (ANYWHERE, 6443)},
        ),
        ("worker", set(), {("mosquitto", 1884), ("postgresql", 5432)}),
        (
            "api",
            {("frontend", 8000), ("tests", 8000)},
            {("postgresql", 5432), ("keycloak", 8080)},
        ),
        ("frontend", {(ANYWHERE, 3000), ("tests", 3000)}, {("api", 8000), ("keycloak", 8080)}),
        ("migrate", set(), {("postgresql", 5432)}),
        ("simulator", set(), {("mosquitto", 1883), ("postgresql", 5432)}),
    ],
)
def test_a_part_reaches_what_the_design_says(part: str, into: set[Arrow], out: set[Arrow]) -> None:
    assert _policy({}, part) == (into, out)


@pytest.mark.parametrize("part", ["ingest", "worker", "api"])
def test_logs_and_traces_have_arrows_where_they_are_sent(part: str) -> None:
    before = _policy({}, part)[1]
    telemetry = {"otlpEndpoint": "http://otel:4318", "cidrs": ["10.9.0.0/16"]}
    after = _policy({"loki": {"enabled": True}, "telemetry": telemetry}, part)[1]
    assert after - before == {("loki", 3100), ("10.9.0.0/16", 4318)}


@pytest.mark.parametrize("part", ["ingest", "worker", "api", "frontend"])
def test_traces_have_an_arrow_where_they_are_sent(part: str) -> None:
    before = _policy({}, part)[1]
    telemetry = {"otlpEndpoint": "https://otel.example.org/in", "cidrs": ["10.9.0.0/16"]}
    assert _policy({"telemetry": telemetry}, part)[1] - before == {("10.9.0.0/16", 443)}
    assert _policy({"telemetry": {"otlpEndpoint": "console"}}, part)[1] == before


@pytest.mark.parametrize("part", ["ingest", "worker", "api", "frontend"])
def test_metrics_are_read_by_our_prometheus_and_by_those_that_are_named(part: str) -> None:
    before = _policy({}, part)[0]
    assert _policy({"prometheus": {"enabled": True}}, part)[0] - before == {("prometheus", 9090)}
    peer = {"podSelector": {"matchLabels": {"app.kubernetes.io/component": "elsewhere"}}}
    named_one = _policy({"networkPolicy": {"metricsFrom": [peer]}}, part)[0]
    assert named_one - before == {("elsewhere", 9090)}


def test_external_parts_are_reached_at_their_addresses() -> None:
    values = {
        "postgresql": {
            "enabled": False,
            "external": {
                "host": "db",
                "port": 6432,
                "cidrs": ["10.1.0.0/16"],
                "existingSecret": "kept",
            },
        },
        "mosquitto": {
            "enabled": False,
            "external": {
                "host": "mqtt",
                "port": 8883,
                "cidrs": ["10.2.0.0/16"],
                "existingSecret": "kept",
            },
        },
        "keycloak": {
            "enabled": False,
            "external": {
                "issuer": "https://sso.example.org/realms/isotherm",
                "cidrs": ["10.3.0.0/16"],
            },
        },
        "realm": {"enabled": False},
        "simulator": {"enabled": False},
        "networkPolicy": {"apiServerCidrs": ["10.0.0.1/32"]},
    }
    assert _policy(values, "ingest")[1] == {
        ("10.1.0.0/16", 6432), ("10.2.0.0/16", 8883), ("10.0.0.1/32", 443), ("10.0.0.1/32", 6443),
    }  # fmt: skip
    assert _policy(values, "api")[1] == {("10.1.0.0/16", 6432), ("10.3.0.0/16", 443)}


def test_only_the_ingress_controller_reaches_the_pages_if_it_is_named() -> None:
    peer = {"podSelector": {"matchLabels": {"app.kubernetes.io/component": "controller"}}}
    into = _policy({"networkPolicy": {"webFrom": [peer]}}, "frontend")[0]
    assert into == {("controller", 3000), ("tests", 3000)}


def test_everything_is_denied_by_default_but_names() -> None:
    deny = one(render(), "NetworkPolicy", "isotherm")["spec"]
    assert "ingress" not in deny
    assert set(deny["policyTypes"]) == {"Ingress", "Egress"}
    assert deny["podSelector"]["matchLabels"] == {
        "app.kubernetes.io/name": "isotherm",
        "app.kubernetes.io/instance": "isotherm",
    }
    ports = {(port["port"], port["protocol"]) for rule in deny["egress"] for port in rule["ports"]}
    assert ports == {(53, "UDP"), (53, "TCP")}


def test_names_may_be_answered_at_further_addresses() -> None:
    values = {"networkPolicy": {"dnsCidrs": ["169.254.20.10/32"]}}
    (rule,) = one(render(values), "NetworkPolicy", "isotherm")["spec"]["egress"]
    assert {"ipBlock": {"cidr": "169.254.20.10/32"}} in rule["to"]


def test_policies_can_be_switched_off() -> None:
    assert not named(render({"networkPolicy": {"enabled": False}}), "NetworkPolicy")
