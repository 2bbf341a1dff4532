"""`python -m bench.history.listener`: open many live streams and measure the delay of events.

It is a separate process, so that it does not compete with the api's event loop. Options come as
JSON on stdin, measures go as JSON to stdout.
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
    """One stream; records the age of each event's value on arrival."""

    def __init__(self, token: str) -> None:
        self._token, self._rest = token, b""
        self.late_ms: list[float] = []
        self.counting = False
        self.open: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.ended = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the request."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("not a transport that can be written to")
        request = f"GET /api/v1/live HTTP/1.1\r\nHost: api\r\nAuthorization: Bearer {self._token}"
        transport.write(f"{request}\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        """Split the data into events and record their delay."""
        now = time.time_ns() / 1e6
        *events, self._rest = (self._rest + data).split(b"\n\n")
        for event in events:
            if not self.open.done() and b"event: hello" in event:
                self.open.set_result(None)
            if self.counting and (match := _VALUE.search(event)):
                self.late_ms.append((now - float(match[1])) % _AROUND_MS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Record that the api closed the stream."""
        self.ended = True
        if not self.open.done():
            self.open.set_exception(ConnectionError("a stream was refused"))


async def _run(options: dict[str, object]) -> dict[str, float]:
    tokens, seconds = options["tokens"], float(str(options["seconds"]))
    if not isinstance(tokens, list):
        raise TypeError("tokens is not a list")
    loop, gate = asyncio.get_running_loop(), asyncio.Semaphore(_AT_ONCE)

    async def opened(token: str) -> _Stream:
        async with gate:
            _, stream = await loop.create_connection(
                lambda: _Stream(token), "127.0.0.1", int(str(options["port"]))
            )
            async with asyncio.timeout(60):
                await stream.open
            return stream

    streams = await asyncio.gather(*(opened(token) for token in tokens))
    await asyncio.sleep(2)
    used, began = time.process_time(), time.perf_counter()
    for stream in streams:
        stream.counting = True
    await asyncio.sleep(seconds)
    for stream in streams:
        stream.counting = False
    share = (time.process_time() - used) / (time.perf_counter() - began)
    if any(stream.ended for stream in streams):
        raise RuntimeError(f"{sum(stream.ended for stream in streams)} streams were closed")
    late = np.array([delay for stream in streams for delay in stream.late_ms])
    return {
        "streams": len(streams),
        "events": len(late),
        "fewest": min(len(stream.late_ms) for stream in streams),
        "median ms": float(np.median(late)),
        "p99 ms": float(np.percentile(late, 99)),
        "worst ms": float(late.max()),
        "share of a processor": share,
    }


if __name__ == "__main__":
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    sys.stdout.write(json.dumps(asyncio.run(_run(json.loads(sys.stdin.read())))))
