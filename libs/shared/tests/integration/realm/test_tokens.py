"""A login in an applied realm gives the api exactly the claims that it demands."""

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from isotherm.realm.description import MAPPERS
from isotherm.realm.people import add_made, remove_made
from realm_parts import Realm

PASSWORD = "a-password-for-tests"  # noqa: S105  only in tests
VERIFIER = "v" * 64
_DIGEST = hashlib.sha256(VERIFIER.encode()).digest()
CHALLENGE = base64.urlsafe_b64encode(_DIGEST).decode().rstrip("=")
REDIRECT = "http://isotherm.example.org/auth/callback"


@pytest.fixture
def visitor(realm: Realm) -> Iterator[str]:
    """The name of an administrator who is in a group."""
    add_made(realm.admin, "visitor", PASSWORD, is_admin=True)
    group = realm.admin.create_group({"name": "oslo"})
    user_id = realm.admin.get_user_id("visitor")
    assert user_id is not None
    assert group is not None
    realm.admin.group_user_add(user_id, group)
    yield "visitor"
    remove_made(realm.admin, "visitor")
    realm.admin.delete_group(group)


def _claims(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return claims


def _tokens(realm: Realm, username: str, client: str, redirect: str, secret: str) -> dict[str, Any]:
    """Log in through Keycloak's pages as a browser does; return the token endpoint's answer."""
    endpoint = f"{realm.settings.keycloak_url}/realms/{realm.name}/protocol/openid-connect"
    question = {
        "client_id": client,
        "redirect_uri": redirect,
        "response_type": "code",
        "scope": "openid profile email",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    with httpx.Client(trust_env=False, timeout=60) as browser:
        page = browser.get(f"{endpoint}/auth", params=question)
        action = re.search(r'id="kc-form-login"[^>]*action="([^"]+)"', page.text)
        assert action, page.text
        for cookie in browser.cookies.jar:  # browsers send Secure cookies to localhost
            cookie.secure = False
        form = {"username": username, "password": PASSWORD}
        answer = browser.post(html.unescape(action[1]), data=form)
        assert answer.status_code == 302, answer.text
        (code,) = parse_qs(urlsplit(answer.headers["location"]).query)["code"]
        grant = {
            "grant_type": "authorization_code",
            "client_id": client,
            "client_secret": secret,
            "redirect_uri": redirect,
            "code": code,
            "code_verifier": VERIFIER,
        }
        tokens: dict[str, Any] = browser.post(f"{endpoint}/token", data=grant).json()
    return tokens


def test_tokens_leave_the_mappers_as_described(realm: Realm, visitor: str) -> None:
    """Keycloak completes the settings of a mapper that it uses; described ones are complete."""
    (web,) = (client for client in realm.described().clients if client.name == "isotherm-web")
    described = {mapper["name"]: mapper["config"] for mapper in web.representation[MAPPERS]}
    assert "groups" in described
    secret = realm.settings.oidc_client_secret.get_secret_value()
    assert "access_token" in _tokens(realm, visitor, "isotherm-web", REDIRECT, secret)
    kept = realm.client("isotherm-web")["protocolMappers"]
    assert {mapper["name"]: mapper["config"] for mapper in kept} == described


def test_an_access_token_is_for_the_api_alone(realm: Realm, visitor: str) -> None:
    secret = realm.settings.oidc_client_secret.get_secret_value()
    tokens = _tokens(realm, visitor, "isotherm-web", REDIRECT, secret)
    claims = _claims(tokens["access_token"])
    assert claims["iss"] == f"{realm.settings.keycloak_url}/realms/{realm.name}"
    assert claims["aud"] == "isotherm-api"
    assert claims["typ"] == "Bearer"
    assert claims["sub"] == realm.admin.get_user_id(visitor)
    assert claims["roles"] == ["admin"]
    assert claims["groups"] == ["/oslo"]
    assert claims["exp"] - claims["iat"] == 300
    assert not {"realm_access", "resource_access"} & claims.keys()
    assert not {"roles", "groups"} & _claims(tokens["id_token"]).keys()


def test_grafana_learns_who_is_an_administrator_and_gets_no_token_for_the_api(
    realm: Realm, visitor: str
) -> None:
    url, secret = "https://isotherm.example.org/grafana", "grafanas-secret"
    values = {"ISOTHERM_GRAFANA_URL": url, "ISOTHERM_GRAFANA_CLIENT_SECRET": secret}
    realm.apply(realm.described(**values))
    try:
        redirect = f"{url}/login/generic_oauth"
        tokens = _tokens(realm, visitor, "isotherm-grafana", redirect, secret)
    finally:
        realm.admin.delete_client(realm.client("isotherm-grafana")["id"])
    assert _claims(tokens["id_token"])["roles"] == ["admin"]
    access = _claims(tokens["access_token"])
    assert access["roles"] == ["admin"]
    assert "isotherm-api" not in access.get("aud", [])
    assert not {"realm_access", "resource_access"} & access.keys()


def test_the_look_up_account_may_look_up_and_nothing_else(realm: Realm) -> None:
    url = realm.settings.keycloak_url
    form = {
        "grant_type": "client_credentials",
        "client_id": "isotherm-lookup",
        "client_secret": realm.settings.oidc_lookup_client_secret.get_secret_value(),
    }
    with httpx.Client(trust_env=False, timeout=60) as client:
        answer = client.post(f"{url}/realms/{realm.name}/protocol/openid-connect/token", data=form)
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        codes = {
            path: client.get(f"{url}/admin/realms/{realm.name}/{path}").status_code
            for path in ("users", "groups", "roles", "clients", "events")
        }
    assert codes == {"users": 200, "groups": 200, "roles": 403, "clients": 403, "events": 403}
