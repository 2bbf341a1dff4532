"""A start in the foreground: one at a time, after what an earlier one left, until a signal."""

import asyncio
import io
import os
import signal
import sys
import threading
from pathlib import Path

import pytest
from rich.console import Console

from isotherm_devstack.host import system
from isotherm_devstack.host.process import Command, Process, started_at
from isotherm_devstack.lifecycle import down, up
from isotherm_devstack.lifecycle.up import AlreadyRunningError
from isotherm_devstack.state.content import Content, OtherContentError, settle
from isotherm_devstack.state.folder import State, write_private


@pytest.fixture
def state(tmp_path: Path) -> State:
    """The folder of a stack that held the demo."""
    state = State(tmp_path / "state")
    state.create()
    settle(state, Content.DEMO)
    return state


@pytest.fixture
def printed() -> io.StringIO:
    """What is printed for the user."""
    return io.StringIO()


@pytest.fixture
def console(printed: io.StringIO) -> Console:
    """The user's console."""
    return Console(file=printed, width=200)


def test_the_running_stack_is_described_as_far_as_it_is_known(state: State) -> None:
    assert str(up.already_running(state)).startswith("Isotherm is already running. Stop it with")
    down.record(state, [])
    write_private(state.stack, {"frontend": "http://localhost:3000"})
    where = f"running at http://localhost:3000 (pid {os.getpid()}). Stop it with `make down`."
    assert str(up.already_running(state)).endswith(where)


def test_a_second_start_leaves_the_first_alone(state: State, console: Console) -> None:
    lock = state.lock()
    assert lock is not None
    with lock:
        down.record(state, [])
        with pytest.raises(AlreadyRunningError, match=f"pid {os.getpid()}"):
            asyncio.run(up.run(state, console, Content.DEMO))
        assert state.processes.exists()


def test_what_an_earlier_start_left_is_stopped_also_if_this_one_fails(
    state: State, console: Console, printed: io.StringIO
) -> None:
    async def start_beside_a_sleeper() -> int:
        argv = (sys.executable, "-c", "import time; time.sleep(600)")
        sleeper = Process(Command("api", argv, state.log("api")))
        await sleeper.start()
        row = {"name": "api", "pid": sleeper.pid, "started": started_at(sleeper.pid)}
        write_private(state.processes, {"processes": [row]})
        with pytest.raises(OtherContentError):
            await up.run(state, console, Content.EMPTY)
        return await sleeper.wait()

    assert asyncio.run(start_beside_a_sleeper()) == -signal.SIGTERM
    assert printed.getvalue() == "Stopped parts left by an earlier start: api\n"
    lock = state.lock()
    assert lock is not None
    lock.close()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_the_start_and_keeps_the_data(
    state: State,
    console: Console,
    printed: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
    sent: signal.Signals,
) -> None:
    stopped = threading.Event()

    def interrupt(*_: str) -> None:
        write_private(state.stack, {})
        os.kill(os.getpid(), sent)
        os.kill(os.getpid(), sent)
        stopped.wait(30)

    async def start() -> None:
        try:
            await up.run(state, console, Content.QUIET)
        finally:
            stopped.set()

    monkeypatch.setattr(system, "require", interrupt)
    asyncio.run(start())
    said = printed.getvalue()
    assert said.count("Stopping …\n") == 1
    assert said.endswith("Stopped. The data stays; `make reset` deletes it.\n")
    assert not state.stack.exists()
    assert state.content.exists()


def test_a_folder_that_was_started_empty_says_how_to_get_the_demo(
    tmp_path: Path, console: Console, printed: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: str) -> None:
        raise LookupError("mosquitto is missing")

    monkeypatch.setattr(system, "require", refuse)
    state = State(tmp_path / "state")
    state.create()
    settle(state, Content.EMPTY)
    with pytest.raises(LookupError):
        asyncio.run(up.run(state, console, Content.DEMO))
    assert "This folder was started empty. `make reset` clears it" in printed.getvalue()
