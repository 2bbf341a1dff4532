"""`python -m bench.history.listener`: holds many live streams open, and says how late events are.

A process of its own, so that its work is not the api's.
"""

import asyncio
import json
import re
import resource
import sys
import time

import numpy as np

_VALUE = re.compile(rb'"id":"bench/fridge-1",[^]]*?"good_value":([\d.]+)')
_AROUND_MS = 100_000_000
_AT_ONCE = 50


class _Stream(asyncio.Protocol):
    """One stream; notes how old each event's value is when it comes."""

    def __init__(self, token: str) -> None:
        self._token, self._rest = token, b""
        self.late_ms: list[float] = []
        self.counting = False
        self.open: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.ended = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asks."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("TCP has a transport to write to")
        words = f"GET /api/v1/live HTTP/1.1\r\nHost: api\r\nAuthorization: Bearer {self._token}"
        transport.write(f"{words}\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        """Cuts what came into events."""
        now = time.time_ns() / 1e6
        *events, self._rest = (self._rest + data).split(b"\n\n")
        for event in events:
            if not self.open.done() and b"event: hello" in event:
                self.open.set_result(None)
            if self.counting and (found := _VALUE.search(event)):
                self.late_ms.append((now - float(found[1])) % _AROUND_MS)

    def connection_lost(self, exc: Exception | None) -> None:
        """The api ended it."""
        self.ended = True
        if not self.open.done():
            self.open.set_exception(ConnectionError("a stream was refused"))


async def _run(told: dict[str, object]) -> dict[str, float]:
    tokens, seconds = told["tokens"], float(str(told["seconds"]))
    if not isinstance(tokens, list):
        raise TypeError("the tokens to listen with are no list")
    loop, gate = asyncio.get_running_loop(), asyncio.Semaphore(_AT_ONCE)

    async def opened(token: str) -> _Stream:
        async with gate:
            _, made = await loop.create_connection(
                lambda: _Stream(token), "127.0.0.1", int(str(told["port"]))
            )
            async with asyncio.timeout(60):
                await made.open
            return made

    streams = await asyncio.gather(*(opened(each) for each in tokens))
    await asyncio.sleep(2)
    used, began = time.process_time(), time.perf_counter()
    for each in streams:
        each.counting = True
    await asyncio.sleep(seconds)
    for each in streams:
        each.counting = False
    share = (time.process_time() - used) / (time.perf_counter() - began)
    if any(each.ended for each in streams):
        raise RuntimeError(f"{sum(each.ended for each in streams)} streams were ended")
    late = np.array([one for each in streams for one in each.late_ms])
    return {
        "streams": len(streams),
        "events": len(late),
        "fewest": min(len(each.late_ms) for each in streams),
        "median ms": float(np.median(late)),
        "p99 ms": float(np.percentile(late, 99)),
        "worst ms": float(late.max()),
        "share of a processor": share,
    }


if __name__ == "__main__":
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    sys.stdout.write(json.dumps(asyncio.run(_run(json.loads(sys.stdin.read())))))
