"""The program: a bad setting is named before anything is started."""

import asyncio

import pytest
from api_process import PATIENCE_S, PROGRAM, settings


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
