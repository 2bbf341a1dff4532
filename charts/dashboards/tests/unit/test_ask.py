"""Queries reach their data sources as Grafana sends them."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from isotherm_dashboards.ask import Answer, Sources, ask
from isotherm_dashboards.expand import Shown

UNTIL = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SHOWN = Shown(UNTIL - timedelta(hours=1), UNTIL)


@contextmanager
def _answering(status: int, answer: Any) -> Iterator[tuple[str, list[tuple[str, dict[str, str]]]]]:
    """Answer every request alike; yield the address, and the requests with their parameters."""
    asked: list[tuple[str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            asked.append(
                (url.path, {name: values[0] for name, values in parse_qs(url.query).items()})
            )
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


def _data(kind: str, result: Any) -> dict[str, Any]:
    return {"status": "success", "data": {"resultType": kind, "result": result}}


async def _asked(sources: Sources) -> list[Answer]:
    return [answer async for answer in ask(sources, SHOWN)]


async def test_prometheus_is_asked_for_a_range_or_for_now() -> None:
    series = {"metric": {"kind": "received"}, "values": [[1, "2"], [2, "3"]]}
    with _answering(200, _data("matrix", [series])) as (url, asked):
        answers = await _asked(Sources(prometheus=url))

    assert {path for path, _ in asked} == {"/api/v1/query", "/api/v1/query_range"}
    assert not any("$" in parameters["query"] for _, parameters in asked)
    for path, parameters in asked:
        names = {"query", "time"} if path.endswith("query") else {"query", "start", "end", "step"}
        assert parameters.keys() == names
    (arriving,) = (answer for answer in answers if answer.panel == "Are readings arriving?")
    assert [(curve.name, curve.values) for curve in arriving.series] == [("received", ["2", "3"])]
    assert 'namespace=~".*"' in arriving.query


async def test_loki_is_asked_in_nanoseconds() -> None:
    lines = {"stream": {"service": "api"}, "values": [["1", "a line"]]}
    with _answering(200, _data("streams", [lines])) as (url, asked):
        answers = await _asked(Sources(loki=url))

    assert {answer.board for answer in answers} == {"Logs"}
    assert {path for path, _ in asked} == {"/loki/api/v1/query_range"}
    assert {parameters["end"] for _, parameters in asked} == {"1795521600000000000"}
    assert answers[-1].series[0].values == ["a line"]


async def test_what_is_refused_says_why() -> None:
    with _answering(400, {"error": "parse error"}) as (url, _):
        answers = await _asked(Sources(prometheus=url))

    assert answers
    assert all("parse error" in str(answer.error) for answer in answers)


async def test_what_does_not_answer_says_so() -> None:
    answers = await _asked(
        Sources("http://127.0.0.1:9", "http://127.0.0.1:9", "postgresql://127.0.0.1:9/none")
    )

    assert all(answer.error for answer in answers)
