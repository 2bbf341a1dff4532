"""A TCP proxy on loopback that can delay, hold back what the client sends, fall silent, or cut."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit, urlunsplit

_AGAIN_S = 0.05


class Wire:
    """Connections through it reach `port` of the same host."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self._to = host, port
        self.port = 0
        """The port to connect to instead."""
        self.late_s = 0.0
        """Delay of everything, in both directions (s)."""
        self._flows = asyncio.Event()
        self._flows.set()
        self._ends: set[asyncio.StreamWriter] = set()
        self._silent: set[asyncio.StreamWriter] = set()

    @classmethod
    @asynccontextmanager
    async def to_database(cls, dsn: str) -> AsyncIterator[tuple["Wire", str]]:
        """Yield a wire to the server of a DSN, and the DSN that leads through it."""
        url = urlsplit(dsn)
        if url.hostname is None or url.port is None:
            raise ValueError("the DSN has no host and port")
        async with cls(url.hostname, url.port).laid() as wire:
            login = url.netloc.rpartition("@")[0]
            yield wire, urlunsplit(url._replace(netloc=f"{login}@{wire.host}:{wire.port}"))

    def hold(self) -> None:
        """Hold back all that the client sends; forward all that it receives."""
        self._flows.clear()

    def silence(self) -> None:
        """Swallow all that the open connections send, in both directions; later ones are forwarded.

        So does a firewall that forgets a connection, or a host that dies after it has acknowledged
        a request: nothing says that the connection has ended.
        """
        self._silent |= self._ends

    def cut(self) -> None:
        """End all connections and discard what was held back; later ones are forwarded again."""
        for writer in self._ends:
            writer.transport.abort()
        self._flows.set()

    @asynccontextmanager
    async def laid(self) -> AsyncIterator["Wire"]:
        """Listen within the block."""
        server = await asyncio.start_server(self._serve, self.host, 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            self.cut()
            await server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._ends.add(writer)
        try:
            with suppress(OSError):
                await self._join(reader, writer)
        finally:
            self._forget(writer)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await self._far_end(writer)
        self._ends.add(far_writer)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pump(reader, far_writer, heard=True), name="there")
                group.create_task(self._pump(far_reader, writer, heard=False), name="back")
        except* OSError:
            pass
        finally:
            self._forget(far_writer)

    def _forget(self, writer: asyncio.StreamWriter) -> None:
        self._ends.discard(writer)
        self._silent.discard(writer)
        writer.close()

    async def _far_end(
        self, near: asyncio.StreamWriter
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect as soon as the server accepts connections."""
        while not near.is_closing():
            with suppress(ConnectionRefusedError):
                return await asyncio.open_connection(self.host, self._to)
            await asyncio.sleep(_AGAIN_S)
        raise ConnectionAbortedError

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, heard: bool
    ) -> None:
        while data := await reader.read(65_536):
            if self.late_s:
                await asyncio.sleep(self.late_s)
            if heard:
                await self._flows.wait()
            if writer in self._silent:
                continue
            writer.write(data)
            await writer.drain()
        raise ConnectionResetError  # one direction ended: so does the other
