"""The management port says whether the part lives, is ready, and what it counted."""

import asyncio
import json

import httpx
import pytest
from prometheus_client import CollectorRegistry, Counter

from isotherm.process.management import Bounds, serve

PATIENCE_S = 30
GET = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.mark.parametrize(("ready", "status"), [(True, 200), (False, 503)])
async def test_readiness(ready: bool, status: int) -> None:
    async with serve("127.0.0.1", 0, lambda: {"broker": ready}) as port, httpx.AsyncClient() as web:
        answer = await web.get(f"http://127.0.0.1:{port}/readyz")
    assert answer.status_code == status
    assert json.loads(answer.text)["checks"] == {"broker": ready}


async def test_health_and_metrics() -> None:
    registry = CollectorRegistry()
    Counter("isotherm_test_things", "Things", registry=registry).inc(3)
    async with serve("127.0.0.1", 0, dict, registry=registry) as port, httpx.AsyncClient() as web:
        base = f"http://127.0.0.1:{port}"
        assert (await web.get(f"{base}/healthz")).status_code == 200
        assert "isotherm_test_things_total 3.0" in (await web.get(f"{base}/metrics")).text
        assert (await web.get(f"{base}/other")).status_code == 404


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        (b"", b"text/plain; version=0.0.4; charset=utf-8"),
        (b"Accept: application/openmetrics-text\r\n", b"application/openmetrics-text"),
        (b"accept:application/openmetrics-text;q=0.2\r\nACCEPT: text/plain;q=0.1\r\n",
         b"application/openmetrics-text"),
        (b"Accept: text/plain\r\nAccept: application/openmetrics-text;q=0.1\r\n", b"text/plain"),
        (b"Accept: application/openmetrics-text;version=1.0.0\nX-A: b\r\n", b"text/plain"),
    ],
)  # fmt: skip
async def test_metrics_come_in_the_format_that_is_asked_for(headers: bytes, kind: bytes) -> None:
    async with serve("127.0.0.1", 0, dict, registry=CollectorRegistry()) as port:
        answer = await said(port, b"GET /metrics HTTP/1.1\r\nHost: a\r\n" + headers + b"\r\n")
    head = answer.partition(b"\r\n\r\n")[0]
    assert b"Content-Type: " + kind in head
    assert b"X-A" not in head


@pytest.mark.parametrize(
    ("host", "name"), [("127.0.0.1", "MANAGEMENT_PORT"), ("nowhere.invalid", "MANAGEMENT_HOST")]
)
async def test_where_it_cannot_listen_one_line_says_so(
    capsys: pytest.CaptureFixture[str], host: str, name: str
) -> None:
    async with serve("127.0.0.1", 0, dict) as port:
        with pytest.raises(SystemExit) as ended:
            async with serve(host, port, dict):
                pass
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith(f"ISOTHERM_{name}: cannot listen on {host}:{port}: ")
    assert said.count("\n") == 1


async def said(port: int, sent: bytes) -> bytes:
    """Return all that the server answers to some bytes, until it closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        async with asyncio.timeout(PATIENCE_S):
            return await reader.read()
    finally:
        writer.close()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (GET, 200),
        (b"GET /healthz HTTP/1.0\r\n\r\n", 200),
        (b"HEAD /healthz HTTP/1.1\r\nHost: a\r\n\r\n", 200),
        (b"POST /healthz HTTP/1.1\r\nHost: a\r\n\r\n", 405),
        (b"GET /healthz HTTP/1.1\r\n\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"hello\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\r\n\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\nA: " + b"a" * 1_000_000, 431),
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + b"A: b\r\n" * 4_000 + b"\r\n", 431),
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\n", 408),
        (b"G", 408),
        (b"", 408),
    ],
)
async def test_a_request_is_bounded_in_bytes_and_time(sent: bytes, status: int) -> None:
    async with serve("127.0.0.1", 0, dict, bounds=Bounds(head_s=0.2)) as port:
        assert (await said(port, sent)).startswith(b"HTTP/1.1 %d " % status)


async def test_the_oldest_connection_without_a_request_gives_way() -> None:
    async with serve("127.0.0.1", 0, dict, bounds=Bounds(connections=2)) as port:
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
        assert (await said(port, GET)).startswith(b"HTTP/1.1 200 ")
        (first, _), (_, second) = held
        async with asyncio.timeout(PATIENCE_S):
            assert await first.read() == b""
        second.write(GET)
        async with asyncio.timeout(PATIENCE_S):
            assert (await held[1][0].read()).startswith(b"HTTP/1.1 200 ")
        for _, writer in held:
            writer.close()


async def test_a_client_that_reads_nothing_is_dropped() -> None:
    registry = CollectorRegistry()
    things = Counter("isotherm_test_things", "Things", ["name"], registry=registry)
    for number in range(5_000):
        things.labels(f"{number:01000}").inc()
    bounds = Bounds(connections=1, answer_s=0.2)
    async with serve("127.0.0.1", 0, dict, registry=registry, bounds=bounds) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port, limit=1)
        writer.write(b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
        async with asyncio.timeout(PATIENCE_S):
            while not (await said(port, GET)).startswith(b"HTTP/1.1 200 "):
                pass
        writer.close()
