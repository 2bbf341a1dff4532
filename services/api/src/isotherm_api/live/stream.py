"""A live stream as an HTTP response: events, heartbeats, and the reasons to end it."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from isotherm.instants import Clock
from isotherm_api.bounds import Pace
from isotherm_api.hub.client import Client
from isotherm_api.hub.events import Event
from isotherm_api.metrics import Metrics

_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-cache, no-transform",
    "X-Accel-Buffering": "no",
}


class EventStream(Response):
    """Sends events until the client leaves or is too slow, the token expires, or the api stops."""

    def __init__(
        self,
        join: Callable[[], AbstractContextManager[Client]],
        mark: Callable[[], int],
        *,
        expires_at: datetime,
        clock: Clock,
        metrics: Metrics,
        pace: Pace,
    ) -> None:
        super().__init__(headers=_HEADERS)
        del self.headers["Content-Length"]
        self._join, self._mark, self._metrics, self._pace = join, mark, metrics, pace
        self._expires_at, self._clock = expires_at, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response to one request."""
        with self._join() as client:
            await send(
                {
                    "type": "http.response.start",
                    "status": self.status_code,
                    "headers": self.raw_headers,
                }
            )
            async with asyncio.TaskGroup() as group:
                disconnect = group.create_task(
                    _close_on_disconnect(receive, client), name="live-disconnect"
                )
                try:
                    await self._send_until_ended(client, send)
                finally:
                    disconnect.cancel()

    async def _send_until_ended(self, client: Client, send: Send) -> None:
        remaining_s = (self._expires_at - self._clock.now()).total_seconds()
        reason = "closed"
        try:
            async with asyncio.timeout(max(0.0, remaining_s)) as until_expiry:
                await self._send_events(client, send)
        except TimeoutError:
            reason = "token" if until_expiry.expired() else "slow"
        except OSError:
            reason = "gone"
        self._metrics.dropped.labels(reason).inc()
        if reason in ("token", "closed"):
            try:
                async with asyncio.timeout(self._pace.slow_s):
                    await send({"type": "http.response.body", "body": b"", "more_body": False})
            except (TimeoutError, OSError):
                return

    async def _send_events(self, client: Client, send: Send) -> None:
        await self._send(send, Event("hello", b"{}", self._mark()).wire)
        await asyncio.sleep(self._pace.between_s)
        while not client.closed.is_set():
            try:
                async with asyncio.timeout(self._pace.heartbeat_s):
                    await client.wait()
            except TimeoutError:
                await self._send(send, b": heartbeat\n\n")
                continue
            for event in client.take():
                await self._send(send, event.wire)
                self._metrics.events.inc()
                await asyncio.sleep(self._pace.between_s)

    async def _send(self, send: Send, chunk: bytes) -> None:
        async with asyncio.timeout(self._pace.slow_s):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})


async def _close_on_disconnect(receive: Receive, client: Client) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    client.close()
