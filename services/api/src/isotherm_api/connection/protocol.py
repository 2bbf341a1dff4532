"""A connection of the HTTP server: bounds on what it sends besides bodies, and on its time.

uvicorn bounds neither the bytes of a request's line and headers nor how long it waits for the rest
of a request. Whatever is refused here has no route and, mostly, no caller, so it is counted and not
logged.
"""

import asyncio
from enum import Enum, auto
from operator import attrgetter
from typing import ClassVar

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from isotherm_api.bounds import ConnectionBounds
from isotherm_api.connection.closing import Closing
from isotherm_api.connection.deadline import Deadline
from isotherm_api.connection.refusal import encode_refusal
from isotherm_api.metrics import Metrics
from isotherm_api.problem import BadRequest, HeadTooLarge, Problem, Timeout, Unavailable

_PIECE = 16 * 1024
"""Bytes that are parsed before they are counted."""
_ACCEPTED = {("1.1", 1), ("1.0", 1), ("1.0", 0)}
"""HTTP version, and number of Host headers."""
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
    closing: ClassVar[Closing]

    _reading = _Reading.NOTHING
    _unread = 0
    """Bytes since the last complete part of a request, without those of a body."""
    _since = 0.0
    _requests = 0
    _latest: RequestResponseCycle | None = None
    _has_sent = False
    _refused = False
    _is_deaf = False
    """After a request for another protocol, what follows is no HTTP."""
    _unsent = 0
    """Bytes that the client had not taken when its pace was last looked at."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn
        """Accept a connection; if there are too many, the oldest without a request gives way."""
        super().connection_made(transport)
        self.metrics.connections.inc()
        self._since = self.loop.time()
        self._deadline, self._pace = Deadline(self._expire), Deadline(self._look_at_pace)
        if len(self.connections) > self.bounds.connections:
            others = (
                connection for connection in self.connections if isinstance(connection, Connection)
            )
            idle = (
                connection
                for connection in others
                if connection is not self and not connection._is_answering()
            )
            min(idle, key=attrgetter("_since"), default=self)._give_way()
        if not self._refused:
            self._watch()

    def _give_way(self) -> None:
        if self._refused:
            self.transport.abort()
        elif self._latest is not None and self._reading is _Reading.NOTHING:
            self.transport.close()
        else:
            self._refuse(Unavailable("The server has too many connections. Try again shortly."))

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the deadlines."""
        self._deadline.cancel()
        self._pace.cancel()
        super().connection_lost(exc)
        self.metrics.connections.dec()

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
            detail = "The connection sent something that is not a valid HTTP request."
            self._refuse(cause if isinstance(cause, Problem) else BadRequest(detail))
        else:
            if self._unread > self.bounds.head_bytes:
                self._refuse(self._too_large())

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self._reading = _Reading.HEAD
        self._requests += 1

    def on_headers_complete(self) -> None:
        """Start to answer the request; raise a problem if its head is refused."""
        size, hosts = len(self.url), 0
        for name, value in self.headers:
            size += len(name) + len(value) + 4
            hosts += name == b"host"
        if size > self.bounds.head_bytes:
            raise self._too_large()
        if (self.parser.get_http_version(), hosts) not in _ACCEPTED:
            raise BadRequest("A request is HTTP/1.1 with exactly one Host header, or HTTP/1.0.")
        super().on_headers_complete()
        self.headers = []  # for trailers, which do not become headers of the request
        self._latest = self.cycle
        if self.closing.is_announced:
            self.announce_end()
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
        if self._reading is _Reading.BODY:
            self._deadline.set((_Reading.BODY, self._requests), self.bounds.body_s)
        elif self._reading is _Reading.HEAD or not self._is_answering():
            self._deadline.set((_Reading.HEAD, self._requests), self.bounds.head_s)
        else:
            self._deadline.cancel()

    def _expire(self) -> None:
        if self._refused or self.transport.is_closing():
            self.transport.abort()
        elif self.flow.read_paused:  # then the app is late, not the client
            self._watch()
        elif self._has_sent:
            self._refuse(Timeout("The request was not completed in time."))
        else:
            self.transport.close()

    def pause_writing(self) -> None:
        """Give the client a while to take what is unsent."""
        super().pause_writing()
        self._unsent = self.transport.get_write_buffer_size()
        self._pace.set(self._unsent, self.bounds.patience_s)

    def resume_writing(self) -> None:
        """Go on sending."""
        super().resume_writing()
        self._pace.cancel()

    def _look_at_pace(self) -> None:
        """Drop a client that has taken too little since the last look."""
        before, self._unsent = self._unsent, self.transport.get_write_buffer_size()
        if before - self._unsent < self.bounds.least_bytes_s * self.bounds.patience_s:
            self.metrics.refused.labels("slow").inc()
            self.transport.abort()
        else:
            self._pace.set(self._unsent, self.bounds.patience_s)

    def announce_end(self) -> None:
        """Have the response that is due, if it has not begun, say that it is the last one."""
        if self._latest is not None and not self._latest.response_started:
            self._latest.keep_alive = False

    @property
    def is_idle(self) -> bool:
        """Whether no response is due; the client may use the connection again, or not."""
        return not self._is_answering()

    def _is_answering(self) -> bool:
        return self._latest is not None and not self._latest.response_complete

    def _refuse(self, problem: Problem) -> None:
        """Answer with a problem, unless another answer is due or has begun, and close."""
        self._refused = True
        self.metrics.refused.labels(problem.kind).inc()
        own = self._latest if self._reading is _Reading.BODY else None
        is_first = not self.pipeline and (own is self._latest or not self._is_answering())
        if self._latest is not None:
            self._latest.disconnected = True
            self._latest.message_event.set()
        if not is_first or (own is not None and own.response_started):
            self.transport.close()
            return
        self.transport.write(encode_refusal(problem))
        # closing at once would reset the connection, and the client might lose the answer
        self.transport.write_eof()
        self._deadline.set("linger", _LINGER_S)


def bounded(
    limits: ConnectionBounds, counters: Metrics, announced: Closing | None = None
) -> type[Connection]:
    """Return the protocol class that uvicorn instantiates for each connection."""

    class Bounded(Connection):
        bounds, metrics, closing = limits, counters, announced or Closing()

    return Bounded
