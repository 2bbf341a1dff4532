"""A part that ends is logged with the end of its log, and restarted with growing waits."""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from isotherm_devstack.errors import NotReadyError
from isotherm_devstack.host.process import Command, started_at
from isotherm_devstack.lifecycle.supervisor import BACK_OFF_S, STEADY_S, Supervisor


@dataclass
class ShortLived:
    """A part that runs a line of Python; ready once its log contains `ready`."""

    log: Path
    code: str
    may_finish: bool = False
    name: str = "shortlived"

    def command(self) -> Command:
        return Command(self.name, (sys.executable, "-c", self.code), self.log)

    async def is_ready(self) -> bool:
        return self.log.exists() and "ready" in self.log.read_text()


@dataclass
class Waits:
    """Replaces sleep: records the waits, and blocks after `enough` of them."""

    enough: int
    waited: list[float] = field(default_factory=list)
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        if len(self.waited) == self.enough:
            self.reached.set()
            await asyncio.Event().wait()


DIES = "print('ready, then dead', flush=True); raise SystemExit(7)"
STAYS = "print('ready', flush=True); import time; time.sleep(600)"
FINISHES = "print('ready', flush=True)"


async def test_a_part_is_restarted_with_growing_waits(tmp_path: Path) -> None:
    messages: list[str] = []
    waits = Waits(enough=len(BACK_OFF_S) + 1)
    async with asyncio.TaskGroup() as group:
        supervisor = Supervisor(group, messages.append, sleep=waits.sleep, clock=lambda: 0.0)
        await supervisor.start(ShortLived(tmp_path / "log", DIES))
        await waits.reached.wait()
        await supervisor.stop()
    assert tuple(waits.waited) == (*BACK_OFF_S, BACK_OFF_S[-1])
    assert "shortlived ended with code 7" in messages[0]
    assert "ready, then dead" in messages[0]


async def test_a_part_that_ran_long_is_restarted_after_the_shortest_wait(tmp_path: Path) -> None:
    times = iter(range(0, 10_000, int(STEADY_S) + 1))
    waits = Waits(enough=3)
    async with asyncio.TaskGroup() as group:
        supervisor = Supervisor(
            group, lambda _: None, sleep=waits.sleep, clock=lambda: float(next(times))
        )
        await supervisor.start(ShortLived(tmp_path / "log", DIES))
        await waits.reached.wait()
        await supervisor.stop()
    assert waits.waited == [BACK_OFF_S[0]] * 3


async def test_a_killed_part_is_restarted_as_another_process(tmp_path: Path) -> None:
    restarted = asyncio.Event()
    pids: list[int] = []

    def changed() -> None:
        pids.extend(part.process.pid for part in supervisor if part.process.pid not in pids)
        if len(pids) == 2:
            restarted.set()

    async with asyncio.TaskGroup() as group:
        supervisor = Supervisor(group, lambda _: None, changed, sleep=lambda _: asyncio.sleep(0))
        await supervisor.start(ShortLived(tmp_path / "log", STAYS))
        os.kill(pids[0], signal.SIGKILL)
        await asyncio.wait_for(restarted.wait(), 60)
        await supervisor.stop()
    assert [started_at(pid) for pid in pids] == [None, None]


async def test_children_of_a_killed_part_end_before_it_is_restarted(tmp_path: Path) -> None:
    child = "import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', "
    child += "'import time; time.sleep(600)']); print(p.pid, 'ready', flush=True); p.wait()"
    log = tmp_path / "log"
    waits = Waits(enough=1)
    async with asyncio.TaskGroup() as group:
        supervisor = Supervisor(group, lambda _: None, sleep=waits.sleep)
        await supervisor.start(ShortLived(log, child))
        grandchild = int(log.read_text().split()[0])
        (running,) = supervisor
        os.kill(running.process.pid, signal.SIGKILL)
        async with asyncio.timeout(60):
            await waits.reached.wait()
            while started_at(grandchild) is not None:  # noqa: ASYNC110  the system sends no event
                await asyncio.sleep(0.01)
        await supervisor.stop()


async def test_a_finished_part_stays_finished(tmp_path: Path) -> None:
    messages: list[str] = []
    async with asyncio.TaskGroup() as group:
        supervisor = Supervisor(group, messages.append)
        await supervisor.start(ShortLived(tmp_path / "log", FINISHES, may_finish=True))
        (running,) = supervisor
        assert await running.process.wait() == 0
    assert messages == []


async def test_a_part_that_is_never_ready_fails_the_start_with_its_log(tmp_path: Path) -> None:
    code = "print('ISOTHERM_X: is not set'); raise SystemExit(2)"
    with pytest.raises(ExceptionGroup) as caught:
        async with asyncio.TaskGroup() as group:
            await Supervisor(group, lambda _: None).start(ShortLived(tmp_path / "log", code))
    (error,) = caught.value.exceptions
    assert isinstance(error, NotReadyError)
    assert "ended with code 2" in str(error)
    assert "ISOTHERM_X: is not set" in str(error)


async def test_stop_ends_the_whole_group(tmp_path: Path) -> None:
    child = "import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', "
    child += "'import time; time.sleep(600)']); print(p.pid, 'ready', flush=True); p.wait()"
    log = tmp_path / "log"
    async with asyncio.TaskGroup() as group:
        supervisor = Supervisor(group, lambda _: None)
        await supervisor.start(ShortLived(log, child))
        grandchild = int(log.read_text().split()[0])
        assert started_at(grandchild) is not None
        await supervisor.stop()
        async with asyncio.timeout(60):
            # killed with its group; the system needs a moment to remove it
            while started_at(grandchild) is not None:  # noqa: ASYNC110  the system sends no event
                await asyncio.sleep(0.01)
