"""A file that is sent while it is made; one that breaks off is never taken for a whole one."""

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
"""A client that does not take a page within that is dropped: its place is somebody else's."""
_LONGEST_S = 6 * 3600
_LEVEL = 4
_GZIP_BITS = 31


class FileStream(Response):
    """Sends chunks until they end, the client leaves, or something breaks.

    A status and headers go out with the first chunk, so what fails before is a problem like any
    other. Afterwards the connection is all there is left to say it with: it ends without the end
    of the file, which every client reports as an error.
    """

    def __init__(
        self,
        chunks: AsyncGenerator[bytes, None],
        place: Callable[[], AbstractContextManager[None]],
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
        self._chunks, self._place = _packed(chunks) if gzip else chunks, place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        with self._place():
            async with aclosing(self._chunks):
                first = await anext(self._chunks)
                await send(
                    {
                        "type": "http.response.start",
                        "status": self.status_code,
                        "headers": self.raw_headers,
                    }
                )
                await self._until_gone(first, receive, send)

    async def _until_gone(self, first: bytes, receive: Receive, send: Send) -> None:
        gone = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            leaving = group.create_task(_note_when_gone(receive, gone), name="export-gone")
            try:
                await self._rest(first, send, gone)
            except (TimeoutError, Problem, asyncpg.QueryCanceledError, *GONE) as error:
                log.warning("an export broke off", extra={"error": repr(error)})
            finally:
                leaving.cancel()

    async def _rest(self, first: bytes, send: Send, gone: asyncio.Event) -> None:
        async with asyncio.timeout(_LONGEST_S):
            await _send(send, first)
            async for chunk in self._chunks:
                if gone.is_set():
                    return
                if chunk:
                    await _send(send, chunk)
            await _send(send, b"", more=False)


async def _send(send: Send, chunk: bytes, *, more: bool = True) -> None:
    async with asyncio.timeout(_SLOW_S):
        await send({"type": "http.response.body", "body": chunk, "more_body": more})


async def _note_when_gone(receive: Receive, gone: asyncio.Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    gone.set()


async def _packed(chunks: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    """The same, as a gzip file; packed beside the event loop."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP_BITS)
    async with aclosing(chunks):
        async for chunk in chunks:
            yield await asyncio.to_thread(packer.compress, chunk)
    yield packer.flush()
