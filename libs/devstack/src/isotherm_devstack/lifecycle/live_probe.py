"""Asks what a person would see: logs in as the browser does, and wants live values."""

import asyncio
import html
import re
import time
from typing import Any

import httpx

from isotherm_devstack.errors import NoLiveValuesError

_FRESH_MS = 60_000
_FORM = re.compile(r"<form[^>]*\bid=\"kc-form-login\"[^>]*>", re.DOTALL)
_ACTION = re.compile(r"\baction=\"([^\"]+)\"")


def browser(base_url: str) -> httpx.AsyncClient:
    """Return a client that keeps cookies and follows redirects as a browser on localhost does."""

    async def keep_secure_cookies(_: httpx.Response) -> None:
        # browsers send Secure cookies to http://localhost; httpx does not
        for cookie in client.cookies.jar:
            cookie.secure = False

    client = httpx.AsyncClient(
        base_url=base_url,
        follow_redirects=True,
        timeout=30,
        trust_env=False,
        event_hooks={"response": [keep_secure_cookies]},
    )
    return client


async def log_in(client: httpx.AsyncClient, username: str, password: str) -> None:
    """Log in from the frontend's first page through Keycloak's form.

    Raises NoLiveValuesError where there is no form or the way back does not end at the frontend.
    """
    page = await client.get("/")
    form = _FORM.search(page.text)
    action = _ACTION.search(form.group()) if form else None
    if action is None:
        raise NoLiveValuesError(f"no login form at {page.url} (status {page.status_code})")
    filled = {"username": username, "password": password}
    landed = await client.post(html.unescape(action.group(1)), data=filled)
    if landed.status_code != 200 or landed.url.host != client.base_url.host:
        raise NoLiveValuesError(f"login ended at {landed.url} (status {landed.status_code})")


def live(sensors: dict[str, Any], now_ms: int) -> list[str]:
    """Return the ids of the sensors whose latest value is less than a minute old."""
    return [
        sensor["id"]
        for sensor in sensors["items"]
        if sensor["latest"] is not None
        and sensor["latest"]["value"] is not None
        and abs(now_ms - sensor["latest"]["time"]) < _FRESH_MS
    ]


async def until_live(
    frontend: str, username: str, password: str, timeout_s: float, *, fewest: int = 1
) -> int:
    """Wait until a logged-in overview request gives live values; return of how many sensors.

    `fewest` is how many are enough; 0 where nothing sends. Raises NoLiveValuesError, saying how
    far it came, when the time is up.
    """
    deadline = time.monotonic() + timeout_s
    so_far = "nothing answered"
    async with browser(frontend) as client:
        signed_in = False
        while time.monotonic() < deadline:
            try:
                if not signed_in:
                    await log_in(client, username, password)
                    signed_in = True
                answer = await client.get("/api/v1/sensors")
                if answer.status_code == 200:
                    found = len(live(answer.json(), int(time.time() * 1000)))
                    if found >= fewest:
                        return found
                    so_far = f"{found} sensors have a value of the last minute"
                else:
                    so_far = f"/api/v1/sensors answered {answer.status_code}: {answer.text[:300]}"
            except NoLiveValuesError as error:
                so_far = str(error)
            except httpx.HTTPError as error:
                so_far = repr(error)
            await asyncio.sleep(0.5)
    raise NoLiveValuesError(f"the overview shows nothing live after {timeout_s:.0f} s: {so_far}")
