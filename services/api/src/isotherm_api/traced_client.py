"""The HTTP client for Keycloak: each request is timed and a span, and tells Keycloak its trace."""

import time
from typing import Any

import httpx

from isotherm.process import tracing
from isotherm_api.metrics import KEYCLOAK_SECONDS

_WORDS = frozenset(
    {"protocol", "openid-connect", "certs", "token", "users", "groups", "children", "members"}
)
_BY_PATH = "group-by-path"
_DEEPEST = 4


class TracedClient(httpx.AsyncClient):
    """Makes spans named by method and kind of address, without ids, names and searches."""

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request; result and errors as for `httpx.AsyncClient.send`."""
        began, result = time.perf_counter(), "unanswered"
        try:
            response = await self._send_in_span(request, **options)
            result = result_of(response.status_code)
            return response
        finally:
            KEYCLOAK_SECONDS.labels(result).observe(time.perf_counter() - began)

    async def _send_in_span(self, request: httpx.Request, **options: Any) -> httpx.Response:
        if not tracing.is_on():
            return await super().send(request, **options)
        template = template_of(request.url.path)
        attributes = {
            "http.request.method": request.method,
            "url.template": template,
            "server.address": request.url.host,
        }
        name = f"Keycloak {request.method} {template}"
        with tracing.child(name, kind="client", attributes=attributes) as span:
            if (traceparent := tracing.traceparent()) is not None:
                request.headers["traceparent"] = traceparent
            response = await super().send(request, **options)
            span.set("http.response.status_code", response.status_code)
            if response.status_code >= 400:
                span.fail(str(response.status_code))
            return response


def result_of(status: int) -> str:
    """Return how Keycloak answered, as the metric says it."""
    if status < 400:
        return "answered"
    return "refused" if status < 500 else "failed"


def template_of(path: str) -> str:
    """Return the kind of an address below a realm, such as `groups/{id}/members`."""
    parts = path.partition("/realms/")[2].split("/")[1:]
    if parts[:1] == [_BY_PATH]:
        return f"{_BY_PATH}/{{path}}"
    return "/".join(part if part in _WORDS else "{id}" for part in parts[:_DEEPEST])
