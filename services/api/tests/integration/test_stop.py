"""A stop resets no connection: clients are told that it ends before it is closed."""

import asyncio
import signal
import socket
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from api_process import PATIENCE_S, running, settings

from isotherm_devstack.host.ports import free_port

TOKEN = urlsafe_b64encode(b'{"alg":"RS256","kid":"x12"}').decode() + ".e30.eA"
REQUEST = b"GET /api/v1/me HTTP/1.1\r\nHost: a\r\n\r\n"


@dataclass
class Client:
    """A kept connection that asks again and again until it is told to close."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    rest_s: float
    answered: int = 0

    async def ask(self) -> bool:
        """Ask once; return whether the connection may be used again. Raise if it broke off."""
        self.writer.write(REQUEST)
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        assert head.startswith(b"http/1.1 401 ")
        length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await self.reader.readexactly(length)
        self.answered += 1
        return b"connection: close" not in head

    async def run(self) -> None:
        """Ask until told to close, and then see the connection closed."""
        while await self.ask():  # noqa: ASYNC110  a client rests between its requests
            await asyncio.sleep(self.rest_s)
        assert await self.reader.read() == b""
        self.writer.close()


@asynccontextmanager
async def client(env: dict[str, str], rest_s: float = 0.0) -> AsyncIterator[Client]:
    port = int(env["ISOTHERM_API_PORT"])
    connection = Client(*await asyncio.open_connection("127.0.0.1", port), rest_s)
    yield connection
    connection.writer.close()


def environment(**more: str) -> dict[str, str]:
    """Return the settings of an api without a database, which refuses every caller."""
    return settings(f"postgresql://nobody:x@127.0.0.1:{free_port()}/none", **more)


async def test_every_kept_connection_is_told_before_it_is_closed() -> None:
    env = environment()
    async with asyncio.timeout(PATIENCE_S), running(env) as process:
        port = int(env["ISOTHERM_API_PORT"])
        clients = [
            Client(*await asyncio.open_connection("127.0.0.1", port), rest_s)
            for rest_s in [0.0] * 8 + [0.01] * 8 + [0.5] * 8 + [2.0] * 4
        ]
        for connection in clients:
            assert await connection.ask()
        async with asyncio.TaskGroup() as group:
            for connection in clients:
                group.create_task(connection.run())
            process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0


async def test_it_ends_at_once_without_connections() -> None:
    env = environment()
    async with asyncio.timeout(PATIENCE_S), running(env) as process:
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0


async def test_a_silent_connection_does_not_hold_up_the_stop() -> None:
    env = environment()
    async with asyncio.timeout(PATIENCE_S), running(env) as process, client(env) as silent:
        assert await silent.ask()
        process.send_signal(signal.SIGTERM)
        assert await silent.reader.read() == b""
        assert await process.wait() == 0


async def test_requests_that_run_longer_than_the_grace_are_cut_off() -> None:
    """Keycloak answers nothing here, so that the request waits for its signing keys."""
    request = f"GET /api/v1/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {TOKEN}\r\n\r\n"
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(PATIENCE_S):
        with socket.create_server(("127.0.0.1", 0)) as keycloak:
            keycloak.setblocking(False)
            realm = f"http://127.0.0.1:{keycloak.getsockname()[1]}/realms/isotherm"
            env = environment(STOP_GRACE_S="1", OIDC_INTERNAL_URL=realm)
            async with running(env) as process, client(env) as waiting:
                waiting.writer.write(request.encode())
                silent, _ = await loop.sock_accept(keycloak)
                with silent:
                    process.send_signal(signal.SIGTERM)
                    # it would be 503 if the request had waited until Keycloak was given up
                    assert (await waiting.reader.read()).startswith(b"HTTP/1.1 500 ")
                    assert await process.wait() == 0


async def test_it_goes_on_serving_for_the_delay_while_it_is_not_ready() -> None:
    env = environment(STOP_DELAY_S="300")
    management = f"http://127.0.0.1:{env['ISOTHERM_MANAGEMENT_PORT']}"
    async with (
        asyncio.timeout(PATIENCE_S),
        running(env) as process,
        httpx.AsyncClient(trust_env=False) as asker,
    ):
        process.send_signal(signal.SIGTERM)
        while (answer := await asker.get(f"{management}/readyz")).status_code != 503:
            pass
        assert answer.json()["checks"]["running"] is False
        assert (await asker.get(f"{management}/healthz")).status_code == 200
        async with client(env) as late:
            assert not await late.ask()
        assert process.returncode is None
