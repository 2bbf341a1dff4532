"""A service's process: it serves until it is told to stop, with its management port open."""

import asyncio
import json
import signal
import sys
from pathlib import Path

import httpx
import pytest

from isotherm import __version__
from isotherm.process.settings import without_settings
from isotherm_devstack.host.ports import free_port

SERVICE = """
import asyncio
from isotherm.process.outage import Outage
from isotherm.process.retry import Recovery, keep
from isotherm.process.run import Process, main
from isotherm.process.settings import PartSettings
import logging

log = logging.getLogger("service")

async def serve(settings, process):
    process.ready = lambda: {"thing": True}
    async def fail():
        raise RuntimeError("always")
    outage = Outage(log, "job failed", "job works")
    async with asyncio.TaskGroup() as group:
        job = group.create_task(keep(fail, Recovery(outage, process.background.job("fails"))))
        log.info("working")
        await process.stopped()
        job.cancel()

main("test", PartSettings, serve, description="Does nothing.")
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_serves_and_ends_in_order(tmp_path: Path, number: signal.Signals) -> None:
    script, port = tmp_path / "service.py", free_port()
    script.write_text(SERVICE)
    environment = without_settings() | {
        "ISOTHERM_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "ISOTHERM_INSTANCE": "test-0",
        "ISOTHERM_MANAGEMENT_PORT": str(port),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, script, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(60):
        lines = [json.loads(await process.stdout.readline()) for _ in range(3)]
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as web:
            health = (await web.get("/healthz")).json()
            ready = await web.get("/readyz")
        process.send_signal(number)
        await process.stdout.read()
        assert await process.wait() == 0
    assert (lines[0]["message"], lines[0]["version"]) == ("starting", __version__)
    assert {line["message"] for line in lines[1:]} == {"working", "job failed"}
    assert all(line["service"] == "test" and line["instance"] == "test-0" for line in lines)
    [failed] = [line for line in lines if line["message"] == "job failed"]
    assert "RuntimeError: always" in failed["exception"]
    assert health["status"] == "degraded"
    assert health["jobs"]["fails"]["why"] == "RuntimeError"
    assert (ready.status_code, ready.json()["checks"]) == (200, {"thing": True})


async def test_a_bad_setting_is_one_line_and_code_2(tmp_path: Path) -> None:
    script = tmp_path / "service.py"
    script.write_text(SERVICE)
    environment = without_settings() | {"ISOTHERM_DATABASE_URL": "mysql://somewhere"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, script, env=environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with asyncio.timeout(60):
        _, errors = await process.communicate()
    assert process.returncode == 2
    assert errors.decode().startswith("ISOTHERM_DATABASE_URL: must be postgresql://")
    assert errors.count(b"\n") == 1
