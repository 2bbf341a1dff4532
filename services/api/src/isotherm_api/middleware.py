"""Middleware around every request: request id, access log, metrics, and the limit of its body."""

import logging
import re
import time
import uuid
from collections.abc import Callable, Mapping
from types import MappingProxyType

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from isotherm.process.log_fields import log_fields
from isotherm.process.tracing import Span
from isotherm_api import request_spans
from isotherm_api.handlers import from_error, render
from isotherm_api.metrics import Metrics
from isotherm_api.problem import TooLarge
from isotherm_api.request_spans import hardware_of, route_of

log = logging.getLogger("isotherm_api.access")
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
HEADER = "X-Request-Id"
_PATH_CHARACTERS = 300
"""Of a path that are logged: more than any route needs."""


class RequestScope:
    """Gives each request an id, logs and measures it, and answers any exception with a problem.

    Metrics and spans name a method that no route has `other`, as every name is a series of its own.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, methods: frozenset[str]) -> None:
        self._app, self._metrics, self._methods = app, metrics, methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        sent = headers.get(HEADER, "")
        request_id = sent if _ID.fullmatch(sent) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        method = scope["method"] if scope["method"] in self._methods else "other"
        span = request_spans.begin(method, headers.get("traceparent"), request_id)
        with log_fields(request_id=request_id), span:
            await self._handle(scope, receive, send, method, span)

    async def _handle(
        self, scope: Scope, receive: Receive, send: Send, method: str, span: Span
    ) -> None:
        request_id = scope["state"]["request_id"]
        status, started = 0, time.perf_counter()
        self._metrics.in_progress.inc()

        async def stamped(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                _end_turn(scope)  # what is sent for long takes nobody's turn
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[HEADER] = request_id
                headers.setdefault("Cache-Control", "no-store")
                headers["X-Content-Type-Options"] = "nosniff"
                request_spans.answer(span, method, scope, message)
            await send(message)

        try:
            await self._app(scope, receive, stamped)
        except Exception as error:
            log.exception("request failed")
            if status == 0:
                await render(from_error(error), request_id)(scope, receive, stamped)
            span.fail(type(error).__qualname__)
        finally:
            _end_turn(scope)
            self._metrics.in_progress.dec()
            seconds = time.perf_counter() - started
            self._metrics.requests.labels(route_of(scope), method, str(status)).observe(seconds)
            self._log_request(scope, status, seconds)

    def _log_request(self, scope: Scope, status: int, seconds: float) -> None:
        path = scope["path"][:_PATH_CHARACTERS]
        log.info(
            "%s %s %d",
            scope["method"],
            path,
            status,
            extra={
                "method": scope["method"],
                "path": path,
                "route": route_of(scope),
                "status": status,
                "seconds": round(seconds, 4),
                "subject": scope["state"].get("subject"),
                **hardware_of(scope),
            },
        )


def _end_turn(scope: Scope) -> None:
    """Let the next request of the same caller begin."""
    end: Callable[[], None] | None = scope["state"].get("end_turn")
    if end is not None:
        end()


class BodyLimit:
    """Rejects bodies that are too long, whether or not Content-Length says so.

    `larger` has the limits of paths that take files.
    """

    def __init__(
        self, app: ASGIApp, limit: int, larger: Mapping[str, int] = MappingProxyType({})
    ) -> None:
        self._app, self._limit, self._larger = app, limit, larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = Headers(scope=scope).get("Content-Length", "0")
        limit = self._larger.get(scope["path"], self._limit)
        detail = f"A request body may have at most {limit} bytes."
        if not length.isdigit() or len(length) > 15 or int(length) > limit:
            request_id = scope["state"]["request_id"]
            await render(TooLarge(detail), request_id)(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                # the only exception that FastAPI passes on while it reads a body
                raise HTTPException(TooLarge.status, detail)
            return message

        await self._app(scope, counted, send)
