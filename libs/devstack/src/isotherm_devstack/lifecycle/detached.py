"""Start a stack in the background, and print its progress until the overview shows live values."""

import os
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console

from isotherm_devstack.errors import NotReadyError
from isotherm_devstack.lifecycle.up import already_running
from isotherm_devstack.state.content import Content
from isotherm_devstack.state.folder import State

_TIMEOUT_S = 1800.0
_OPTIONS = {Content.DEMO: (), Content.QUIET: ("--no-simulate",), Content.EMPTY: ("--empty",)}


def start(state: State, console: Console, content: Content, *, observe: bool = False) -> None:
    """Start the stack and return once it is ready; raise StackError if it ends before that."""
    state.create()
    lock = state.lock()
    if lock is None:
        raise already_running(state)
    state.ready.unlink(missing_ok=True)
    lock.close()
    log = state.log("stack")
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    options = ["--state", str(state.home), *_OPTIONS[content]]
    if observe:
        options.append("--observe")
    child = subprocess.Popen(
        [sys.executable, "-m", "isotherm_devstack.cli", "up", *options],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
    )
    os.close(output)
    _follow(child, log, state.ready, console)


def _follow(child: subprocess.Popen[bytes], log: Path, ready: Path, console: Console) -> None:
    deadline = time.monotonic() + _TIMEOUT_S
    try:
        with log.open() as output:
            while True:
                done = ready.exists() or child.poll() is not None
                for line in output:
                    console.print(line, end="", markup=False, highlight=False, soft_wrap=True)
                if done or time.monotonic() > deadline:
                    break
                time.sleep(0.1)
    except KeyboardInterrupt:
        child.terminate()
        child.wait()
        raise
    if not ready.exists():
        child.terminate()
        child.wait()
        raise NotReadyError("Isotherm did not start; see above")
    console.print("Isotherm runs in the background. Stop it with `make down`.", highlight=False)
