"""The span of a request: from its head to the end of its response.

A response whose length is not known, such as a live stream or an export, may take hours: its span
ends with the response's head.
"""

from starlette.datastructures import Headers
from starlette.types import Message, Scope

from isotherm.process import tracing
from isotherm.process.tracing import Span

_PREFIX = "/api/v1"
_LONGEST = 100
"""Characters of a name from a path: more than any device or sensor has."""


def begin(method: str, traceparent: str | None, request_id: str) -> Span:
    """Start the span of a request, below the span of the frontend that sent it."""
    if not tracing.is_on():
        return tracing.NOTHING
    http_method = "_OTHER" if method == "other" else method
    return tracing.span(
        f"{method} request",
        kind="server",
        parent=tracing.parse_traceparent(traceparent),
        root=True,
        attributes={"http.request.method": http_method, "isotherm.request_id": request_id},
    )


def answer(span: Span, method: str, scope: Scope, head: Message) -> None:
    """Record the head of the response; end the span if the response may go on for long."""
    if not span.recording:
        return
    route, status = route_of(scope), int(head["status"])
    span.rename(f"{method} {route}" if route == UNMATCHED else f"{method} {_whole(route)}")
    if route != UNMATCHED:
        span.set("http.route", _whole(route))
    span.set("http.response.status_code", status)
    for name, value in hardware_of(scope).items():
        span.set(f"isotherm.{name}", value)
    if (subject := scope["state"].get("subject")) is not None:
        span.set("user.id", subject)
    if status >= 500:
        span.fail(str(status))
    if "content-length" not in Headers(raw=head["headers"]):
        span.end()


UNMATCHED = "unmatched"


def route_of(scope: Scope) -> str:
    """Return the route's template, so that there are few labels; `unmatched` without a route."""
    return str(getattr(scope.get("route"), "path", UNMATCHED))


def _whole(route: str) -> str:
    return route if route.startswith(_PREFIX) else _PREFIX + route


def hardware_of(scope: Scope) -> dict[str, str]:
    """Return the device or sensor that a request is about, as its path names them."""
    named = {key: str(value)[:_LONGEST] for key, value in scope.get("path_params", {}).items()}
    fields = {"device": named["device"]} if "device" in named else {}
    if {"site", "sensor"} <= named.keys():
        fields["sensor"] = f"{named['site']}/{named['sensor']}"
    return fields
