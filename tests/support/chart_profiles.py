"""The profiles of the chart and its variants with operators, and what each renders to."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from chart import CHART, Object, render

PROFILES = sorted((CHART / "ci").glob("*-values.yaml"))
OPERATORS = (
    "monitoring.coreos.com/v1", "gateway.networking.k8s.io/v1", "cert-manager.io/v1",
    "postgresql.cnpg.io/v1", "k8s.keycloak.org/v2alpha1",
)  # fmt: skip
"""APIs that a cluster has only with an operator."""
AUTHORITY = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"

OPERATED: Mapping[str, Any] = {
    "ingress": {"enabled": True, "host": "isotherm.example.org"},
    "postgresql": {"cloudnativepg": {"enabled": True, "podMonitor": True}},
    "keycloak": {"operator": {"enabled": True}},
    "mosquitto": {
        "public": {"host": "mqtt.example.org", "ca": AUTHORITY},
        "tls": {
            "enabled": True,
            "certificate": {"enabled": True, "issuerRef": {"name": "own", "kind": "Issuer"}},
        },
    },
    "monitoring": {"operator": {"enabled": True, "kind": "PodMonitor"}},
}
"""Operators run what they can. `helm lint` knows no operators, so this is no profile."""

VERIFIED: Mapping[str, Any] = {
    "postgresql": {
        "enabled": False,
        "external": {
            "host": "postgres.example.org",
            "caSecret": "isotherm-database-ca",
            "existingSecret": "isotherm-database",
            "administrator": "postgres",
        },
    },
    "mosquitto": {
        "enabled": False,
        "external": {
            "host": "broker.example.org",
            "tls": True,
            "ca": AUTHORITY,
            "existingSecret": "isotherm-broker",
            "admin": "mosquitto",
        },
    },
    "keycloak": {"enabled": False, "external": {"issuer": "https://sso.example.org/realms/x"}},
    "realm": {"enabled": False},
}
"""Parts outside, whose certificates an authority of one's own signs."""


def title(profile: Path) -> str:
    """Return a profile's name, such as `small`."""
    return profile.name.removesuffix("-values.yaml")


ALL: Mapping[str, Mapping[str, Any] | Path] = {
    "default": {},
    **{title(profile): profile for profile in PROFILES},
    "operated": OPERATED,
    "verified": VERIFIED,
}
"""All that is rendered, by name."""


def objects_of(profile: Path) -> list[Object]:
    """Return the objects of a profile, in a cluster that has every operator."""
    return render(profile, api_versions=OPERATORS)


def every_profile() -> Iterator[tuple[str, list[Object]]]:
    """Yield the name and objects of each profile and variant."""
    for name, values in ALL.items():
        yield name, render(values, api_versions=OPERATORS)


def defaults() -> dict[str, Any]:
    """Return the values as they are without a profile."""
    return dict(yaml.safe_load((CHART / "values.yaml").read_text()))
