"""A port that leads to another one of this machine, so that a server can come late."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from isotherm_devstack.host.ports import LOOPBACK


@asynccontextmanager
async def forwarded(port: int, to: int) -> AsyncIterator[None]:
    """Forward a port to another one during the block."""

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
        writer.close()

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        other_reader, other_writer = await asyncio.open_connection(LOOPBACK, to)
        async with asyncio.TaskGroup() as group:
            group.create_task(pipe(reader, other_writer))
            group.create_task(pipe(other_reader, writer))

    async with await asyncio.start_server(forward, LOOPBACK, port):
        yield
