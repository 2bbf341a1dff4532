"""The product's realm has no password grant and no placeholder left."""

import json

import pytest
from realm_values import GRAFANA, VALUES

from isotherm.realm.creation import representation
from isotherm.realm.description import REALM_ROLES, Description, describe


@pytest.fixture
def described() -> Description:
    """The description with Grafana."""
    return describe(VALUES | GRAFANA)


def test_no_client_accepts_a_password(described: Description) -> None:
    clients = {client.name: client.representation for client in described.clients}
    assert {name for name, client in clients.items() if client["enabled"]} == {
        "isotherm-api",
        "isotherm-web",
        "isotherm-lookup",
        "isotherm-grafana",
    }
    for client in clients.values():
        assert client["directAccessGrantsEnabled"] is False
        assert client["implicitFlowEnabled"] is False
        assert client["fullScopeAllowed" if client["enabled"] else "publicClient"] is not None
    assert described.settings["revokeRefreshToken"] is False


def test_a_browser_is_sent_back_only_to_the_described_addresses(described: Description) -> None:
    clients = {client.name: client.representation for client in described.clients}
    uris = {name: client.get("redirectUris", []) for name, client in clients.items()}
    assert uris == {
        "isotherm-api": [],
        "isotherm-web": ["https://isotherm.example.org/auth/callback"],
        "isotherm-lookup": [],
        "admin-cli": [],
        "isotherm-grafana": ["https://isotherm.example.org/grafana/login/generic_oauth"],
    }
    for name in ("isotherm-web", "isotherm-grafana"):
        assert clients[name]["webOrigins"] == []
        assert clients[name]["publicClient"] is False
        assert clients[name]["attributes"]["pkce.code.challenge.method"] == "S256"
        assert clients[name]["optionalClientScopes"] == []


def test_values_are_filled_in_as_they_are(described: Description) -> None:
    web = next(client for client in described.clients if client.name == "isotherm-web")
    assert web.representation["secret"] == VALUES["ISOTHERM_OIDC_CLIENT_SECRET"]
    text = json.dumps(representation(describe(VALUES | {"ISOTHERM_OIDC_CLIENT_SECRET": "x"})))
    assert "${" not in text


def test_the_error_names_a_missing_value() -> None:
    with pytest.raises(KeyError, match="ISOTHERM_OIDC_CLIENT_SECRET"):
        describe({"ISOTHERM_PUBLIC_URL": "x"})


def test_without_grafana_its_client_is_unused() -> None:
    described = describe(VALUES)
    assert described.unused_clients == ("isotherm-grafana",)
    assert "isotherm-grafana" not in {client.name for client in described.clients}


def test_grafanas_tokens_are_not_for_the_api(described: Description) -> None:
    grafana = next(client for client in described.clients if client.name == "isotherm-grafana")
    (roles,) = grafana.representation["protocolMappers"]
    assert roles["config"]["claim.name"] == "roles"
    assert grafana.scope == {REALM_ROLES: frozenset({"admin"})}


def test_of_a_shared_realm_only_clients_and_the_role_are_owned(described: Description) -> None:
    shared = described.of_shared_realm()
    assert (shared.settings, shared.profile) == ({}, ())
    assert shared.roles == ({"name": "admin"},)
    assert "admin-cli" not in {client.name for client in shared.clients}
    assert len(shared.clients) == len(described.clients) - 1


def test_a_theme_is_owned_only_if_one_is_given() -> None:
    assert "loginTheme" not in describe(VALUES | {"ISOTHERM_LOGIN_THEME": ""}).settings
    assert describe(VALUES | {"ISOTHERM_LOGIN_THEME": "ours"}).settings["loginTheme"] == "ours"
    assert "loginTheme" not in describe(VALUES).settings
