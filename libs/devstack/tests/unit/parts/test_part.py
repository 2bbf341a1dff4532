"""A part: awaited until ready, stopped if it is not ready in time."""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from isotherm_devstack.errors import NotReadyError
from isotherm_devstack.host.ports import LOOPBACK, free_port
from isotherm_devstack.host.process import Command, started_at
from isotherm_devstack.parts.part import listens, running, start

SLEEPS = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"


@dataclass
class Sleeper:
    """A part that sleeps; ready, if ever, once its log has its pid."""

    log: Path
    ready: bool
    code: str = SLEEPS
    name: str = "sleeper"
    may_finish: bool = False

    def command(self) -> Command:
        return Command(self.name, (sys.executable, "-c", self.code), self.log)

    async def is_ready(self) -> bool:
        return self.ready and self.log.exists() and "\n" in self.log.read_text()


async def test_a_part_runs_during_the_block(tmp_path: Path) -> None:
    async with running(Sleeper(tmp_path / "log", ready=True)) as process:
        assert started_at(process.pid) is not None
    assert started_at(process.pid) is None


async def test_a_part_that_is_not_ready_in_time_is_stopped(tmp_path: Path) -> None:
    part = Sleeper(tmp_path / "log", ready=False)
    with pytest.raises(NotReadyError, match="sleeper is not ready after 1 s"):
        await start(part, timeout_s=1.0)
    assert started_at(int(part.log.read_text())) is None


async def test_a_part_that_ends_before_it_is_ready_is_reported_with_its_log(
    tmp_path: Path,
) -> None:
    part = Sleeper(tmp_path / "log", ready=False, code="raise SystemExit('no configuration')")
    with pytest.raises(NotReadyError, match=r"ended with code 1; the end of its log:\nno config"):
        await start(part)


async def test_a_listener_is_detected() -> None:
    port = free_port()
    assert not await listens(LOOPBACK, port)
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), LOOPBACK, port)
    async with server:
        assert await listens(LOOPBACK, port)
