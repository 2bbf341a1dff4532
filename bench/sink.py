"""A collector that takes every push of spans and keeps only their size."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from isotherm_devstack.host.ports import LOOPBACK

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n"


@dataclass(slots=True)
class Sink:
    """Its address, and what arrived."""

    url: str = ""
    pushes: int = 0
    bytes: int = 0

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take the pushes of one connection until it ends."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                size = int(head.lower().partition(b"content-length:")[2].split()[0])
                await reader.readexactly(size)
                self.pushes += 1
                self.bytes += size
                writer.write(_ANSWER)
        except asyncio.IncompleteReadError:
            writer.close()


@asynccontextmanager
async def sink() -> AsyncIterator[Sink]:
    """Serve a sink on loopback during the block."""
    taken = Sink()
    server = await asyncio.start_server(taken.take, LOOPBACK, 0)
    taken.url = f"http://{LOOPBACK}:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield taken
