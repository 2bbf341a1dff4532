"""Values that contradict each other are refused, with what to set instead."""

from typing import Any

import pytest

from chart import RefusedError, render

ELSEWHERE = {"enabled": False}
HOST = {"enabled": True, "host": "isotherm.example.org"}


@pytest.mark.parametrize(
    ("values", "cure"),
    [
        ({"publicUrl": "isotherm.example.org"}, "publicUrl"),
        ({"publicUrl": "ftp://isotherm.example.org"}, "publicUrl"),
        ({"publicUrl": "https://example.org/isotherm"}, "without a path"),
        ({"ingress": {"enabled": True}}, "set ingress.host"),
        ({"ingress": {"enabled": True, "host": "https://a.example.org"}}, "host name alone"),
        ({"ingress": {"enabled": True, "host": "a.example.org:8443"}}, "host name alone"),
        ({"ingress": {"enabled": True, "host": "*.example.org"}}, "host name alone"),
        ({"ingress": {"host": "a.example.org"}}, "ingress.enabled"),
        ({"ingress": HOST, "publicUrl": "https://b.example.org"}, "different hosts"),
        (
            {"ingress": HOST, "gateway": {"enabled": True, "parentRefs": [{"name": "public"}]}},
            "switch one off",
        ),
        ({"ingress": {"host": "a.example.org"}, "gateway": {"enabled": True}}, "parentRefs"),
        ({"keycloak": ELSEWHERE}, "keycloak.external.issuer"),
        ({"keycloak": {"databaseUser": "people"}}, "leave them out"),
        ({"keycloak": {"realm": "master"}}, "administer Keycloak itself"),
        (
            {"keycloak": {"enabled": False, "external": {"issuer": "https://sso/realms/master"}}},
            "administer Keycloak itself",
        ),
        ({"keycloak": {"realm": "a/b"}}, "letters, digits"),
        ({"fullnameOverride": "1st"}, "begins with a letter"),
        ({"fullnameOverride": "Isotherm"}, "lower-case"),
        ({"commonLabels": {"app.kubernetes.io/name": "mine"}}, "a label of your own"),
        ({"keycloak": {"publicUrl": "sso.example.org"}}, "keycloak.publicUrl"),
        ({"postgresql": ELSEWHERE}, "postgresql.external.host"),
        (
            {"postgresql": {"enabled": False, "external": {"host": "db"}}},
            "postgresql.external.existingSecret",
        ),
        ({"mosquitto": ELSEWHERE}, "mosquitto.external.host"),
        (
            {"mosquitto": {"enabled": False, "external": {"host": "mqtt"}}},
            "mosquitto.external.existingSecret",
        ),
        ({"ingest": {"autoscaling": {"enabled": True}}}, "ingest.autoscaling.metric.name"),
        (
            {"api": {"autoscaling": {"enabled": True, "minReplicas": 9, "maxReplicas": 2}}},
            "maxReplicas",
        ),
        (
            {"ingest": {"stopGraceSeconds": 60, "terminationGracePeriodSeconds": 30}},
            "terminationGracePeriodSeconds",
        ),
        ({"telemetry": {"otlpEndpoint": "collector:4318"}}, "telemetry.otlpEndpoint"),
        (
            {"loki": {"enabled": False, "external": {"url": "loki:3100"}}},
            "loki.external.url",
        ),
        ({"prometheus": {"external": {"url": "prometheus"}}}, "prometheus.external.url"),
        ({"telemetry": {"otlpEndpoint": "http://me:secret@collector"}}, "without a password"),
        (
            {
                "postgresql": {
                    "enabled": False,
                    "external": {
                        "host": "db",
                        "existingSecret": "kept",
                        "parameters": "sslmode=require&password=x",
                    },
                }
            },
            "put it into the Secret",
        ),
        ({"grafana": {"oidc": ELSEWHERE}}, "grafana.loginForm"),
        (
            {
                "backup": {
                    "enabled": True,
                    "encryption": {"existingSecret": "mine"},
                    "s3": {
                        "enabled": True,
                        "bucket": "backups",
                        "existingSecret": "mine",
                        "endpoint": "https://minio.storage:9000",
                    },
                }
            },
            "set backup.s3.port to 9000",
        ),
        ({"simulator": {"enabled": True}, "mosquitto": ELSEWHERE}, "switch the simulator off"),
        (
            {
                "simulator": {"enabled": True},
                "mosquitto": {
                    "service": {"plain": False},
                    "tls": {"enabled": True, "existingSecret": "mine"},
                },
            },
            "connect without TLS",
        ),
    ],
)
def test_contradictions_are_refused_with_their_cure(values: dict[str, Any], cure: str) -> None:
    with pytest.raises(RefusedError) as refused:
        render(values)
    assert "The values need a change" in str(refused.value)
    assert cure in str(refused.value)


def test_a_refusal_repeats_no_password() -> None:
    with pytest.raises(RefusedError) as refused:
        render({"loki": {"enabled": False, "external": {"url": "https://me:geheim@loki"}}})
    assert "loki.external.url" in str(refused.value)
    assert "geheim" not in str(refused.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(RefusedError) as refused:
        render({"publicUrl": "x", "postgresql": ELSEWHERE, "ingress": {"enabled": True}})
    for cure in ("publicUrl", "postgresql.external.host", "ingress.host"):
        assert cure in str(refused.value)


def test_a_port_in_the_public_url_is_no_contradiction() -> None:
    assert render({"ingress": HOST, "publicUrl": "https://isotherm.example.org:8443/"})
