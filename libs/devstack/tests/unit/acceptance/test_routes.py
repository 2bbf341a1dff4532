"""Public addresses that lead to services inside."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from isotherm_devstack.acceptance.routes import client

PAGES = "https://isotherm.example.org"
KEYCLOAK = "https://isotherm.example.org/idp"


@asynccontextmanager
async def service(name: str) -> AsyncIterator[tuple[str, list[str]]]:
    """A service that answers with its name and sets a cookie; gives its URL and what it got."""
    got: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        got.append((await reader.readuntil(b"\r\n\r\n")).decode().lower())
        text = f"HTTP/1.1 200 OK\r\nset-cookie: {name}=1; Secure; Path=/\r\n"
        writer.write(
            f"{text}content-length: {len(name)}\r\nconnection: close\r\n\r\n{name}".encode()
        )
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", got


@pytest.mark.parametrize(
    ("asked", "by", "path"),
    [
        (f"{PAGES}/sensors/a?x=1", "pages", "/sensors/a?x=1"),
        (f"{KEYCLOAK}/realms/isotherm?a=%2F", "keycloak", "/inside/realms/isotherm?a=%2f"),
        (f"{PAGES}/idporama", "pages", "/idporama"),
        ("https://isotherm.example.org:443/", "pages", "/"),
    ],
)
async def test_the_longest_public_address_counts(asked: str, by: str, path: str) -> None:
    async with (
        service("pages") as (pages, a),
        service("keycloak") as (keycloak, b),
        client({PAGES: pages, KEYCLOAK: f"{keycloak}/inside"}) as http,
    ):
        answer = await http.get(asked)
        assert answer.text == by
        (request,) = a + b
        assert request.startswith(f"get {path} http/1.1")
        assert "host: isotherm.example.org\r\n" in request
        assert "x-forwarded-proto: https\r\n" in request
        assert "x-forwarded-port: 443\r\n" in request
        # the cookie belongs to the public host
        await http.get(asked)
        assert f"cookie: {by}=1" in (a + b)[-1]


async def test_another_address_is_asked_itself() -> None:
    async with service("other") as (other, got), client({PAGES: "http://127.0.0.1:1"}) as http:
        assert (await http.get(f"{other}/x")).text == "other"
        assert "x-forwarded-proto" not in got[0]
