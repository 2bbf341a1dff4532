"""Only recorded processes are stopped, by pid and start time, even if the supervisor has died."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from isotherm_devstack.host.process import Command, Process, started_at
from isotherm_devstack.lifecycle import down
from isotherm_devstack.state.folder import State, read, write_private


@pytest_asyncio.fixture
async def sleeper(tmp_path: Path) -> AsyncIterator[Process]:
    """A process that sleeps for ten minutes."""
    argv = (sys.executable, "-c", "import time; time.sleep(600)")
    process = Process(Command("sleeper", argv, tmp_path / "log"))
    await process.start()
    yield process
    await process.stop()


def _state(home: Path, *rows: dict[str, object]) -> State:
    state = State(home / "state")
    state.create()
    write_private(state.processes, {"processes": list(rows)})
    write_private(state.stack, {})
    return state


async def test_parts_left_by_a_dead_supervisor_are_stopped(
    sleeper: Process, tmp_path: Path
) -> None:
    left = {"name": "api", "pid": sleeper.pid, "started": started_at(sleeper.pid)}
    dead = {"name": "supervisor", "pid": 2**22 + 1, "started": "1"}
    state = _state(tmp_path, dead, left)
    assert await down.stop_all(state) == ["api"]
    assert started_at(sleeper.pid) is None
    assert not state.stack.exists()
    assert not state.processes.exists()


async def test_a_reused_pid_is_not_signalled(sleeper: Process, tmp_path: Path) -> None:
    reused = {"name": "api", "pid": sleeper.pid, "started": "an earlier one"}
    assert await down.stop_all(_state(tmp_path, reused)) == []
    assert started_at(sleeper.pid) is not None


async def test_stopping_nothing_is_no_error(tmp_path: Path) -> None:
    assert await down.stop_all(State(tmp_path / "never")) == []


def test_this_process_is_recorded_as_the_supervisor(tmp_path: Path) -> None:
    state = _state(tmp_path)
    down.record(state, [])
    running = down.supervisor_of(state)
    assert running is not None
    assert read(state.processes)["processes"][0]["pid"] == running.pid
