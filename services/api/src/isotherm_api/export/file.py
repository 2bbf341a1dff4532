"""A file that is sent while it is generated; if it breaks off, the client notices."""

import asyncio
import logging
import time
import zlib
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractContextManager, aclosing

import asyncpg
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from isotherm.process.connections import GONE
from isotherm_api.bounds import ExportBounds
from isotherm_api.problem import Problem
from isotherm_api.slots import Slot

log = logging.getLogger(__name__)

_PIECE = 64 * 1024
"""Bytes sent at once: little enough that a slow client takes them within its patience."""
_LONGEST_S = 6 * 3600
_LEVEL = 4
_GZIP_BITS = 31


class FileStream(Response):
    """Sends chunks until they end, the client disconnects, or something fails.

    Status and headers are sent with the first chunk, so a failure before it is answered with a
    problem document. After it, a failure ends the connection without the end of the file, which
    every client reports as an error.
    """

    def __init__(
        self,
        chunks: AsyncGenerator[bytes, None],
        slot: Callable[[], AbstractContextManager[Slot]],
        bounds: ExportBounds,
        *,
        filename: str,
        media_type: str,
        gzip: bool,
        headers: Mapping[str, str],
    ) -> None:
        super().__init__(
            headers={
                "Content-Type": media_type,
                "Content-Disposition": f'attachment; filename="{filename}"',
                "Cache-Control": "no-store, no-transform",
                "X-Accel-Buffering": "no",
                **headers,
            }
        )
        del self.headers["Content-Length"]
        self._chunks, self._slot = _compressed(chunks) if gzip else chunks, slot
        self._patience = Patience(bounds)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response to one request."""
        with self._slot() as slot:
            async with aclosing(self._chunks):
                first = await anext(self._chunks)
                await send(
                    {
                        "type": "http.response.start",
                        "status": self.status_code,
                        "headers": self.raw_headers,
                    }
                )
                await self._send_while_connected(first, slot, receive, send)

    async def _send_while_connected(
        self, first: bytes, slot: Slot, receive: Receive, send: Send
    ) -> None:
        disconnected = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(_watch(receive, disconnected), name="export-watch")
            try:
                async with slot.running(_LONGEST_S):
                    await self._send_rest(first, send, disconnected)
                slot.failed = False
            except (TimeoutError, Problem, asyncpg.QueryCanceledError, *GONE) as error:
                why = "its slot went to someone who had none" if slot.ended else repr(error)
                log.warning("export broke off", extra={"error": why})
            finally:
                watching.cancel()

    async def _send_rest(self, first: bytes, send: Send, disconnected: asyncio.Event) -> None:
        await self._patience.send(send, first)
        async for chunk in self._chunks:
            if disconnected.is_set():
                return
            await self._patience.send(send, chunk)
        await self._patience.finish(send)


class Patience:
    """How long a client may still keep the server waiting; what it takes earns more.

    So a slow client is sent the whole file, if it takes enough on average.
    """

    def __init__(self, bounds: ExportBounds, now: Callable[[], float] = time.monotonic) -> None:
        self._bounds, self._now = bounds, now
        self._left_s = bounds.patience_s

    async def send(self, send: Send, chunk: bytes) -> None:
        """Send a chunk in pieces; raise TimeoutError if the client has taken too little."""
        for start in range(0, len(chunk), _PIECE):
            piece, began = chunk[start : start + _PIECE], self._now()
            await self._send(send, piece, more=True)
            earned_s = len(piece) / self._bounds.least_bytes_s
            left_s = self._left_s - (self._now() - began) + earned_s
            if left_s <= 0:
                raise TimeoutError("the client reads too slowly")
            self._left_s = min(self._bounds.patience_s, left_s)

    async def finish(self, send: Send) -> None:
        """Send the end of the file; raise TimeoutError if the client takes too long."""
        await self._send(send, b"", more=False)

    async def _send(self, send: Send, piece: bytes, *, more: bool) -> None:
        async with asyncio.timeout(self._left_s):
            await send({"type": "http.response.body", "body": piece, "more_body": more})


async def _watch(receive: Receive, disconnected: asyncio.Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    disconnected.set()


async def _compressed(chunks: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    """Yield the chunks as a gzip file, compressed in a thread."""
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP_BITS)
    async with aclosing(chunks):
        async for chunk in chunks:
            yield await asyncio.to_thread(compressor.compress, chunk)
    yield compressor.flush()
