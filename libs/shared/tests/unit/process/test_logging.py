"""Logs are JSON lines, and a dead Loki costs a count."""

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from isotherm.process import logging as ours


@pytest.fixture(autouse=True)
def _root_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers, root.level = handlers, level


def test_a_line_is_json_with_its_extras(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    ours.configure("ingest", "ingest-0")
    logging.getLogger("isotherm_ingest.store").warning("kept %s", 3, extra={"device": "fridge-7"})
    line = json.loads(out.getvalue())
    assert line["message"] == "kept 3"
    assert line["service"] == "ingest"
    assert line["instance"] == "ingest-0"
    assert line["level"] == "warning"
    assert line["device"] == "fridge-7"
    assert line["time"].endswith("+00:00")


def test_an_exception_stays_on_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    ours.configure("api", "api-0")
    try:
        raise RuntimeError("why")
    except RuntimeError:
        logging.getLogger("x").exception("failed")
    assert out.getvalue().count("\n") == 1
    assert "RuntimeError: why" in json.loads(out.getvalue())["exception"]


def test_loki_gets_the_records_own_time_and_three_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    got: list[dict[str, list[dict[str, object]]]] = []
    arrived = threading.Event()

    class Loki(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()
            arrived.set()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Loki) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            ours.configure("api", "api-0", loki_url=f"http://127.0.0.1:{server.server_port}")
            logging.getLogger("x").info("hello")
            assert arrived.wait(30)
        finally:
            server.shutdown()
            thread.join()
    (stream,) = got[0]["streams"]
    assert stream["stream"] == {"service": "api", "instance": "api-0", "level": "info"}


def test_a_dead_loki_costs_a_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    counted = threading.Event()
    monkeypatch.setattr(ours.LOKI_LOST.labels("unreachable"), "inc", counted.set)
    ours.configure("api", "api-0", loki_url="http://127.0.0.1:9")
    logging.getLogger("x").info("hello")
    assert counted.wait(30)
