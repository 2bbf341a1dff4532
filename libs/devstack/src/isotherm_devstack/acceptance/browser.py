"""Signing in as a browser does: by the page's redirects, Keycloak's form and cookies."""

import base64
import hashlib
import html
import re
import secrets
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from isotherm_devstack.acceptance.errors import FailedError
from isotherm_devstack.acceptance.settings import Account, Target

_ACTION = re.compile(r'action="([^"]+)"')
_SEEN = (302, 303)
CLIENT = "isotherm-web"


async def _pass_form(browser: httpx.AsyncClient, url: str, account: Account) -> str:
    """Fill in Keycloak's form at an authorization URL; return where it redirects to."""
    page = await browser.get(url)
    if page.status_code in _SEEN:
        return page.headers["location"]
    action = _ACTION.search(page.text)
    if page.status_code != 200 or action is None:
        raise FailedError(
            f"Keycloak shows no form at {url.partition('?')[0]}: {page.status_code}; does its"
            " hostname agree with publicUrl?"
        )
    form = {"username": account.username, "password": account.password}
    answer = await browser.post(html.unescape(action[1]), data=form)
    if answer.status_code not in _SEEN:
        raise FailedError(f"Keycloak did not accept {account.username}: {answer.status_code}")
    return answer.headers["location"]


async def sign_in(browser: httpx.AsyncClient, target: Target, account: Account) -> None:
    """Sign in at the pages; the client then holds the cookie of the session."""
    login = await browser.get(f"{target.public_url}/auth/login")
    where = login.headers.get("location", "")
    if login.status_code not in _SEEN or not where.startswith(target.keycloak_public_url):
        raise FailedError(
            f"the pages do not lead to {target.keycloak_public_url}, but to"
            f" {where.partition('?')[0] or login.status_code}; see the log of frontend"
        )
    back = await _pass_form(browser, where, account)
    callback = await browser.get(back)
    if callback.status_code not in _SEEN or "/signed-out" in callback.headers["location"]:
        raise FailedError(
            f"the pages did not accept the sign-in: {callback.status_code}"
            f" {callback.headers.get('location', '')}; see the log of frontend"
        )
    browser.headers["origin"] = target.public_url


async def token(browser: httpx.AsyncClient, target: Target, account: Account) -> str:
    """Return an access token by the same flow, which frontend otherwise keeps to itself."""
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
    redirect = f"{target.public_url}/auth/callback"
    asked = {
        "client_id": CLIENT,
        "response_type": "code",
        "redirect_uri": redirect,
        "scope": "openid",
        "state": secrets.token_urlsafe(16),
        "code_challenge": challenge.rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    public = f"{target.keycloak_public_url}/realms/{target.realm}/protocol/openid-connect"
    back = await _pass_form(browser, f"{public}/auth?{urlencode(asked)}", account)
    answered = parse_qs(urlsplit(back).query)
    if "code" not in answered:
        raise FailedError(f"Keycloak gave no code: {answered.get('error', back)}")
    answer = await browser.post(
        f"{public}/token",
        data={
            "grant_type": "authorization_code",
            "code": answered["code"][0],
            "redirect_uri": redirect,
            "code_verifier": verifier,
            "client_id": CLIENT,
            "client_secret": target.client_secret,
        },
    )
    if answer.status_code != 200:
        raise FailedError(f"Keycloak gave no token: {answer.status_code} {answer.text[:200]}")
    return str(answer.json()["access_token"])
