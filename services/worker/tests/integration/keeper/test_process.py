"""The broker gets the signal to load its files again once it has replaced the script that asked."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from isotherm_worker.keeper.handshake import Request
from isotherm_worker.keeper.process import is_running, reload

BROKER = "a-broker-with-a-long-name"
"""Linux keeps 15 characters of it."""
LOADS_AGAIN = "import signal, sys; signal.signal(signal.SIGHUP, lambda *_: sys.exit(7))"
LOADS_NOTHING = "import sys"
WAITS = "; print(flush=True); sys.stdin.read()"
Start = Callable[[str], subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """What starts a broker that runs a script, and returns once it has."""
    program = tmp_path / BROKER
    program.symlink_to(sys.executable)
    processes: list[subprocess.Popen[str]] = []

    def start(script: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(  # noqa: S603  this test's own program
            [program, "-I", "-S", "-c", script + WAITS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "\n"
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def request_of(pid: int, program: str = BROKER) -> Request:
    return Request(f"{pid} a {program}")


def test_a_broker_runs_until_it_has_ended(start: Start) -> None:
    broker = start(LOADS_AGAIN)
    assert is_running(request_of(broker.pid))
    broker.kill()
    os.waitid(os.P_PID, broker.pid, os.WEXITED | os.WNOWAIT)
    # its parent has not taken note
    assert not is_running(request_of(broker.pid))
    assert not reload(request_of(broker.pid))
    broker.wait()
    assert not is_running(request_of(broker.pid))


def test_a_process_that_is_still_the_script_or_another_is_not_the_broker(start: Start) -> None:
    assert not is_running(request_of(os.getpid()))
    broker = start(LOADS_AGAIN)
    assert not reload(request_of(broker.pid, "mosquitto"))
    broker.terminate()
    assert broker.wait() == -signal.SIGTERM


def test_a_broker_is_told_to_load_its_files_again(start: Start) -> None:
    broker = start(LOADS_AGAIN)
    assert reload(request_of(broker.pid))
    assert broker.wait() == 7


def test_a_broker_that_the_signal_would_end_does_not_get_it(start: Start) -> None:
    broker = start(LOADS_NOTHING)
    assert not reload(request_of(broker.pid))
    broker.terminate()
    # the other signal, sent before, would have ended it first
    assert broker.wait() == -signal.SIGTERM


def test_a_broker_that_has_ended_is_not_told(start: Start) -> None:
    broker = start(LOADS_AGAIN)
    broker.kill()
    broker.wait()
    assert not reload(request_of(broker.pid))
