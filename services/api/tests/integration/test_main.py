"""The process: starts without its neighbours, stops cleanly, names a bad setting."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from isotherm.settings import without_settings
from isotherm_devstack.ports import free_port

PROGRAM = str(Path(sys.executable).with_name("isotherm-api"))
PATIENCE_S = 30


def settings(dsn: str, **more: str) -> dict[str, str]:
    """An environment that starts an api."""
    ours = {
        "DATABASE_URL": dsn,
        "INSTANCE": "api-test",
        "API_PORT": str(free_port()),
        "MANAGEMENT_PORT": str(free_port()),
        "OIDC_ISSUER": "http://127.0.0.1:1/realms/isotherm",
    }
    named = {f"ISOTHERM_{key}": value for key, value in (ours | more).items()}
    return without_settings(dict(os.environ)) | named


@asynccontextmanager
async def running(env: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """The process, ready."""
    process = await asyncio.create_subprocess_exec(
        PROGRAM, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    try:
        assert process.stdout is not None
        url = f"http://127.0.0.1:{env['ISOTHERM_MANAGEMENT_PORT']}/readyz"
        async with asyncio.timeout(PATIENCE_S), httpx.AsyncClient(trust_env=False) as client:
            while True:
                try:
                    if (await client.get(url)).status_code == 200:
                        break
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_it_serves_and_stops_with_open_streams(
    database: Any, keycloak: Any, world: Any
) -> None:
    env = settings(database.api, OIDC_ISSUER=keycloak.issuer)
    base = f"http://127.0.0.1:{env['ISOTHERM_API_PORT']}/api/v1"
    headers = {"Authorization": f"Bearer {await keycloak.token_for('ada')}"}
    async with (
        running(env) as process,
        httpx.AsyncClient(timeout=PATIENCE_S, trust_env=False, headers=headers) as client,
    ):
        assert (await client.get(f"{base}/me")).json()["admin"] is True
        management = f"http://127.0.0.1:{env['ISOTHERM_MANAGEMENT_PORT']}"
        assert (await client.get(f"{management}/healthz")).status_code == 200
        async with client.stream("GET", f"{base}/live") as stream:
            lines = stream.aiter_lines()
            assert await anext(lines)
            metrics = (await client.get(f"{management}/metrics")).text
            assert "isotherm_api_live_streams 1.0" in metrics
            assert 'isotherm_api_request_seconds_count{method="GET",route="/me"' in metrics
            process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(PATIENCE_S):
                async for _ in lines:
                    pass
        async with asyncio.timeout(PATIENCE_S):
            out, _ = await process.communicate()
        assert process.returncode == 0, out
    log = [json.loads(line) for line in out.splitlines()]
    [asked] = [line for line in log if line.get("route") == "/me"]
    assert asked["service"] == "api"
    assert (asked["status"], asked["path"]) == (200, "/api/v1/me")
    assert asked["request_id"]


async def test_it_is_ready_while_database_and_keycloak_are_away() -> None:
    env = settings(f"postgresql://nobody:x@127.0.0.1:{free_port()}/none")
    async with running(env) as process:
        async with httpx.AsyncClient(timeout=PATIENCE_S, trust_env=False) as client:
            base = f"http://127.0.0.1:{env['ISOTHERM_API_PORT']}/api/v1"
            assert (await client.get(f"{base}/openapi.json")).status_code == 200
            assert (await client.get(f"{base}/me")).status_code == 401
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE_S):
            await process.communicate()
        assert process.returncode == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ISOTHERM_API_PORT", "many"),
        ("ISOTHERM_OIDC_ISSUER", "keycloak"),
        ("ISOTHERM_DATABASE_URL", None),
        ("ISOTHERM_STREAMS_A_USER", "0"),
    ],
)
async def test_a_bad_setting_is_named_in_a_line(name: str, value: str | None) -> None:
    env = settings("postgresql://127.0.0.1/none")
    env.pop(name, None)
    if value is not None:
        env[name] = value
    process = await asyncio.create_subprocess_exec(
        PROGRAM, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(PATIENCE_S):
        out, err = await process.communicate()
    assert process.returncode == 2
    assert out == b""
    assert err.decode().startswith(f"{name}: ")
    assert err.count(b"\n") == 1
