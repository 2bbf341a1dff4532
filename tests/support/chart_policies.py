"""The arrows that the chart's network policies allow."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from chart import Object, named

OUTSIDE = "outside"
"""Anything beyond the release's own pods."""
COMPONENT = "app.kubernetes.io/component"
OPERATED = {"cnpg.io/cluster": "postgresql", "app": "keycloak"}
"""Labels of pods that an operator makes, and the component that they belong to."""


class Arrow(NamedTuple):
    """A connection that a policy allows."""

    source: str
    target: str
    port: int


def component(labels: dict[str, str]) -> str:
    """Return the component that labels select; raise KeyError if they select none."""
    for label, name in OPERATED.items():
        if label in labels:
            return name
    return labels[COMPONENT]


def _selects_component(labels: dict[str, str]) -> bool:
    return not OPERATED.keys().isdisjoint(labels) or COMPONENT in labels


def arrows_in(objects: Iterable[Object]) -> set[Arrow]:
    """Return the arrows that policies of their targets allow."""
    return {
        Arrow(peer, component(policy["spec"]["podSelector"]["matchLabels"]), port)
        for policy, rule in _rules(objects, "ingress")
        for peer in _peers(rule.get("from"))
        for port in _ports(rule)
    }


def arrows_out(objects: Iterable[Object]) -> set[Arrow]:
    """Return the arrows that policies of their sources allow."""
    return {
        Arrow(component(policy["spec"]["podSelector"]["matchLabels"]), peer, port)
        for policy, rule in _rules(objects, "egress")
        for peer in _peers(rule.get("to"))
        for port in _ports(rule)
    }


def of_components(objects: Iterable[Object]) -> list[Object]:
    """Return the policies of components, without the one that denies everything."""
    return [
        policy
        for policy in named(objects, "NetworkPolicy")
        if _selects_component(policy["spec"]["podSelector"].get("matchLabels", {}))
    ]


def _rules(objects: Iterable[Object], direction: str) -> Iterator[tuple[Object, Object]]:
    for policy in of_components(objects):
        for rule in policy["spec"].get(direction) or []:
            yield policy, rule


def _peers(peers: list[Object] | None) -> Iterator[str]:
    if not peers:
        yield OUTSIDE
    for peer in peers or []:
        selected = peer.get("podSelector", {}).get("matchLabels", {})
        inside = _selects_component(selected) and "namespaceSelector" not in peer
        yield component(selected) if inside else OUTSIDE


def _ports(rule: Object) -> list[int]:
    """Return the ports of a rule; 0 stands for all of them."""
    return [port["port"] for port in rule.get("ports", [])] or [0]
