"""The way in: one host for the pages and Keycloak, and the addresses that follow from it."""

from typing import Any

import pytest

from chart import Object, named, one, render

HOST = "isotherm.example.org"
INGRESS: dict[str, Any] = {"ingress": {"enabled": True, "host": HOST}}
GATEWAY: dict[str, Any] = {
    "ingress": {"host": HOST},
    "gateway": {"enabled": True, "parentRefs": [{"name": "public", "namespace": "gateways"}]},
}


def _routes(objects: list[Object]) -> list[tuple[str, str]]:
    """Path and Service of each route, of an Ingress or an HTTPRoute."""
    if ingresses := named(objects, "Ingress"):
        (rule,) = ingresses[0]["spec"]["rules"]
        return [
            (path["path"], path["backend"]["service"]["name"]) for path in rule["http"]["paths"]
        ]
    rules = one(objects, "HTTPRoute", "")["spec"]["rules"]
    return [(rule["matches"][0]["path"]["value"], rule["backendRefs"][0]["name"]) for rule in rules]


def _serves(routes: list[tuple[str, str]], path: str) -> str:
    """The Service that gets a path: the longest prefix, by whole segments."""
    fitting = [
        (prefix, service)
        for prefix, service in routes
        if prefix == "/" or path == prefix or path.startswith(f"{prefix}/")
    ]
    return max(fitting, key=lambda route: len(route[0]))[1]


def test_there_is_no_way_in_unless_asked_for() -> None:
    assert not [manifest for manifest in render() if manifest["kind"] in ("Ingress", "HTTPRoute")]


@pytest.mark.parametrize("values", [INGRESS, GATEWAY], ids=["ingress", "gateway"])
def test_people_reach_the_pages_and_their_realm_but_not_keycloaks_administration(
    values: dict[str, Any],
) -> None:
    routes = _routes(render(values))
    for path in ("/", "/sites", "/api/v1/me", "/auth/callback", "/idp"):
        assert _serves(routes, path) == "isotherm-frontend", path
    for path in (
        "/idp/realms/isotherm",
        "/idp/realms/isotherm/protocol/openid-connect/auth",
        "/idp/resources/x/login/keycloak.v2/css/styles.css",
    ):
        assert _serves(routes, path) == "isotherm-keycloak", path
    for path in ("/idp/admin/master/console", "/idp/realms/master/protocol/openid-connect/token",
                 "/idp/metrics", "/idp/health"):  # fmt: skip
        assert _serves(routes, path) == "isotherm-frontend", path


@pytest.mark.parametrize("values", [INGRESS, GATEWAY], ids=["ingress", "gateway"])
def test_the_administration_is_routed_if_asked_for(values: dict[str, Any]) -> None:
    routes = _routes(render(values | {"ingress": values["ingress"] | {"adminConsole": True}}))
    for path in ("/idp/admin/master/console", "/idp/realms/master/protocol/openid-connect/token"):
        assert _serves(routes, path) == "isotherm-keycloak"


def test_keycloak_at_a_host_of_its_own_is_not_routed_here() -> None:
    values = INGRESS | {"keycloak": {"publicUrl": "https://sso.example.org/idp"}}
    routes = _routes(render(values | {"grafana": {"enabled": False}}))
    assert routes == [("/", "isotherm-frontend")]


def test_an_ingress_asks_for_a_certificate_and_takes_annotations_of_any_controller() -> None:
    issuer = {"cert-manager.io/cluster-issuer": "letsencrypt"}
    own = {"enabled": True, "host": HOST, "className": "traefik", "annotations": issuer}
    ingress = one(render({"ingress": own}), "Ingress", "")
    assert ingress["metadata"]["annotations"] == issuer
    assert ingress["spec"]["ingressClassName"] == "traefik"
    assert ingress["spec"]["tls"] == [{"hosts": [HOST], "secretName": "isotherm-ingress-tls"}]
    given = one(render({"ingress": own | {"tls": {"secretName": "mine"}}}), "Ingress", "")
    assert given["spec"]["tls"][0]["secretName"] == "mine"
    without = one(render({"ingress": own | {"tls": {"enabled": False}}}), "Ingress", "")
    assert "tls" not in without["spec"]
    assert "annotations" not in one(render(INGRESS), "Ingress", "")["metadata"]


def test_a_route_of_the_gateway_api_names_its_gateway_and_host() -> None:
    route = one(render(GATEWAY), "HTTPRoute", "")["spec"]
    assert route["parentRefs"] == [{"name": "public", "namespace": "gateways"}]
    assert route["hostnames"] == [HOST]


@pytest.mark.parametrize(
    ("values", "public", "issuer"),
    [
        ({}, "http://localhost:8080", "http://localhost:8081/idp/realms/isotherm"),
        (INGRESS, f"https://{HOST}", f"https://{HOST}/idp/realms/isotherm"),
        (
            {"publicUrl": "https://t.example.org/"},
            "https://t.example.org",
            "https://t.example.org/idp/realms/isotherm",
        ),
        (
            INGRESS | {"keycloak": {"publicUrl": "https://sso.example.org/idp"}},
            f"https://{HOST}",
            "https://sso.example.org/idp/realms/isotherm",
        ),
    ],
)
def test_addresses_for_people_follow_from_the_host(
    values: dict[str, Any], public: str, issuer: str
) -> None:
    objects = render(values)
    frontend = one(objects, "ConfigMap", "-frontend")["data"]
    api = one(objects, "ConfigMap", "-api")["data"]
    assert frontend["ISOTHERM_PUBLIC_URL"] == public
    assert frontend["ISOTHERM_OIDC_ISSUER"] == api["ISOTHERM_OIDC_ISSUER"] == issuer
    inside = "http://isotherm-keycloak:8080/idp/realms/isotherm"
    assert frontend["ISOTHERM_OIDC_INTERNAL_URL"] == inside
    assert api["ISOTHERM_OIDC_INTERNAL_URL"] == inside


def test_a_realm_elsewhere_can_have_two_addresses() -> None:
    external = {"issuer": "https://sso.example.org/realms/cold/"}
    keycloak: dict[str, Any] = {"enabled": False, "external": external}
    values = {"keycloak": keycloak, "realm": {"enabled": False}}
    api = one(render(values), "ConfigMap", "-api")["data"]
    assert api["ISOTHERM_OIDC_ISSUER"] == "https://sso.example.org/realms/cold"
    assert api["ISOTHERM_OIDC_INTERNAL_URL"] == "https://sso.example.org/realms/cold"
    keycloak["external"] = external | {"internalIssuer": "http://sso.sso:8080/realms/cold"}
    api = one(render(values), "ConfigMap", "-api")["data"]
    assert api["ISOTHERM_OIDC_ISSUER"] == "https://sso.example.org/realms/cold"
    assert api["ISOTHERM_OIDC_INTERNAL_URL"] == "http://sso.sso:8080/realms/cold"


@pytest.mark.parametrize("values", [INGRESS, GATEWAY], ids=["ingress", "gateway"])
def test_each_path_is_routed_once(values: dict[str, Any]) -> None:
    paths = [path for path, _ in _routes(render(values))]
    assert len(paths) == len(set(paths))


@pytest.mark.parametrize("values", [INGRESS, GATEWAY], ids=["ingress", "gateway"])
def test_grafana_is_public_and_its_metrics_are_not(values: dict[str, Any]) -> None:
    routes = _routes(render(values))
    assert _serves(routes, "/grafana/login") == "isotherm-grafana"
    assert _serves(routes, "/grafana/metrics") == "isotherm-frontend"
