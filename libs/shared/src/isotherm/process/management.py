"""The management port of a process: healthz, readyz and metrics, apart from users' requests."""

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus

from prometheus_client import REGISTRY, CollectorRegistry

from isotherm.process.background import Background
from isotherm.process.exposition import expose
from isotherm.process.settings import PREFIX, complain

Readiness = Callable[[], Mapping[str, bool]]
"""Returns the conditions that must hold before the process may receive work, by name."""

_LINGER_S = 1.0
"""How long a refused client may go on sending, so that it can read the answer."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What clients of a management port may take; times in seconds."""

    connections: int = 64
    """At once; the oldest without a request gives way to a new one."""
    head_bytes: int = 16 * 1024
    head_s: float = 5.0
    """From the connection to the end of the request's head."""
    answer_s: float = 5.0
    """To read the whole answer."""


_BOUNDS = Bounds()


class _Refused(Exception):
    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    path: str
    accept: str = ""
    """What the client says that it reads, as in its headers `Accept`."""


def _respond(
    request: _Request, ready: Readiness, background: Background, registry: CollectorRegistry
) -> tuple[int, str, bytes]:
    """Return status, content type and body."""
    match request.path:
        case "/healthz":
            # 200 also while a job fails: it is retried, and a restart would not help
            body = json.dumps(background.document(), separators=(",", ":")).encode()
            return HTTPStatus.OK, "application/json", body
        case "/readyz":
            checks = dict(ready())
            status = HTTPStatus.OK if all(checks.values()) else HTTPStatus.SERVICE_UNAVAILABLE
            summary = "ok" if all(checks.values()) else "not ready"
            body = json.dumps({"status": summary, "checks": checks}).encode()
            return status, "application/json", body
        case "/metrics":
            return HTTPStatus.OK, *expose(registry, request.accept)
        case _:
            body = b"Not found. Try /healthz, /readyz or /metrics.\n"
            return HTTPStatus.NOT_FOUND, "text/plain", body


async def _read_request(reader: asyncio.StreamReader, within_s: float) -> _Request:
    """Return the request; raise _Refused for what is too long, too late or none."""
    try:
        async with asyncio.timeout(within_s):
            head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError:
        raise _Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE) from None
    except TimeoutError:
        raise _Refused(HTTPStatus.REQUEST_TIMEOUT) from None
    first, *headers = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    hosts = sum(header.lower().startswith("host:") for header in headers)
    if len(words) != 3 or words[2] not in ("HTTP/1.0", "HTTP/1.1"):
        raise _Refused(HTTPStatus.BAD_REQUEST)
    if hosts > 1 or (hosts == 0 and words[2] == "HTTP/1.1"):
        raise _Refused(HTTPStatus.BAD_REQUEST)
    if words[0] not in ("GET", "HEAD"):
        raise _Refused(HTTPStatus.METHOD_NOT_ALLOWED)
    accepted = [
        value
        for name, _, value in (header.partition(":") for header in headers)
        if name.lower() == "accept"
    ]
    return _Request(words[0], words[1].partition("?")[0], ",".join(accepted))


async def _send(
    writer: asyncio.StreamWriter, method: str, answer: tuple[int, str, bytes], within_s: float
) -> None:
    """Send an answer whole; give up if the client does not read it in time."""
    status, kind, body = answer
    lines = (
        f"HTTP/1.1 {int(status)} {HTTPStatus(status).phrase}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        "Connection: close",
    )
    writer.transport.set_write_buffer_limits(0)  # drained means: handed to the kernel
    writer.write("\r\n".join((*lines, "", "")).encode())
    if method != "HEAD":
        writer.write(body)
    with contextlib.suppress(TimeoutError, OSError):
        async with asyncio.timeout(within_s):
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()


async def _drain(reader: asyncio.StreamReader) -> None:
    """Read what a refused client still sends; closing at once would lose it the answer."""
    with contextlib.suppress(TimeoutError, OSError):
        async with asyncio.timeout(_LINGER_S):
            while await reader.read(64 * 1024):
                pass


@asynccontextmanager
async def serve(
    host: str,
    port: int,
    ready: Readiness,
    *,
    background: Background | None = None,
    registry: CollectorRegistry = REGISTRY,
    bounds: Bounds = _BOUNDS,
) -> AsyncIterator[int]:
    """Serve while the block runs; yield the port, a free one if `port` is 0.

    If it cannot listen, end the process as for a bad setting: one line, exit code 2.
    """
    jobs, connected = background or Background(), 0
    waiting: dict[asyncio.StreamWriter, None] = {}  # without a request yet, oldest first

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connected
        connected += 1
        try:
            if connected > bounds.connections:
                if not waiting:
                    raise _Refused(HTTPStatus.SERVICE_UNAVAILABLE)
                oldest = next(iter(waiting))
                del waiting[oldest]
                oldest.transport.abort()
            waiting[writer] = None
            request = await _read_request(reader, bounds.head_s)
            waiting.pop(writer, None)
            answer = _respond(request, ready, jobs, registry)
            await _send(writer, request.method, answer, bounds.answer_s)
        except _Refused as refused:
            body = f"{refused}\n".encode()
            await _send(writer, "GET", (refused.status, "text/plain", body), bounds.answer_s)
            await _drain(reader)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            connected -= 1
            waiting.pop(writer, None)
            writer.transport.abort()

    try:
        server = await asyncio.start_server(handle, host, port, limit=bounds.head_bytes)
    except OSError as error:
        unknown = isinstance(error, socket.gaierror)
        name = "MANAGEMENT_HOST" if unknown else "MANAGEMENT_PORT"
        why = error.strerror if unknown else os.strerror(error.errno or 0)
        message = f"cannot listen on {host}:{port}: {why}"
        raise SystemExit(complain(PREFIX + name, message)) from None
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()
