"""Alerts as Prometheus has them, within a bound of time, bytes and number."""

import asyncio
import re
from datetime import datetime
from typing import Annotated, Literal

import httpx
from pydantic import BaseModel, BeforeValidator, Field, ValidationError

TIMEOUT_S = 2.0
MOST_BYTES = 1_048_576
MOST_ALERTS = 100
WATCHDOG = "IsothermWatchdog"
"""Always fires while Prometheus evaluates the rules."""
OURS = "Isotherm"
"""The begin of the name of each alert of Isotherm's rules."""

_LONGEST = 500
Cut = Annotated[
    str, BeforeValidator(lambda text: text[:_LONGEST] if isinstance(text, str) else text)
]


class PrometheusError(Exception):
    """Prometheus did not answer as it should; the message says how, fit to be shown."""


class _Labels(BaseModel):
    alertname: Cut
    severity: Cut = "warning"


class _Annotations(BaseModel):
    summary: Cut = ""
    runbook_url: Cut = ""


class PrometheusAlert(BaseModel):
    """One alert that is pending or fires."""

    labels: _Labels
    annotations: _Annotations = _Annotations()
    state: Literal["pending", "firing"]
    since: datetime | None = Field(default=None, alias="activeAt")

    @property
    def runbook(self) -> str:
        """The name of its runbook: its own name in kebab case."""
        name = self.labels.alertname.removeprefix(OURS)
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


class _Data(BaseModel):
    alerts: list[PrometheusAlert]


class _Answer(BaseModel):
    status: Literal["success"]
    data: _Data


class Prometheus:
    """Asks one Prometheus for the alerts of Isotherm's rules."""

    def __init__(
        self, client: httpx.AsyncClient, url: str, *, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._client, self._url = client, f"{url.rstrip('/')}/api/v1/alerts"
        self._timeout_s = timeout_s

    async def fetch_alerts(self) -> list[PrometheusAlert]:
        """Return its alerts, the watchdog among them; raise PrometheusError."""
        try:
            async with asyncio.timeout(self._timeout_s):
                body = await self._read()
        except TimeoutError:
            raise PrometheusError(f"no answer within {self._timeout_s:g} s") from None
        except httpx.HTTPStatusError as error:
            raise PrometheusError(f"status {error.response.status_code}") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise PrometheusError(_reason(error)) from None
        try:
            alerts = _Answer.model_validate_json(body).data.alerts
        except (ValidationError, RecursionError):
            raise PrometheusError("the answer is not one of Prometheus") from None
        return [alert for alert in alerts if alert.labels.alertname.startswith(OURS)]

    async def _read(self) -> bytes:
        async with self._client.stream("GET", self._url) as response:
            response.raise_for_status()
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise PrometheusError("the answer is too long")
        return bytes(body)


def _reason(error: Exception) -> str:
    """Return why there is no answer, without an address or what a URL holds."""
    match error:
        case httpx.ConnectError():
            return "cannot be reached"
        case httpx.TimeoutException():
            return "no answer in time"
        case _:
            return "the connection broke off"
