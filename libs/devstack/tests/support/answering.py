"""A service that answers every request with the same status."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from isotherm_devstack.host.ports import LOOPBACK


@asynccontextmanager
async def answering(status: int) -> AsyncIterator[str]:
    """Serve on loopback; yield the URL."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {status} -\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        writer.write(head.encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, LOOPBACK, 0) as server:
        yield f"http://{LOOPBACK}:{server.sockets[0].getsockname()[1]}"
