"""`python -m bench.history.asker`: asks an api as fast as it answers, and says how often it did.

A process of its own, so that it does not share the api's. Each connection asks, reads the answer
whole, and asks again. It knows enough HTTP for that and no more, so that it costs next to nothing:
its own use of a processor is part of what it says.
"""

import asyncio
import functools
import json
import sys
import time

import numpy as np


class _Asking(asyncio.Protocol):
    """One connection, kept alive."""

    def __init__(self, requests: list[bytes], until: float) -> None:
        self._requests, self._until, self._next = requests, until, 0
        self._rest, self._due, self._asked = b"", -1, 0.0
        self.seconds: list[float] = []
        self.bytes = self.points = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asks for the first time."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("TCP has a transport to write to")
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Takes a piece of an answer."""
        self._rest += data
        if self._due < 0:
            head, found, body = self._rest.partition(b"\r\n\r\n")
            if not found:
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
        """An end that nobody asked for."""
        self._fail(exc or ConnectionError("the api ended the connection"))

    def _fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)

    def _ask(self) -> None:
        self._asked = time.perf_counter()
        if self._transport is not None:
            self._transport.write(self._requests[self._next % len(self._requests)])
        self._next += 1


def _itself(made: _Asking) -> _Asking:
    return made


async def _run(told: dict[str, object]) -> dict[str, float]:
    port, seconds = int(str(told["port"])), float(str(told["seconds"]))
    paths, token = told["paths"], str(told["token"])
    if not isinstance(paths, list):
        raise TypeError("the paths to ask for are no list")
    requests = [
        f"GET {path} HTTP/1.1\r\nHost: api\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        for path in paths
    ]
    loop, began, used = asyncio.get_running_loop(), time.perf_counter(), time.process_time()
    asking = []
    for number in range(int(str(told["connections"]))):
        turned = requests[number % len(requests) :] + requests[: number % len(requests)]
        made = _Asking(turned, began + seconds)
        await loop.create_connection(functools.partial(_itself, made), "127.0.0.1", port)
        asking.append(made)
    async with asyncio.timeout(seconds + 60):
        await asyncio.gather(*(each.done for each in asking))
    took = time.perf_counter() - began
    every = np.array([one for each in asking for one in each.seconds])
    return {
        "requests": len(every),
        "a second": len(every) / took,
        "median ms": float(np.median(every)) * 1000,
        "p99 ms": float(np.percentile(every, 99)) * 1000,
        "bytes": asking[0].bytes,
        "share of a processor": (time.process_time() - used) / took,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(_run(json.loads(sys.stdin.read())))))
