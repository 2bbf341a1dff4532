"""The api as a process of its own."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from isotherm.process.settings import without_settings
from isotherm.sealing import make_key
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.host.web import loopback_client

PROGRAM = str(Path(sys.executable).with_name("isotherm-api"))


PATIENCE_S = 30


def settings(dsn: str, **more: str) -> dict[str, str]:
    """An environment that starts an api."""
    ours = {
        "DATABASE_URL": dsn,
        "INSTANCE": "api-test",
        "API_PORT": str(free_port()),
        "MANAGEMENT_PORT": str(free_port()),
        "SEALING_KEY": make_key(),
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
        async with asyncio.timeout(PATIENCE_S), loopback_client() as client:
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
