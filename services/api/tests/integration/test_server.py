"""The server: starts without its neighbours, bounds its connections and memory, stops cleanly."""

import asyncio
import json
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from api_process import PATIENCE_S, running, settings

from isotherm import __version__
from isotherm.instants import to_ms
from isotherm_devstack.host.ports import free_port


def peak_kb(process: asyncio.subprocess.Process) -> int:
    """The most memory that a process has held."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    [peak] = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(peak)


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
            present = "SELECT version FROM part_instance WHERE part = 'api'"
            assert await world.connection.fetchval(present) == __version__
            process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(PATIENCE_S):
                async for _ in lines:
                    pass
        async with asyncio.timeout(PATIENCE_S):
            out, _ = await process.communicate()
        assert process.returncode == 0, out
    assert await world.connection.fetchval(present) is None
    log = [json.loads(line) for line in out.splitlines()]
    [asked] = [line for line in log if line.get("route") == "/me"]
    assert asked["service"] == "api"
    assert (asked["status"], asked["path"]) == (200, "/api/v1/me")
    assert asked["request_id"]


async def test_what_is_too_long_too_slow_or_no_http_is_refused() -> None:
    env = settings(
        f"postgresql://nobody:x@127.0.0.1:{free_port()}/none",
        REQUEST_HEAD_BYTES="4096", REQUEST_HEAD_S="0.2", REQUEST_BODY_S="0.2",
    )  # fmt: skip
    async with running(env) as process:
        for sent, status in (
            (b"GET / HTTP/1.1\r\nHost: a\r\nA: " + b"a" * 4096 + b"\r\n\r\n", 431),
            (b"GET / HTTP/1.1\r\nHost: a\r\nA: " + b"a" * 1_000_000, 431),
            (b"GET / HTTP/1.1\r\nHost: a\r\n", 408),
            (b"PATCH /api/v1/me HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{", 408),
            (b"GET / HTTP/1.1\r\n\r\n", 400),
            (b"nonsense", 400),
        ):
            port = int(env["ISOTHERM_API_PORT"])
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(sent)
            async with asyncio.timeout(PATIENCE_S):
                head, _, body = (await reader.read()).partition(b"\r\n\r\n")
            writer.close()
            assert head.startswith(b"HTTP/1.1 %d " % status)
            assert b"application/problem+json" in head
            assert json.loads(body)["status"] == status
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE_S):
            out, _ = await process.communicate()
        assert process.returncode == 0, out
    log = [json.loads(line) for line in out.splitlines()]
    assert [line for line in log if line["level"] == "error"] == []


async def test_an_export_of_a_million_readings_takes_little_memory(
    database: Any, keycloak: Any, world: Any
) -> None:
    _, channel = await world.fed(await world.site("s"), "fridge", 10.0)
    start, rows = datetime(2026, 1, 1, tzinfo=UTC), 1_000_000
    end = start + timedelta(seconds=10 * rows)
    for day in range((end - start).days + 1):
        await world.connection.execute("SELECT make_day($1)", (start + timedelta(day)).date())
    await world.connection.execute(
        "INSERT INTO reading (measured_at, received_at, value, channel_id, quality)"
        " SELECT $1::timestamptz + n * interval '10 s', $1, 4 + n % 10 / 10.0, $2, 0"
        " FROM generate_series(0, $3 - 1) n",
        start, channel, rows,
    )  # fmt: skip
    env = settings(database.api, OIDC_ISSUER=keycloak.issuer)
    asked = {"sensor": "s/fridge", "from": to_ms(start), "to": to_ms(end)}
    async with (
        running(env) as process,
        httpx.AsyncClient(
            timeout=PATIENCE_S,
            trust_env=False,
            headers={"Authorization": f"Bearer {await keycloak.token_for('ada')}"},
        ) as client,
        client.stream(
            "GET", f"http://127.0.0.1:{env['ISOTHERM_API_PORT']}/api/v1/export", params=asked
        ) as answer,
    ):
        assert answer.status_code == 200
        lines = 0
        async for chunk in answer.aiter_raw():
            lines += chunk.count(b"\n")
        assert lines == rows + 1
        assert peak_kb(process) < 200 * 1024


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
