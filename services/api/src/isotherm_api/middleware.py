"""Around every request: its id, its line in the log, its time, and the bound on its body."""

import logging
import re
import time
import uuid

from opentelemetry import trace
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from isotherm_api.metrics import Metrics
from isotherm_api.problem import TooLarge, from_error, render

log = logging.getLogger("isotherm_api.access")
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
HEADER = "X-Request-Id"
_tracer = trace.get_tracer("isotherm_api")


class RequestScope:
    """Gives each request an id, notes how it went, and lets no exception out."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = Headers(scope=scope).get(HEADER, "")
        request_id = sent if _ID.fullmatch(sent) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        status, started = 0, time.perf_counter()

        async def stamped(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[HEADER] = request_id
                headers.setdefault("Cache-Control", "no-store")
                headers["X-Content-Type-Options"] = "nosniff"
            await send(message)

        try:
            with _tracer.start_as_current_span(f"{scope['method']} request") as span:
                span.set_attribute("isotherm.request_id", request_id)
                await self._app(scope, receive, stamped)
                span.update_name(f"{scope['method']} {route_of(scope)}")
        except Exception as error:
            log.exception("request failed", extra={"request_id": request_id})
            if status == 0:
                await render(from_error(error), request_id)(scope, receive, stamped)
        finally:
            self._note(scope, request_id, status, time.perf_counter() - started)

    def _note(self, scope: Scope, request_id: str, status: int, seconds: float) -> None:
        route = route_of(scope)
        self._metrics.requests.labels(route, scope["method"], str(status)).observe(seconds)
        log.info(
            "%s %s %d",
            scope["method"],
            scope["path"],
            status,
            extra={
                "request_id": request_id,
                "method": scope["method"],
                "path": scope["path"],
                "route": route,
                "status": status,
                "seconds": round(seconds, 4),
                "subject": scope["state"].get("subject"),
            },
        )


def route_of(scope: Scope) -> str:
    """The route's template, so that labels stay few; `unmatched` where there is none."""
    return str(getattr(scope.get("route"), "path", "unmatched"))


class BodyLimit:
    """Refuses bodies longer than any request needs, whether they say their length or not."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app, self._limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = Headers(scope=scope).get("Content-Length", "0")
        detail = f"A body may have {self._limit} bytes."
        if not said.isdigit() or len(said) > 15 or int(said) > self._limit:
            request_id = scope["state"]["request_id"]
            await render(TooLarge(detail), request_id)(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                # FastAPI lets only this kind pass while it reads a body
                raise HTTPException(TooLarge.status, detail)
            return message

        await self._app(scope, counted, send)
