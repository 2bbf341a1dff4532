"""The management port of a process: healthz, readyz and metrics, apart from users' requests."""

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest

from isotherm.process.background import Background
from isotherm.process.settings import PREFIX, complain

Readiness = Callable[[], Mapping[str, bool]]
"""Returns the conditions that must hold before the process may receive work, by name."""

_TIMEOUT = 5.0


def _respond(
    path: str, ready: Readiness, background: Background, registry: CollectorRegistry
) -> tuple[int, str, bytes]:
    """Return status, content type and body."""
    match path:
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
            return HTTPStatus.OK, CONTENT_TYPE_LATEST, generate_latest(registry)
        case _:
            body = b"Not found. Try /healthz, /readyz or /metrics.\n"
            return HTTPStatus.NOT_FOUND, "text/plain", body


@asynccontextmanager
async def serve(
    host: str,
    port: int,
    ready: Readiness,
    *,
    background: Background | None = None,
    registry: CollectorRegistry = REGISTRY,
) -> AsyncIterator[int]:
    """Serve while the block runs; yield the port, a free one if `port` is 0.

    If it cannot listen, end the process as for a bad setting: one line, exit code 2.
    """
    jobs = background or Background()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_TIMEOUT):
                head = await reader.readuntil(b"\r\n\r\n")
                method, target, *_ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
                status, kind, body = _respond(target.partition("?")[0], ready, jobs, registry)
                lines = (
                    f"HTTP/1.1 {int(status)} {HTTPStatus(status).phrase}",
                    f"Content-Type: {kind}",
                    f"Content-Length: {len(body)}",
                    "Connection: close",
                )
                writer.write("\r\n".join((*lines, "", "")).encode())
                if method != "HEAD":
                    writer.write(body)
                await writer.drain()
        except (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError,
                asyncio.LimitOverrunError):  # fmt: skip
            pass
        finally:
            writer.close()

    try:
        server = await asyncio.start_server(handle, host, port)
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
