"""A file that is sent while it is generated; if it breaks off, the client notices."""

import asyncio
import logging
import zlib
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractContextManager, aclosing

import asyncpg
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from isotherm.process.connections import GONE
from isotherm_api.problem import Problem

log = logging.getLogger(__name__)

_SLOW_S = 60
"""A client that does not read a page in this time is disconnected, to free its slot."""
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
        slot: Callable[[], AbstractContextManager[None]],
        *,
        filename: str,
        media_type: str,
        gzip: bool,
    ) -> None:
        super().__init__(
            headers={
                "Content-Type": media_type,
                "Content-Disposition": f'attachment; filename="{filename}"',
                "Cache-Control": "no-store, no-transform",
                "X-Accel-Buffering": "no",
            }
        )
        del self.headers["Content-Length"]
        self._chunks, self._slot = _compressed(chunks) if gzip else chunks, slot

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response to one request."""
        with self._slot():
            async with aclosing(self._chunks):
                first = await anext(self._chunks)
                await send(
                    {
                        "type": "http.response.start",
                        "status": self.status_code,
                        "headers": self.raw_headers,
                    }
                )
                await self._send_while_connected(first, receive, send)

    async def _send_while_connected(self, first: bytes, receive: Receive, send: Send) -> None:
        disconnected = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(_watch(receive, disconnected), name="export-watch")
            try:
                await self._send_rest(first, send, disconnected)
            except (TimeoutError, Problem, asyncpg.QueryCanceledError, *GONE) as error:
                log.warning("export broke off", extra={"error": repr(error)})
            finally:
                watching.cancel()

    async def _send_rest(self, first: bytes, send: Send, disconnected: asyncio.Event) -> None:
        async with asyncio.timeout(_LONGEST_S):
            await _send(send, first)
            async for chunk in self._chunks:
                if disconnected.is_set():
                    return
                if chunk:
                    await _send(send, chunk)
            await _send(send, b"", more=False)


async def _send(send: Send, chunk: bytes, *, more: bool = True) -> None:
    async with asyncio.timeout(_SLOW_S):
        await send({"type": "http.response.body", "body": chunk, "more_body": more})


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
