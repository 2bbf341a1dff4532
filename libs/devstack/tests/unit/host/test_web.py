"""A client for the parts asks them directly, and loads no certificates for that."""

import asyncio
import ssl

import httpx
import pytest

from isotherm_devstack.host.ports import LOOPBACK, free_port
from isotherm_devstack.host.web import loopback_client


async def test_it_knows_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://{LOOPBACK}:{free_port()}")

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(answer, LOOPBACK, 0)
    port = server.sockets[0].getsockname()[1]
    async with server, loopback_client() as client:
        assert (await client.get(f"http://{LOOPBACK}:{port}/")).status_code == 204


async def test_it_loads_no_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("certificates were loaded")

    monkeypatch.setattr(ssl, "create_default_context", refuse)
    with pytest.raises(AssertionError):
        httpx.AsyncClient(trust_env=False)
    async with loopback_client():
        pass
