"""Sessions and tokens of the demo's people, got without a browser but by the same requests."""

import base64
import hashlib
import html
import re
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from e2e_stack import Stack
from isotherm_devstack.host.web import loopback_client

CLIENT = "isotherm-web"
TIMEOUT_S = 60
"""A hang limit."""
_ACTION = re.compile(r'action="([^"]+)"')


def plain_client(**options: Any) -> httpx.AsyncClient:
    """Return an HTTP client that follows no redirect and knows no proxy.

    As browsers do on loopback, it sends cookies marked Secure over http, too.
    """
    client = loopback_client(timeout=TIMEOUT_S, **options)

    async def treat_loopback_as_secure(_: httpx.Response) -> None:
        for cookie in client.cookies.jar:
            cookie.secure = False

    client.event_hooks = {"response": [treat_loopback_as_secure]}
    return client


async def pass_form(client: httpx.AsyncClient, url: str, username: str, password: str) -> str:
    """Fill in Keycloak's form at an authorization URL; return where it redirects the browser.

    Raise AssertionError if Keycloak shows something else than its form, or the form again.
    """
    page = await client.get(url)
    if page.status_code in (302, 303):
        return page.headers["location"]
    action = _ACTION.search(page.text)
    assert action is not None, f"{page.status_code}: {page.text[:300]}"
    form = {"username": username, "password": password}
    answer = await client.post(html.unescape(action[1]), data=form)
    assert answer.status_code in (302, 303), f"{answer.status_code}: not signed in"
    return answer.headers["location"]


@asynccontextmanager
async def signed_in(
    stack: Stack, username: str, amend: Callable[[str], str] = str
) -> AsyncIterator[httpx.AsyncClient]:
    """Yield a client with the session of someone at the frontend, its own origin in each request.

    `amend` may change the authorization URL, as whoever sits at the browser may.
    """
    async with plain_client(base_url=stack.frontend) as client:
        login = await client.get("/auth/login")
        url = amend(login.headers["location"])
        back = await pass_form(client, url, username, stack.password_of(username))
        await client.get(back)
        client.headers["origin"] = stack.frontend
        yield client


def session_cookies(client: httpx.AsyncClient) -> dict[str, str]:
    """Return the cookies of the frontend's session, to be shown again by a thief."""
    return {c.name: c.value or "" for c in client.cookies.jar if "isotherm" in c.name}


async def tokens_of(stack: Stack, username: str, scope: str = "openid") -> dict[str, Any]:
    """Return the answer of the token endpoint to a login of this person, as the frontend gets."""
    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    redirect = f"{stack.frontend}/auth/callback"
    asked = {
        "client_id": CLIENT,
        "response_type": "code",
        "redirect_uri": redirect,
        "scope": scope,
        "state": secrets.token_urlsafe(16),
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    endpoint = f"{stack.realm}/protocol/openid-connect"
    async with plain_client() as client:
        url = f"{endpoint}/auth?{urlencode(asked)}"
        back = await pass_form(client, url, username, stack.password_of(username))
        form = {
            "grant_type": "authorization_code",
            "code": parse_qs(urlsplit(back).query)["code"][0],
            "redirect_uri": redirect,
            "code_verifier": verifier,
            "client_id": CLIENT,
            "client_secret": stack.secret("single", "web_client_secret"),
        }
        answer = await client.post(f"{endpoint}/token", data=form)
        answer.raise_for_status()
        tokens: dict[str, Any] = answer.json()
        return tokens


async def token_of(stack: Stack, username: str) -> str:
    """Return a fresh access token of this person."""
    return str((await tokens_of(stack, username))["access_token"])


async def administrator_token(stack: Stack) -> str:
    """Return an access token of Keycloak's administrator, from its own realm."""
    form = {
        "grant_type": "password",
        "client_id": "admin-cli",
        "username": "admin",
        "password": stack.secret("single", "keycloak_admin"),
    }
    master = f"{stack.keycloak}/realms/master/protocol/openid-connect/token"
    async with plain_client() as client:
        answer = await client.post(master, data=form)
        answer.raise_for_status()
        return str(answer.json()["access_token"])


def bearer(token: str) -> dict[str, str]:
    """Return the header that carries a token."""
    return {"Authorization": f"Bearer {token}"}
