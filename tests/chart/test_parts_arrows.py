"""Every arrow of the network policies has both its ends: who may leave may also come in."""

from typing import Any

import pytest

from chart import Object, named, render

Arrow = tuple[str, str, int]
"""From a component, to a component, at a port."""

_COMPONENT = "app.kubernetes.io/component"
EVERYTHING: dict[str, Any] = {
    "simulator": {"enabled": True},
    "backup": {"enabled": True},
    "prometheus": {"enabled": True},
    "alloy": {"enabled": True},
    "keycloak": {"replicas": 2},
}
LITTLE: dict[str, Any] = {
    "grafana": {"enabled": False},
    "loki": {"enabled": False},
    "realm": {"enabled": False},
    "tests": {"enabled": False},
}


def _components(rules: list[Object], side: str) -> set[tuple[str, int]]:
    return {
        (peer["podSelector"]["matchLabels"][_COMPONENT], port["port"])
        for rule in rules
        for peer in rule.get(side, [])
        for port in rule["ports"]
        if "namespaceSelector" not in peer and _COMPONENT in str(peer)
    }


def _arrows(values: dict[str, Any]) -> tuple[set[Arrow], set[Arrow]]:
    """The arrows as those who leave have them, and as those who are reached have them."""
    out: set[Arrow] = set()
    into: set[Arrow] = set()
    for policy in named(render(values), "NetworkPolicy"):
        spec = policy["spec"]
        part = spec["podSelector"]["matchLabels"].get(_COMPONENT)
        if part is None:
            continue
        out |= {(part, to, port) for to, port in _components(spec.get("egress", []), "to")}
        into |= {(came, part, port) for came, port in _components(spec.get("ingress", []), "from")}
    return out, into


@pytest.mark.parametrize("values", [EVERYTHING, {}, LITTLE], ids=["everything", "usual", "little"])
def test_every_arrow_has_both_ends(values: dict[str, Any]) -> None:
    out, into = _arrows(values)
    assert out - into == set()
    assert into - out == set()


def test_the_arrows_of_the_bundled_parts_are_those_of_the_design() -> None:
    out, _ = _arrows(LITTLE)
    bundled = {"mosquitto", "postgresql", "keycloak"}
    assert {arrow for arrow in out if {arrow[0], arrow[1]} & bundled} == {
        ("ingest", "mosquitto", 1884),
        ("worker", "mosquitto", 1884),
        ("ingest", "postgresql", 5432),
        ("worker", "postgresql", 5432),
        ("api", "postgresql", 5432),
        ("migrate", "postgresql", 5432),
        ("mosquitto", "postgresql", 5432),
        ("keycloak", "postgresql", 5432),
        ("api", "keycloak", 8080),
        ("frontend", "keycloak", 8080),
    }
