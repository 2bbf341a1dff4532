"""A connection of the HTTP server: bounds on what it sends besides bodies, and on its time.

uvicorn bounds neither the bytes of a request's line and headers nor how long it waits for the rest
of a request. Whatever is refused here has no route and, mostly, no caller, so it is counted and not
logged.
"""

import asyncio
import uuid
from enum import Enum, auto
from http import HTTPStatus
from typing import ClassVar

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from isotherm_api.bounds import ConnectionBounds
from isotherm_api.handlers import render
from isotherm_api.metrics import Metrics
from isotherm_api.problem import BadRequest, HeadTooLarge, Problem, Timeout, Unavailable

_PIECE = 16 * 1024
"""Bytes that are parsed before they are counted."""
_LINGER_S = 2.0
"""How long a refused client may go on sending, so that it can read the answer."""


class _Reading(Enum):
    """What the connection's next byte belongs to."""

    NOTHING = auto()
    HEAD = auto()
    BODY = auto()


class Connection(HttpToolsProtocol):
    """Refuses what is too long, too late or no HTTP with a problem document, then closes.

    A response that has begun is never mixed with a refusal: the connection only closes.
    """

    bounds: ClassVar[ConnectionBounds]
    metrics: ClassVar[Metrics]

    _reading = _Reading.NOTHING
    _unread = 0
    """Bytes since the last complete part of a request, without those of a body."""
    _requests = 0
    _latest: RequestResponseCycle | None = None
    _has_sent = False
    _refused = False
    _is_deaf = False
    """After a request for another protocol, what follows is no HTTP."""
    _deadline: asyncio.TimerHandle | None = None
    _awaited: tuple[_Reading, int] | None = None
    """What the deadline is for, and of which request."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn
        """Accept a connection, if there is room for one more."""
        super().connection_made(transport)
        if len(self.connections) > self.bounds.connections:
            self._refuse(Unavailable("The server has too many connections. Try again shortly."))
        else:
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the deadline."""
        self._cancel_deadline()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse what the client sent."""
        self._has_sent = True
        if not self._is_deaf:
            self._unset_keepalive_if_required()
        for start in range(0, len(data), _PIECE):
            if self._refused or self._is_deaf or self.transport.is_closing():
                return
            self._parse(data[start : start + _PIECE])
        if not self._refused:
            self._watch()

    def _parse(self, piece: bytes) -> None:
        self._unread += len(piece)
        try:
            self.parser.feed_data(piece)
        except httptools.HttpParserUpgrade:
            self._is_deaf = True
            if self._latest is not None:
                self._latest.keep_alive = False
        except httptools.HttpParserError as error:
            cause = error.__context__
            what = "The connection sent something that is not a valid HTTP request."
            self._refuse(cause if isinstance(cause, Problem) else BadRequest(what))
        else:
            if self._unread > self.bounds.head_bytes:
                self._refuse(self._too_large())

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self._reading = _Reading.HEAD
        self._requests += 1

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header; a trailer is dropped."""
        if self._reading is _Reading.HEAD:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Start to answer the request; raise a problem if its head is refused."""
        size, hosts = len(self.url), 0
        for name, value in self.headers:
            size += len(name) + len(value) + 4
            hosts += name == b"host"
        if size > self.bounds.head_bytes:
            raise self._too_large()
        if hosts > 1 or (hosts == 0 and self.parser.get_http_version() == "1.1"):
            raise BadRequest("A request needs exactly one Host header.")
        super().on_headers_complete()
        self._latest = self.cycle
        self._reading, self._unread = _Reading.BODY, 0

    def on_body(self, body: bytes) -> None:
        """Take a part of the body, whose length the app bounds."""
        self._unread = max(0, self._unread - len(body))
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request."""
        super().on_message_complete()
        self._reading, self._unread = _Reading.NOTHING, 0

    def _unsupported_upgrade_warning(self) -> None:
        """Log nothing: any stranger can ask for another protocol."""

    def _too_large(self) -> HeadTooLarge:
        return HeadTooLarge(
            f"The line and headers of a request may have at most {self.bounds.head_bytes} bytes."
        )

    def _watch(self) -> None:
        """Set a deadline for an unfinished part of a request; more bytes do not move it."""
        reading = self._reading
        if reading is _Reading.NOTHING and not self._is_answering():
            reading = _Reading.HEAD
        self._set_deadline(None if reading is _Reading.NOTHING else (reading, self._requests))

    def _set_deadline(self, awaited: tuple[_Reading, int] | None) -> None:
        if awaited == self._awaited:
            return
        self._cancel_deadline()
        self._awaited = awaited
        if awaited is not None:
            bounds = self.bounds
            seconds = bounds.head_s if awaited[0] is _Reading.HEAD else bounds.body_s
            self._deadline = self.loop.call_later(seconds, self._expire)

    def _cancel_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _expire(self) -> None:
        awaited, self._awaited = self._awaited, None
        if self.transport.is_closing():
            self.transport.abort()
        elif self.flow.read_paused:  # then the app is late, not the client
            self._set_deadline(awaited)
        elif self._has_sent:
            self._refuse(Timeout("The request was not completed in time."))
        else:
            self.transport.close()

    def _is_answering(self) -> bool:
        return self._latest is not None and not self._latest.response_complete

    def _refuse(self, problem: Problem) -> None:
        """Answer with a problem, unless another answer is due or has begun, and close."""
        self._refused = True
        self._set_deadline(None)
        self.metrics.refused.labels(problem.kind).inc()
        own = self._latest if self._reading is _Reading.BODY else None
        is_first = not self.pipeline and (own is self._latest or not self._is_answering())
        if self._latest is not None:
            self._latest.disconnected = True
            self._latest.message_event.set()
        if not is_first or (own is not None and own.response_started):
            self.transport.close()
            return
        self.transport.write(_answer(problem))
        # closing at once would reset the connection, and the client might lose the answer
        self.transport.write_eof()
        self._deadline = self.loop.call_later(_LINGER_S, self.transport.abort)


def _answer(problem: Problem) -> bytes:
    request_id = uuid.uuid4().hex
    response = render(problem, request_id)
    headers = {
        **response.headers,
        "x-request-id": request_id,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "connection": "close",
    }
    lines = [f"HTTP/1.1 {problem.status} {HTTPStatus(problem.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + bytes(response.body)


def bounded(limits: ConnectionBounds, counters: Metrics) -> type[Connection]:
    """Return the protocol class that uvicorn instantiates for each connection."""

    class Bounded(Connection):
        bounds, metrics = limits, counters

    return Bounded
