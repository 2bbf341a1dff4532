"""A server whose connections are bounded, and clients that write bytes to it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from prometheus_client import CollectorRegistry
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse

from isotherm_api.bounds import ConnectionBounds
from isotherm_api.connection.closing import Closing
from isotherm_api.connection.protocol import bounded
from isotherm_api.metrics import Metrics

PATIENCE_S = 30
CALM = ConnectionBounds(head_s=600, body_s=600)


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Answer with the length of the body; `/unread` does not read it, `/large` is 20 MB."""
    request, body = Request(scope, receive), b""
    if request.url.path != "/unread":
        try:
            body = await request.body()
        except ClientDisconnect:
            return
    text = "a" * 20_000_000 if request.url.path == "/large" else f"{request.method} {len(body)}"
    if any(name == b"authorization" for name, _ in scope["headers"]):
        text += " signed"
    await PlainTextResponse(text)(scope, receive, send)


class Client:
    """A connection to the server, and what the server has sent over it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self.writer = reader, writer

    async def answer(self) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of the next response."""
        async with asyncio.timeout(PATIENCE_S):
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
            body = await self._reader.readexactly(int(headers["content-length"]))
        return int(head[0].split()[1]), headers, body

    async def told_to_go_on(self) -> None:
        """Return when the app reads the body of a request with `Expect: 100-continue`."""
        async with asyncio.timeout(PATIENCE_S):
            assert b" 100 " in await self._reader.readuntil(b"\r\n\r\n")

    async def part(self, size: int) -> bytes:
        """Return a part of what the server sends; nothing at its end."""
        async with asyncio.timeout(PATIENCE_S):
            return await self._reader.read(size)

    async def ended(self) -> bytes:
        """Return what still comes until the server closes."""
        async with asyncio.timeout(PATIENCE_S):
            return await self._reader.read()

    async def ended_while_sending(self, drop: bytes) -> bytes:
        """Return what still comes until the server closes, to a client that never pauses.

        If the server closes while bytes of the client are on their way, the connection is reset.
        """

        async def ended_or_reset() -> bytes:
            try:
                return await self.ended()
            except ConnectionResetError:
                return b""

        async with asyncio.TaskGroup() as group:
            ended = group.create_task(ended_or_reset(), name="ended")
            while not ended.done():
                self.writer.write(drop)
                await asyncio.wait([ended], timeout=0.01)
        return ended.result()


class Server:
    """A server with bounded connections, its port, and the refusals that it counts."""

    def __init__(self, server: uvicorn.Server, port: int, registry: CollectorRegistry) -> None:
        self._server, self._port, self._registry = server, port, registry

    @asynccontextmanager
    async def client(self, *sent: bytes) -> AsyncIterator[Client]:
        """Connect and send."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, limit=4096)
        writer.writelines(sent)
        yield Client(reader, writer)
        writer.close()

    def refused(self, reason: str) -> float:
        """Return how many connections were refused for a reason."""
        name = "isotherm_api_connections_refused_total"
        return self._registry.get_sample_value(name, {"reason": reason}) or 0.0


@asynccontextmanager
async def serving(
    bounds: ConnectionBounds = CALM, closing: Closing | None = None
) -> AsyncIterator[Server]:
    """Serve `app` while the block runs."""
    registry = CollectorRegistry()
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, lifespan="off", log_config=None, access_log=False,
        http=bounded(bounds, Metrics.make(registry), closing), ws="none",
        timeout_graceful_shutdown=1,
    )  # fmt: skip
    server, sock = uvicorn.Server(config), config.bind_socket()
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[sock])
    try:
        yield Server(server, sock.getsockname()[1], registry)
    finally:
        await server.shutdown(sockets=[sock])


def assert_problem(answer: tuple[int, dict[str, str], bytes], status: int) -> None:
    """The answer is a problem document that ends the connection."""
    got, headers, body = answer
    assert (got, headers["content-type"]) == (status, "application/problem+json")
    assert headers["connection"] == "close"
    document = json.loads(body)
    assert document["status"] == status
    assert document["request_id"] == headers["x-request-id"]
    assert document["detail"]
