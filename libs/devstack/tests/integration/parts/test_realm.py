"""The imported realm grants no lasting session, no password grant and no self-chosen address."""

import html
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from isotherm_devstack.parts.realm import TEST_CLIENT
from isotherm_devstack.testing.identity import CLIENT_SECRET, WEB_URL, Identity, password_of

# RFC 7636, appendix B
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
OFFLINE = "offline_access"


@pytest_asyncio.fixture(loop_scope="session")
async def admin(keycloak: Identity) -> AsyncIterator[httpx.AsyncClient]:
    """Keycloak's administration of the realm."""
    async with await keycloak.admin() as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    """A browser without cookies yet."""
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


async def _read(admin: httpx.AsyncClient, path: str) -> Any:
    response = await admin.get(path)
    response.raise_for_status()
    return response.json()


def _question(client: str, redirect_uri: str, **more: str) -> dict[str, str]:
    """Return the parameters of an authorization request."""
    return {
        "client_id": client,
        "redirect_uri": redirect_uri,
        "response_type": "code",
        "scope": "openid profile email",
        "state": "state",
        "nonce": "nonce",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    } | more


async def _log_in(
    browser: httpx.AsyncClient, keycloak: Identity, username: str, question: dict[str, str]
) -> httpx.Response:
    """Fill in the login form; return its response, usually the redirect to the client."""
    form = await browser.get(f"{keycloak.issuer}/protocol/openid-connect/auth", params=question)
    action = re.search(r'id="kc-form-login"[^>]*action="([^"]+)"', form.text)
    assert action, form.text
    for cookie in browser.cookies.jar:  # browsers send Secure cookies to localhost, httpx does not
        cookie.secure = False
    answers = {"username": username, "password": password_of(username)}
    return await browser.post(html.unescape(action.group(1)), data=answers)


async def _access_token(
    browser: httpx.AsyncClient, keycloak: Identity, username: str, client: str, redirect_uri: str
) -> str:
    question = _question(client, redirect_uri)
    answer = await _log_in(browser, keycloak, username, question)
    code = httpx.URL(answer.headers["location"]).params["code"]
    form = {
        "grant_type": "authorization_code",
        "client_id": client,
        "redirect_uri": redirect_uri,
        "code": code,
        "code_verifier": VERIFIER,
    }
    tokens = await browser.post(f"{keycloak.issuer}/protocol/openid-connect/token", data=form)
    tokens.raise_for_status()
    return str(tokens.json()["access_token"])


async def test_no_client_may_ask_for_offline_access(admin: httpx.AsyncClient) -> None:
    created = await admin.post("/clients", json={"clientId": "made-later", "publicClient": True})
    try:
        scopes = {
            client["clientId"]: client["defaultClientScopes"] + client["optionalClientScopes"]
            for client in await _read(admin, "/clients")
        }
    finally:
        await admin.delete(created.headers["location"])
    assert "made-later" in scopes
    assert [client for client, names in scopes.items() if OFFLINE in names] == []
    assert sorted(scopes["isotherm-web"]) == ["basic", "email", "profile"]


async def test_nobody_has_the_offline_role(admin: httpx.AsyncClient) -> None:
    assert await _read(admin, f"/roles/{OFFLINE}/users") == []
    default = (await _read(admin, ""))["defaultRole"]["name"]
    names = {role["name"] for role in await _read(admin, f"/roles/{default}/composites")}
    assert "view-profile" in names
    assert OFFLINE not in names


@pytest.mark.parametrize("scope", ["openid offline_access", "offline_access openid profile"])
async def test_a_browser_that_asks_for_offline_access_is_refused(
    keycloak: Identity, browser: httpx.AsyncClient, scope: str
) -> None:
    question = _question("isotherm-web", f"{WEB_URL}/auth/callback", scope=scope)
    url = f"{keycloak.issuer}/protocol/openid-connect/auth"
    answer = await browser.get(url, params=question)
    assert httpx.URL(answer.headers["location"]).params["error"] == "invalid_scope"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/auth/callback", 200),
        ("/auth/callback/", 400),
        ("/auth/callback/more", 400),
        ("/auth/callback?a=b", 400),
        ("/auth/login", 400),
        ("/signed-out", 400),
        ("/", 400),
        ("", 400),
    ],
)
async def test_only_the_callback_receives_a_code(
    keycloak: Identity, browser: httpx.AsyncClient, path: str, status: int
) -> None:
    question = _question("isotherm-web", WEB_URL + path)
    url = f"{keycloak.issuer}/protocol/openid-connect/auth"
    assert (await browser.get(url, params=question)).status_code == status


@pytest.mark.parametrize(
    ("path", "status"), [("/signed-out", 302), ("/", 400), ("/signed-out/x", 400), ("/x", 400)]
)
async def test_only_the_signed_out_page_follows_a_sign_out(
    keycloak: Identity, browser: httpx.AsyncClient, path: str, status: int
) -> None:
    question = {"client_id": "isotherm-web", "post_logout_redirect_uri": WEB_URL + path}
    url = f"{keycloak.issuer}/protocol/openid-connect/logout"
    assert (await browser.get(url, params=question)).status_code == status


async def test_a_password_alone_gives_no_token(
    keycloak: Identity, admin: httpx.AsyncClient, browser: httpx.AsyncClient
) -> None:
    clients = await _read(admin, "/clients")
    direct = [c["clientId"] for c in clients if c["directAccessGrantsEnabled"]]
    assert direct == [TEST_CLIENT]
    form = {
        "grant_type": "password",
        "username": "vera",
        "password": password_of("vera"),
        "client_secret": CLIENT_SECRET,
    }
    url = f"{keycloak.issuer}/protocol/openid-connect/token"
    for client in clients:
        if client["clientId"] != TEST_CLIENT:
            answer = await browser.post(url, data=form | {"client_id": client["clientId"]})
            assert answer.status_code in {400, 401}, client["clientId"]


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("email", "newhire@example.invalid"),
        ("username", "newhire"),
        ("firstName", "Newhire"),
        ("lastName", "Newhire"),
    ],
)
async def test_people_cannot_change_by_what_they_are_known(
    keycloak: Identity,
    admin: httpx.AsyncClient,
    browser: httpx.AsyncClient,
    attribute: str,
    value: str,
) -> None:
    account = f"{keycloak.issuer}/account"
    token = await _access_token(browser, keycloak, "nils", "account-console", f"{account}/")
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    profile = await browser.get(f"{account}/", headers=headers)
    assert profile.status_code == 200, profile.text
    changed = profile.json() | {attribute: value}
    answer = await browser.post(f"{account}/", headers=headers, json=changed)
    (nils,) = await _read(admin, "/users?username=nils&exact=true")
    assert nils[attribute] == profile.json()[attribute]
    assert answer.status_code == 400


async def test_no_page_of_the_login_changes_an_address(
    keycloak: Identity, admin: httpx.AsyncClient, browser: httpx.AsyncClient
) -> None:
    question = _question("isotherm-web", f"{WEB_URL}/auth/callback", kc_action="UPDATE_PROFILE")
    answer = await _log_in(browser, keycloak, "nils", question)
    page = await browser.get(answer.headers["location"])
    fields = re.findall(r'<input type="text"[^>]*>', page.text)
    assert len(fields) == 3
    assert all("disabled" in field for field in fields)
    action = await _read(admin, "/authentication/required-actions/UPDATE_EMAIL")
    assert action["enabled"] is False
