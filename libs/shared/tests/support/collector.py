"""A collector that takes OTLP over HTTP, and misbehaves on request."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

from isotherm_devstack.host.ports import LOOPBACK


@dataclass(slots=True)
class Collector:
    """What arrived; `answers` are statuses for the next pushes instead of taking them."""

    url: str = ""
    pushes: int = 0
    spans: list[Any] = field(default_factory=list)
    """Spans as protobuf messages."""
    resources: list[dict[str, str]] = field(default_factory=list)
    """The resource of each push."""
    paths: list[str] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    rejecting: int = 0
    """How many spans a successful answer says were rejected."""
    hanging: threading.Event = field(default_factory=threading.Event)
    """Answers wait for it; set unless it is cleared."""
    endless: bool = False
    """Whether an answer never ends."""
    changed: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, count: int, timeout_s: float = 30) -> None:
        """Wait until so many spans are taken; raise TimeoutError after the timeout."""
        with self.changed:
            if not self.changed.wait_for(lambda: len(self.spans) >= count, timeout_s):
                raise TimeoutError(f"{len(self.spans)} of {count} spans arrived")

    def wait_for_pushes(self, count: int, timeout_s: float = 30) -> None:
        """Wait until so many pushes have come, answered or not."""
        with self.changed:
            if not self.changed.wait_for(lambda: self.pushes >= count, timeout_s):
                raise TimeoutError(f"{self.pushes} of {count} pushes came")

    def push(self, path: str, body: bytes) -> tuple[int, bytes]:
        """Take a push; return its status and answer."""
        with self.changed:
            self.pushes += 1
            self.paths.append(path)
            self.changed.notify_all()
        self.hanging.wait()
        with self.changed:
            if self.answers:
                return self.answers.pop(0), b"as asked for"
            for of in ExportTraceServiceRequest.FromString(body).resource_spans:
                attributes = of.resource.attributes
                self.resources.append(
                    {attribute.key: attribute.value.string_value for attribute in attributes}
                )
                self.spans += [span for scope in of.scope_spans for span in scope.spans]
            self.changed.notify_all()
            answer = ExportTraceServiceResponse()
            answer.partial_success.rejected_spans = self.rejecting
            return 200, answer.SerializeToString()


@contextmanager
def started() -> Iterator[Collector]:
    """Serve a collector on loopback."""
    collector = Collector()
    collector.hanging.set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            status, text = collector.push(
                self.path, self.rfile.read(int(self.headers["Content-Length"]))
            )
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/elsewhere")
            if collector.endless:
                self.end_headers()
                try:
                    while True:
                        self.wfile.write(bytes(65_536))
                except OSError:
                    self.close_connection = True
                    return
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            """Log nothing: the test's output is its own."""

    with ThreadingHTTPServer((LOOPBACK, 0), Handler) as server:
        server.daemon_threads = True
        collector.url = f"http://{LOOPBACK}:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield collector
        finally:
            collector.hanging.set()
            server.shutdown()
            thread.join()
