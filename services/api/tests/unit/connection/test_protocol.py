"""Connections: what is too long, too slow or no HTTP is refused, and gives its place back."""

import asyncio
from dataclasses import replace

import pytest
from raw_http import CALM, assert_problem, serving

from isotherm_api.bounds import ConnectionBounds

QUICK = ConnectionBounds(head_s=0.2, body_s=0.2)
GET = b"GET /x HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /x HTTP/1.1\r\nHost: a\r\nA: " + b"a" * 1_000_000,
        b"GET /x HTTP/1.1\r\nHost: a\r\n" + b"A: b\r\n" * 100_000,
        b"GET /x HTTP/1.1\r\nHost: a\r\n" + b"A: b\r\n" * 4_000 + b"\r\n",
        b"GET /" + b"x" * 1_000_000,
        b"GET /x HTTP/1.1\r\n" + b"a" * 1_000_000,
        b"GET /x HTTP/1.1\r\nHost: a\r\nA: " + b"a" * 16_384 + b"\r\n\r\n",
        b"\r\n" * 100_000,
    ],
    ids=["value", "headers", "finished", "target", "name", "just over", "blank lines"],
)
async def test_a_head_that_is_too_long_is_refused(sent: bytes) -> None:
    async with serving() as server, server.client(sent) as client:
        assert_problem(await client.answer(), 431)
        assert await client.ended() == b""
        assert server.refused("headers-too-large") == 1


async def test_a_long_head_within_the_bound_is_answered() -> None:
    head = b"GET /x HTTP/1.1\r\nHost: a\r\nA: " + b"a" * 16_000 + b"\r\n\r\n"
    async with serving() as server, server.client(head) as client:
        assert (await client.answer())[0] == 200
        client.writer.writelines([head, head])
        assert (await client.answer())[0] == 200
        assert (await client.answer())[0] == 200


@pytest.mark.parametrize(
    "sent",
    [b"GET /x HTTP/1.1\r\nHost: a\r\nA: b", b"G", b"\r\n", b"POST /x HTTP/1.1\r\nHost: a\r\n"],
)
async def test_an_unfinished_head_has_a_deadline(sent: bytes) -> None:
    async with serving(QUICK) as server, server.client(sent) as client:
        assert_problem(await client.answer(), 408)
        assert await client.ended() == b""
        assert server.refused("timeout") == 1


async def test_a_connection_that_sends_nothing_is_closed_without_an_answer() -> None:
    async with serving(QUICK) as server, server.client() as client:
        assert await client.ended() == b""


async def test_a_head_that_drips_does_not_move_its_deadline() -> None:
    async with serving(QUICK) as server, server.client(b"GET /x HTTP/1.1\r\n") as client:
        assert b" 408 " in await client.ended_while_sending(b"A: b\r\n")


@pytest.mark.parametrize("first", [GET, GET + GET, GET + b"\r\n"], ids=["one", "two", "blank"])
async def test_the_next_head_has_a_deadline_too(first: bytes) -> None:
    async with serving(QUICK) as server, server.client(first) as client:
        for _ in range(first.count(b"GET")):
            assert (await client.answer())[0] == 200
        client.writer.write(b"\r\nGET /x")
        assert_problem(await client.answer(), 408)


@pytest.mark.parametrize("body", [b"ab", b""])
@pytest.mark.parametrize("framing", [b"Content-Length: 10", b"Transfer-Encoding: chunked"])
async def test_an_unfinished_body_has_a_deadline(framing: bytes, body: bytes) -> None:
    head = b"POST /x HTTP/1.1\r\nHost: a\r\n" + framing + b"\r\n\r\n"
    async with serving(QUICK) as server, server.client(head, body) as client:
        if b"chunked" in framing and body:
            client.writer.write(b"\r\n")
        assert_problem(await client.answer(), 408)
        assert await client.ended() == b""


async def test_a_body_that_nobody_reads_does_not_hold_its_connection() -> None:
    head = b"POST /unread HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n"
    async with serving(QUICK) as server, server.client(head) as client:
        assert (await client.answer())[0] == 200
        await client.ended_while_sending(b"a" * 1000)
        assert server.refused("timeout") == 1


@pytest.mark.parametrize(
    "framing",
    [b"1;" + b"x" * 1_000_000, b"1\r\na\r\n0\r\nA: " + b"a" * 1_000_000, b"1\r\na\r\n" * 20_000],
    ids=["extension", "trailer", "small chunks"],
)
async def test_the_framing_of_a_body_is_bounded(framing: bytes) -> None:
    head = b"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    async with serving() as server, server.client(head, framing) as client:
        assert_problem(await client.answer(), 431)
        assert server.refused("headers-too-large") == 1


async def test_trailers_do_not_become_headers() -> None:
    body = b"2\r\nab\r\n0\r\nAuthorization: Bearer x\r\n\r\n"
    head = b"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    async with serving() as server, server.client(head, body, GET) as client:
        assert (await client.answer())[2] == b"POST 2"
        assert (await client.answer())[2] == b"GET 0"


async def test_a_body_in_pieces_is_read_whole() -> None:
    head = b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n"
    async with serving() as server, server.client(head) as client:
        for _ in range(60):
            client.writer.write(b"a" * 1000)
            await client.writer.drain()
        assert (await client.answer())[2] == b"POST 60000"


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /x HTTP/1.1\r\n\r\n",
        b"GET /x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET http:// HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"hello\r\n\r\n",
        b"GET /x\r\n\r\n",
        b"GET /x HTTP/2.0\r\nHost: a\r\n\r\n",
        b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
    ids=[
        "no host",
        "two hosts",
        "tls",
        "no url",
        "two lengths",
        "no http",
        "0.9",
        "2.0",
        "smuggled",
    ],
)
async def test_what_is_not_http_is_a_bad_request(sent: bytes) -> None:
    async with serving() as server, server.client(sent) as client:
        assert_problem(await client.answer(), 400)
        assert await client.ended() == b""
        assert server.refused("bad-request") == 1


async def test_http_1_0_needs_no_host() -> None:
    async with serving() as server, server.client(b"GET /x HTTP/1.0\r\n\r\n") as client:
        assert (await client.answer())[0] == 200


async def test_garbage_behind_a_request_does_not_mix_with_its_response() -> None:
    async with serving() as server, server.client(GET, b"\x00garbage\r\n\r\n") as client:
        said = await client.ended()
        assert said.count(b"HTTP/1.1") <= 1
        assert b" 400 " not in said


async def test_an_upgrade_is_answered_as_a_request_and_ends_the_connection() -> None:
    upgrade = b"GET /x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    async with serving() as server, server.client(upgrade, b"more" * 1000) as client:
        assert (await client.answer())[0] == 200
        assert await client.ended() == b""


async def test_the_oldest_idle_connection_gives_way_to_a_new_one() -> None:
    async with (
        serving(replace(CALM, connections=2)) as server,
        server.client(GET) as one,
        server.client(b"GET /x HTT") as two,
    ):
        assert (await one.answer())[0] == 200
        async with server.client(GET) as three:
            assert (await three.answer())[0] == 200
            assert await one.ended() == b""
            async with server.client(GET) as four:
                assert (await four.answer())[0] == 200
                assert_problem(await two.answer(), 503)


async def test_connections_at_work_are_bounded_and_places_return() -> None:
    post = b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n"
    async with serving(replace(CALM, connections=2)) as server:
        async with server.client(post) as one, server.client(post) as two:
            await one.told_to_go_on()
            await two.told_to_go_on()
            async with server.client(GET) as three:
                assert_problem(await three.answer(), 503)
            for client in (one, two):
                client.writer.write(b"a")
                assert (await client.answer())[0] == 200
        async with server.client(GET) as again:
            assert (await again.answer())[0] == 200


LARGE = b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n"
IMPATIENT = replace(CALM, patience_s=0.2)


async def test_a_client_that_takes_too_little_of_a_response_is_dropped() -> None:
    bounds = replace(IMPATIENT, least_bytes_s=1e9)
    async with serving(bounds) as server, server.client(LARGE) as client:
        while server.refused("slow") == 0:
            assert await client.part(1)
            await asyncio.sleep(0)
        assert len(await client.ended()) < 20_000_000


async def test_a_client_at_the_least_pace_is_sent_everything() -> None:
    bounds = replace(IMPATIENT, least_bytes_s=1)
    async with serving(bounds) as server, server.client(LARGE) as client:
        assert len((await client.answer())[2]) == 20_000_000
        assert server.refused("slow") == 0
