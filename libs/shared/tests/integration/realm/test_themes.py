"""The sign-in pages wear Isotherm's theme where Keycloak has it, and Keycloak's own elsewhere."""

import re

import httpx
import pytest

from isotherm_devstack.testing.identity import Identity
from realm_parts import Realm


def _sign_in_page(url: str, realm: str) -> str:
    """Return the page that asks for name and password."""
    web = {
        "client_id": "isotherm-web",
        "response_type": "code",
        "scope": "openid",
        "redirect_uri": "http://isotherm.example.org/auth/callback",
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method": "S256",
    }
    page = httpx.get(f"{url}/realms/{realm}/protocol/openid-connect/auth", params=web)
    assert page.status_code == 200
    return page.text


def test_the_realm_gets_the_theme(keycloak: Identity, realm: Realm) -> None:
    plain = _sign_in_page(keycloak.url, realm.name)
    assert "isotherm.css" not in plain
    described = realm.described(ISOTHERM_LOGIN_THEME="isotherm")
    try:
        (line,) = realm.apply(described)
        assert line == f'realm {realm.name}: loginTheme: not set -> "isotherm"'
        assert realm.apply(described) == []
        # without the setting, the realm keeps what it has
        assert realm.apply() == []
        page = _sign_in_page(keycloak.url, realm.name)
    finally:
        realm.admin.update_realm(realm.name, {"loginTheme": ""})
    for field in ("username", "password", "kc-login"):
        assert f'id="{field}"' in page
    sheets = re.findall(r'<link href="([^"]+)" rel="stylesheet"', page)
    assert any("/isotherm.css?" in sheet for sheet in sheets)
    for sheet in [*sheets, *re.findall(r'<link rel="icon"[^>]* href="([^"]+)"', page)]:
        answer = httpx.get(keycloak.url + sheet)
        assert (sheet, answer.status_code) == (sheet, 200)


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_theme_that_keycloak_lacks_is_left_out(realm: Realm, dry_run: bool) -> None:
    described = realm.described(ISOTHERM_LOGIN_THEME="elsewhere")
    (line,) = realm.apply(described, dry_run=dry_run)
    assert line.startswith("the realm keeps its theme: this Keycloak has no theme elsewhere")
    assert "keycloak.v2" in line
    assert not realm.admin.get_realm(realm.name).get("loginTheme")
