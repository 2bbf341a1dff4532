"""The chart's rules, judged by a real Prometheus, arrive through a real Alertmanager."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import yaml

from chart_alertmanager import Alertmanager, example_of_runbook, require_amtool
from isotherm_devstack.host.ports import LOOPBACK, free_port
from isotherm_devstack.host.system import require
from isotherm_devstack.parts.part import running
from isotherm_devstack.parts.prometheus import Prometheus
from isotherm_devstack.testing.prometheus import started


@asynccontextmanager
async def _webhook() -> AsyncIterator[tuple[str, asyncio.Queue[dict[str, Any]]]]:
    """Serve a dead man's switch; yield its address, and what arrives there."""
    arrived = asyncio.Queue[dict[str, Any]]()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        arrived.put_nowait(json.loads(await reader.readexactly(length)))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(take, LOOPBACK, 0)
    async with server:
        yield f"http://{LOOPBACK}:{server.sockets[0].getsockname()[1]}/ping", arrived


async def test_the_watchdog_arrives_at_a_dead_mans_switch(tmp_path: Path) -> None:
    require_amtool()
    require("prometheus")
    configuration = yaml.safe_load(example_of_runbook())
    (switch,) = (
        receiver
        for receiver in configuration["receivers"]
        if receiver["name"] == "dead-mans-switch"
    )
    async with _webhook() as (address, arrived):
        switch["webhook_configs"][0]["url"] = address
        alertmanager = Alertmanager(tmp_path, configuration)
        prometheus = Prometheus(
            tmp_path / "prometheus", free_port(), tmp_path / "prometheus.log", {},
            interval_s=1, alertmanagers=[f"{LOOPBACK}:{alertmanager.port}"],
        )  # fmt: skip
        async with running(alertmanager), started(prometheus), asyncio.timeout(60):
            message = await arrived.get()

    assert {alert["labels"]["alertname"] for alert in message["alerts"]} == {"IsothermWatchdog"}
    (alert,) = message["alerts"]
    assert alert["status"] == "firing"
    assert alert["annotations"]["runbook_url"].endswith("/docs/runbooks/watchdog.md")
