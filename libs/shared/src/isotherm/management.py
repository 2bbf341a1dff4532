"""The management port of a part: healthz, readyz and metrics, apart from what it serves people."""

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest

from isotherm.settings import PREFIX, complain

Readiness = Callable[[], Mapping[str, bool]]
"""What has to hold before work may be sent here, by name."""

_TIMEOUT = 5.0


def _answer(path: str, ready: Readiness, registry: CollectorRegistry) -> tuple[int, str, bytes]:
    match path:
        case "/healthz":
            return HTTPStatus.OK, "application/json", b'{"status":"ok"}'
        case "/readyz":
            checks = dict(ready())
            status = HTTPStatus.OK if all(checks.values()) else HTTPStatus.SERVICE_UNAVAILABLE
            word = "ok" if all(checks.values()) else "not ready"
            body = json.dumps({"status": word, "checks": checks}).encode()
            return status, "application/json", body
        case "/metrics":
            return HTTPStatus.OK, CONTENT_TYPE_LATEST, generate_latest(registry)
        case _:
            return HTTPStatus.NOT_FOUND, "text/plain", b"healthz, readyz and metrics are here\n"


@asynccontextmanager
async def serve(
    host: str, port: int, ready: Readiness, *, registry: CollectorRegistry = REGISTRY
) -> AsyncIterator[int]:
    """Serves while the block runs; gives the port, which for 0 is a free one.

    Where it cannot listen it ends the process as a bad setting does: in one line, with code 2.
    """

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_TIMEOUT):
                head = await reader.readuntil(b"\r\n\r\n")
                method, target, *_ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
                status, kind, body = _answer(target.partition("?")[0], ready, registry)
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
        said = f"cannot listen on {host}:{port}: {why}"
        raise SystemExit(complain(PREFIX + name, said)) from None
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()
