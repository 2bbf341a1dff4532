"""`python -m bench.history.asker`: an HTTP client that requests as fast as the api answers.

It is a separate process, so that it does not compete with the api's event loop. Each connection
sends a request, reads the whole answer, and sends the next. It implements only the HTTP that this
needs, so that it costs almost nothing; it reports its own processor time. Options come as JSON on
stdin, measures go as JSON to stdout.
"""

import asyncio
import functools
import json
import sys
import time

import numpy as np


class _Asking(asyncio.Protocol):
    """One keep-alive connection."""

    def __init__(self, requests: list[bytes], until: float) -> None:
        self._requests, self._until, self._next = requests, until, 0
        self._rest, self._due, self._asked = b"", -1, 0.0
        self.seconds: list[float] = []
        self.bytes = self.points = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("not a transport that can be written to")
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Read a part of an answer; send the next request after its end."""
        self._rest += data
        if self._due < 0:
            head, separator, body = self._rest.partition(b"\r\n\r\n")
            if not separator:
                return
            if not head.startswith(b"HTTP/1.1 200 "):
                self._fail(RuntimeError(self._rest[:500].decode(errors="replace")))
                return
            fields = head.lower().partition(b"\r\ncontent-length:")[2]
            self._due, self._rest = int(fields.partition(b"\r\n")[0]), body
        if len(self._rest) >= self._due:
            self.seconds.append(time.perf_counter() - self._asked)
            self.bytes = self._due
            self.points = self._rest.count(b",") if not self.points else self.points
            self._rest, self._due = b"", -1
            if time.perf_counter() < self._until:
                self._ask()
            elif self._transport is not None:
                self._transport.close()
                self.done.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail if the api closes the connection before the end."""
        self._fail(exc or ConnectionError("the api closed the connection"))

    def _fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)

    def _ask(self) -> None:
        self._asked = time.perf_counter()
        if self._transport is not None:
            self._transport.write(self._requests[self._next % len(self._requests)])
        self._next += 1


def _itself(protocol: _Asking) -> _Asking:
    return protocol


async def _run(options: dict[str, object]) -> dict[str, float]:
    port, seconds = int(str(options["port"])), float(str(options["seconds"]))
    paths, token = options["paths"], str(options["token"])
    if not isinstance(paths, list):
        raise TypeError("paths is not a list")
    requests = [
        f"GET {path} HTTP/1.1\r\nHost: api\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        for path in paths
    ]
    loop, began, used = asyncio.get_running_loop(), time.perf_counter(), time.process_time()
    connections = []
    for number in range(int(str(options["connections"]))):
        turned = requests[number % len(requests) :] + requests[: number % len(requests)]
        protocol = _Asking(turned, began + seconds)
        await loop.create_connection(functools.partial(_itself, protocol), "127.0.0.1", port)
        connections.append(protocol)
    async with asyncio.timeout(seconds + 60):
        await asyncio.gather(*(connection.done for connection in connections))
    took = time.perf_counter() - began
    durations = np.array([s for connection in connections for s in connection.seconds])
    return {
        "requests": len(durations),
        "a second": len(durations) / took,
        "median ms": float(np.median(durations)) * 1000,
        "p99 ms": float(np.percentile(durations, 99)) * 1000,
        "bytes": connections[0].bytes,
        "share of a processor": (time.process_time() - used) / took,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(_run(json.loads(sys.stdin.read())))))
