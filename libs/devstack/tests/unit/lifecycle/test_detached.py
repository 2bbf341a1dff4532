"""A start in the background: its output is shown until it is ready or has ended."""

import io
import stat
import sys
from pathlib import Path

import pytest
from rich.console import Console

from isotherm_devstack.errors import NotReadyError
from isotherm_devstack.lifecycle import detached
from isotherm_devstack.lifecycle.up import AlreadyRunningError
from isotherm_devstack.state.content import Content, settle
from isotherm_devstack.state.folder import State


@pytest.fixture
def state(tmp_path: Path) -> State:
    """The folder of a stack that held the demo and was ready once."""
    state = State(tmp_path / "state")
    state.create()
    settle(state, Content.DEMO)
    state.ready.touch()
    return state


def test_a_second_start_leaves_the_first_alone(state: State) -> None:
    lock = state.lock()
    assert lock is not None
    with lock, pytest.raises(AlreadyRunningError, match="make down"):
        detached.start(state, Console(file=io.StringIO()), Content.DEMO)
    assert state.ready.exists()
    assert not state.log("stack").exists()


def _python(state: State, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have this script run instead of `python -m isotherm_devstack.cli up --state FOLDER …`."""
    program = state.home / "python"
    program.write_text(f"#!/bin/sh\n{script}")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))


@pytest.mark.parametrize("code", [0, 1])
def test_a_start_that_ends_is_shown_and_is_an_error_whatever_was_ready_before(
    state: State, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    _python(state, f"echo 'no [port]' >&2; exit {code}", monkeypatch)
    printed = io.StringIO()
    with pytest.raises(NotReadyError, match="see above"):
        detached.start(state, Console(file=printed), Content.DEMO)
    assert printed.getvalue() == "no [port]\n"
    log = state.log("stack")
    assert log.read_text() == "no [port]\n"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


@pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")  # it shall
@pytest.mark.parametrize(
    ("content", "observe", "options"),
    [
        (Content.DEMO, False, ""),
        (Content.QUIET, False, " --no-simulate"),
        (Content.EMPTY, True, " --empty --observe"),
    ],
)
def test_it_returns_when_the_stack_is_ready(
    state: State,
    monkeypatch: pytest.MonkeyPatch,
    content: Content,
    observe: bool,
    options: str,
) -> None:
    _python(state, 'echo "$@"; touch "$5/ready"', monkeypatch)
    printed = io.StringIO()
    detached.start(state, Console(file=printed, width=40), content, observe=observe)
    lines = printed.getvalue().splitlines()
    assert lines[0] == f"-m isotherm_devstack.cli up --state {state.home}{options}"
    assert "make down" in " ".join(lines[1:])
