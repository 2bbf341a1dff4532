"""The requests of the check: a site, a sensor and a device of its own, and one reading."""

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiomqtt
import httpx

from isotherm_devstack.acceptance.errors import FailedError
from isotherm_devstack.acceptance.settings import Target
from isotherm_devstack.simulate.link import Broker, Link, Receipt, RefusedError

NAME = "helm-test"
"""The site, its sensor and its device; they stay between checks, archived and removed."""
SENSOR = f"{NAME}/{NAME}"
WAIT_S = 60.0
_PAUSE_S = 0.5
_ANY = {"if-match": "*"}


class Api:
    """Requests to the API, through the pages or directly."""

    def __init__(self, http: httpx.AsyncClient, base: str, headers: dict[str, str]) -> None:
        self._http, self._base, self._headers = http, base, headers

    async def send(self, method: str, path: str, *codes: int, **options: Any) -> httpx.Response:
        """Send a request; raise FailedError unless the answer has one of these codes."""
        headers = self._headers | options.pop("headers", {})
        url = f"{self._base}/api/v1{path}"
        try:
            answer = await self._http.request(method, url, headers=headers, **options)
        except httpx.HTTPError as error:
            raise FailedError(f"{method} {url}: {error!r}") from None
        if answer.status_code not in (codes or (200,)):
            raise FailedError(f"{method} {url}: {answer.status_code} {answer.text[:300]}")
        return answer

    async def get(self, path: str, **options: Any) -> Any:
        """Return the document at a path."""
        return (await self.send("GET", path, **options)).json()


async def until(failure: str, look: Callable[[], Awaitable[bool]], within: float = WAIT_S) -> None:
    """Wait until something is seen; raise FailedError that says what was not."""
    end = time.monotonic() + within
    while not await look():
        if time.monotonic() > end:
            raise FailedError(f"{failure} within {within:.0f} s")
        await asyncio.sleep(_PAUSE_S)


async def prepare_site(api: Api) -> None:
    """Make the site and the sensor, or show them again."""
    site = await api.send("GET", f"/sites/{NAME}", 200, 404)
    if site.status_code == 404:
        body = {"name": "Helm test", "slug": NAME, "time_zone": "UTC"}
        await api.send("POST", "/sites", 201, json=body)
    elif site.json()["archived"] is not None:
        await api.send("PATCH", f"/sites/{NAME}", json={"archived": False}, headers=_ANY)
    if (await api.send("GET", f"/sensors/{SENSOR}", 200, 404)).status_code == 404:
        body = {"site": NAME, "name": "Helm test", "slug": NAME}
        await api.send("POST", "/sensors", 201, json=body)


async def register(api: Api) -> str | None:
    """Register the device, or restore it with a new password; return the password.

    None: somebody else makes the accounts at the broker.
    """
    device = await api.send("GET", f"/devices/{NAME}", 200, 404)
    if device.status_code == 404:
        credential = await api.send("POST", "/devices", 201, json={"site": NAME, "name": NAME})
    else:
        if device.json()["removed"] is not None:
            body: dict[str, Any] = {"removed": False, "site": NAME}
            await api.send("PATCH", f"/devices/{NAME}", json=body, headers=_ANY)
        credential = await api.send("POST", f"/devices/{NAME}/credential", 200, 201, headers=_ANY)
    password: str | None = credential.json()["password"]
    return password


async def wait_for_account(api: Api) -> None:
    """Wait until the broker has the device's account."""

    async def look() -> bool:
        credential = (await api.get(f"/devices/{NAME}"))["credential"]
        if credential["state"] in ("failed", "expired"):
            raise FailedError(f"the broker did not take the account: {credential['error']}")
        return bool(credential["state"] == "applied")

    await until("worker did not make the device's account at the broker (see its log)", look)


async def publish(target: Target, password: str, value: float, at: int) -> None:
    """Publish one reading as the device; `at` is its time in ms."""
    host, port = target.broker
    status = f"sensors/{NAME}/status"
    tls = _any_certificate() if target.broker_tls else None
    try:
        async with Link(Broker(host, port), NAME, password, status, tls) as link:
            text = f'{{"value": {value}, "time": {at}}}'
            receipt = await link.deliver(f"sensors/{NAME}/temperature", text)
    except RefusedError as error:
        raise FailedError(str(error)) from None
    except (aiomqtt.MqttError, OSError) as error:
        raise FailedError(f"the broker at {host}:{port}: {error}") from None
    if receipt is Receipt.NOBODY:
        raise FailedError("the broker has no subscriber, so the reading is lost: ingest is away")


def _any_certificate() -> ssl.SSLContext:
    """Return a TLS context for a service whose certificate names the public host."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


async def install(api: Api, at: int) -> None:
    """Install the device's channel on the sensor, once ingest has made it."""
    body = {"device": NAME, "channel": "temperature", "from": at, "replace": True}

    async def look() -> bool:
        path = f"/sensors/{SENSOR}/installations"
        return (await api.send("POST", path, 201, 404, 422, json=body)).status_code == 201

    await until("ingest stored nothing of the device (see its log)", look)


async def wait_for_value(api: Api, value: float, at: int) -> None:
    """Wait until the sensor's latest reading is the one that was published."""

    async def look() -> bool:
        latest = (await api.get(f"/sensors/{SENSOR}"))["latest"]
        return latest is not None and (latest["time"], latest["value"]) == (at, value)

    await until("the sensor does not show the reading", look)


async def read_back(api: Api, value: float, at: int) -> None:
    """Find the reading in the sensor's history."""
    asked = {"sensor": SENSOR, "from": at - 1000, "to": at + 1000, "points": 100}
    (series,) = (await api.get("/series", params=asked))["sensors"]
    if (at, value) not in zip(series["time"], series["avg"], strict=True):
        raise FailedError(f"the history of {SENSOR} lacks {value} at {at}: {series['time']}")


async def clear(api: Api) -> None:
    """Remove the device and archive the site; their history stays."""
    await api.send("DELETE", f"/devices/{NAME}", 200, 204, 404, 409, headers=_ANY)
    body = {"archived": True}
    await api.send("PATCH", f"/sites/{NAME}", 200, 404, json=body, headers=_ANY)
