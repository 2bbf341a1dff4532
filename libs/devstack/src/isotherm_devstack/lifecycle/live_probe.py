"""Log in as a browser does, and check that the overview has live values."""

import asyncio
import html
import re
import time
from typing import Any

import httpx

from isotherm_devstack.errors import NoLiveValuesError
from isotherm_devstack.host.web import loopback_client

_FRESH_MS = 60_000
_FORM = re.compile(r"<form[^>]*\bid=\"kc-form-login\"[^>]*>", re.DOTALL)
_ACTION = re.compile(r"\baction=\"([^\"]+)\"")


def browser(base_url: str) -> httpx.AsyncClient:
    """Return a client that keeps cookies and follows redirects as a browser on localhost does."""

    async def keep_secure_cookies(_: httpx.Response) -> None:
        # browsers send Secure cookies to http://localhost; httpx does not
        for cookie in client.cookies.jar:
            cookie.secure = False

    client = loopback_client(
        base_url=base_url,
        follow_redirects=True,
        timeout=30,
        event_hooks={"response": [keep_secure_cookies]},
    )
    return client


async def log_in(client: httpx.AsyncClient, username: str, password: str) -> None:
    """Log in from the frontend's first page through Keycloak's form.

    Raise NoLiveValuesError if there is no form or the login does not end at the frontend.
    """
    page = await client.get("/")
    form = _FORM.search(page.text)
    action = _ACTION.search(form.group()) if form else None
    if action is None:
        raise NoLiveValuesError(f"no login form at {page.url} (status {page.status_code})")
    fields = {"username": username, "password": password}
    response = await client.post(html.unescape(action.group(1)), data=fields)
    if response.status_code != 200 or response.url.host != client.base_url.host:
        raise NoLiveValuesError(f"login ended at {response.url} (status {response.status_code})")


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
    frontend: str, username: str, password: str, timeout_s: float, *, least: int = 1
) -> int:
    """Log in, and wait until the overview has live values of `least` sensors; return how many.

    Raise NoLiveValuesError, with the last problem, after the timeout.
    """
    deadline = time.monotonic() + timeout_s
    problem = "nothing answered"
    async with browser(frontend) as client:
        logged_in = False
        while time.monotonic() < deadline:
            try:
                if not logged_in:
                    await log_in(client, username, password)
                    logged_in = True
                count, problem = await _count_live(client)
                if count is not None and count >= least:
                    return count
            except NoLiveValuesError as error:
                problem = str(error)
            except httpx.HTTPError as error:
                problem = repr(error)
            await asyncio.sleep(0.5)
    raise NoLiveValuesError(f"the overview shows no live values after {timeout_s:.0f} s: {problem}")


async def _count_live(client: httpx.AsyncClient) -> tuple[int | None, str]:
    """Return the number of sensors with a live value, or None, and the answer in words."""
    response = await client.get("/api/v1/sensors")
    if response.status_code != 200:
        return None, f"/api/v1/sensors answered {response.status_code}: {response.text[:300]}"
    count = len(live(response.json(), int(time.time() * 1000)))
    return count, f"{count} sensors have a value of the last minute"
