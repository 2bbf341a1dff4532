"""Requests that are malformed, endless or too large cost the servers little."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress

import httpx
import psutil
import pytest

from attack_http import exchanged, opened, read_until_closed
from attack_sizes import Sizes
from e2e_stack import Stack
from sign_in import bearer, plain_client

HANG_S = 120
HEAD = b"GET /api/v1/me HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /api/v1/grants HTTP/1.1\r\nHost: x\r\n"
ODD_METHODS = (
    "ACL", "BIND", "CHECKOUT", "COPY", "LINK", "LOCK", "MKACTIVITY", "MKCALENDAR", "MKCOL",
    "MOVE", "NOTIFY", "PROPFIND", "PROPPATCH", "PURGE", "REBIND", "REPORT", "SEARCH", "SOURCE",
    "SUBSCRIBE", "TRACE", "UNBIND", "UNLOCK", "UNSUBSCRIBE",
)  # fmt: skip


async def metrics_of(stack: Stack, part: str) -> str:
    """Return the metrics of a part."""
    async with plain_client() as client:
        return (
            await client.get(f"http://127.0.0.1:{stack.port(f'{part}_management')}/metrics")
        ).text


@pytest.mark.parametrize("server", ["api", "frontend"])
async def test_a_header_without_end_is_refused(stack: Stack, sizes: Sizes, server: str) -> None:
    url = stack.api if server == "api" else stack.frontend
    process = psutil.Process(stack.pid(server))
    before = process.memory_info().rss
    async with asyncio.timeout(HANG_S):
        request = b"GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * sizes.header_bytes
        status, _ = await exchanged(url, request)
        assert status in (0, 431)
        many = b"".join(b"X-%d: a\r\n" % number for number in range(10_000))
        status, _ = await exchanged(url, b"GET /api/v1/me HTTP/1.1\r\nHost: x\r\n" + many + b"\r\n")
        assert status in (0, 431)
        status, _ = await exchanged(
            url, b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n"
        )
        assert status in (0, 414, 431)
    assert process.memory_info().rss - before < 32_000_000


async def test_unfinished_requests_are_closed_and_others_answered(
    stack: Stack, sizes: Sizes
) -> None:
    async with asyncio.timeout(HANG_S):
        held = [await opened(stack.api) for _ in range(sizes.unfinished)]
        for number, (_, writer) in enumerate(held):
            writer.write(HEAD[: number % len(HEAD)])
        async with plain_client() as client:
            assert (await client.get(f"{stack.api}/api/v1/me")).status_code == 401
        await asyncio.gather(*(read_until_closed(reader) for reader, _ in held))
        for _, writer in held:
            writer.close()


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET /api/v1/me HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GARBAGE\r\n\r\n",
        b"GET /api/v1/me HTTP/9.9\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64 + b"\r\n\r\n",
        POST + b"Content-Length: -1\r\n\r\n",
        POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nx",
        HEAD + b"A\x00B: c\r\n\r\n",
    ],
    ids=["no host", "garbage", "version", "TLS", "negative", "two lengths", "NUL"],
)
async def test_what_is_no_http_is_a_bad_request(stack: Stack, request_bytes: bytes) -> None:
    async with asyncio.timeout(HANG_S):
        status, answer = await exchanged(stack.api, request_bytes)
    assert status in (0, 400, 505), answer[:200]


async def test_the_metrics_do_not_grow_with_what_strangers_send(stack: Stack, vera: str) -> None:
    async with plain_client(base_url=stack.api) as client:
        await client.request("GET", "/nowhere")
        for method in ODD_METHODS:
            for headers in ({}, bearer(vera)):
                answer = await client.request(method, "/api/v1/me", headers=headers)
                assert answer.status_code in (401, 404, 405), method
                await client.request(method, f"/{method}-nowhere", headers=headers)
    text = await metrics_of(stack, "api")
    for method in ODD_METHODS:
        assert f'"{method}"' not in text
        assert f"{method}-nowhere" not in text
    assert 'method="other"' in text
    methods = set(re.findall(r'method="([^"]*)"', text))
    assert methods <= {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other"}


async def test_a_body_is_bounded(stack: Stack, vera: str) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1_000):
            yield b"a" * 65_536

    async with plain_client(base_url=stack.api, headers=bearer(vera)) as client:
        for body in (b"a" * 20_000_000, endless()):
            # the server may close the connection before it has read all
            with suppress(httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
                answer = await client.request("PATCH", "/api/v1/me", content=body)
                assert answer.status_code in (413, 422)
        assert (await client.get("/api/v1/me")).status_code == 200
