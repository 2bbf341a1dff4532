"""A stand-in for Loki that enforces what Loki 3.7 does with pushes, and fails on request."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from isotherm_devstack.host.ports import LOOPBACK

PUSH_BYTES = 4 * 1024 * 1024
LINE_BYTES = 256 * 1024
FAILING = "failing on request"
BEHIND_NS = 3_600 * 1_000_000_000

Labels = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class LokiStandIn:
    """What arrived; `failures` are statuses for the next pushes, before Loki looks at them.

    `headers` are those of these failures. `body_bytes` is what something before Loki takes.
    """

    url: str = ""
    pushes: int = 0
    largest_push: int = 0
    streams: dict[Labels, list[tuple[int, str]]] = field(default_factory=dict)
    failures: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    body_bytes: int = PUSH_BYTES
    changed: threading.Condition = field(default_factory=threading.Condition)

    def lines(self) -> list[dict[str, Any]]:
        """Return every stored line, parsed, in the order of their times."""
        entries = sorted(entry for stream in self.streams.values() for entry in stream)
        return [json.loads(line) for _, line in entries]

    def wait_for(self, count: int, timeout_s: float = 30) -> None:
        """Wait until so many lines are stored; raise TimeoutError after the timeout."""
        with self.changed:
            if not self.changed.wait_for(lambda: self._stored() >= count, timeout_s):
                raise TimeoutError(f"{self._stored()} of {count} lines arrived")

    def _stored(self) -> int:
        return sum(map(len, self.streams.values()))

    def push(self, body: bytes) -> tuple[int, str]:
        """Store a push as Loki would; return its status and text."""
        with self.changed:
            self.pushes += 1
            self.largest_push = max(self.largest_push, len(body))
            self.changed.notify_all()
            if self.failures:
                return self.failures.pop(0), FAILING
            if len(body) > self.body_bytes:
                return 413, "request body too large"
            refused, total = [], 0
            for stream in json.loads(body)["streams"]:
                stored = self.streams.setdefault(tuple(sorted(stream["stream"].items())), [])
                newest = max((stamp for stamp, _ in stored), default=0)
                for stamp, line in stream["values"]:
                    total += 1
                    if len(line.encode()) > LINE_BYTES:
                        refused.append("Max entry size '262144' bytes exceeded")
                    elif int(stamp) < newest - BEHIND_NS:
                        refused.append("entry too far behind")
                    else:
                        stored.append((int(stamp), line))
                        newest = max(newest, int(stamp))
            if refused:
                return 400, f"{refused[0]}, total ignored: {len(refused)} out of {total}"
            return 204, ""


@contextmanager
def started() -> Iterator[LokiStandIn]:
    """Serve the stand-in on loopback."""
    loki = LokiStandIn()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            status, text = loki.push(body)
            self.send_response(status)
            for name, value in loki.headers.items() if text == FAILING else ():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Log nothing: the test's output is its own."""

    with ThreadingHTTPServer((LOOPBACK, 0), Handler) as server:
        loki.url = f"http://{LOOPBACK}:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield loki
        finally:
            server.shutdown()
            thread.join()
