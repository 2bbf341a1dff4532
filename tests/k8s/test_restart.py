"""restart.py: a program starts again in the same container when its sources were replaced."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

SCRIPT = Path(__file__).parents[2] / "k8s" / "dev" / "restart.py"
PROGRAM = """
import pathlib, signal, sys
def stop(*_):
    print("stopped", flush=True)
    sys.exit(7)
signal.signal(signal.SIGTERM, stop)
print(pathlib.Path("word").read_text(), flush=True)
signal.pause()
"""
Run = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Start the script in a folder of its own; what still runs is killed in the end."""
    started = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(  # noqa: S603  the script under test
            [sys.executable, SCRIPT, *arguments],
            cwd=tmp_path,
            env={**os.environ, "ISOTHERM_RESTART_PID": str(tmp_path / "pid")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline().strip()


def test_the_program_sees_its_new_sources_and_is_stopped_before(tmp_path: Path, run: Run) -> None:
    (tmp_path / "word").write_text("old")
    running = run(sys.executable, "-c", PROGRAM)
    assert line(running.stdout) == "old"

    (tmp_path / "word").write_text("new")
    assert run("--again").wait() == 0

    assert [line(running.stdout), line(running.stdout)] == ["stopped", "new"]
    assert running.poll() is None


def test_a_program_that_fails_is_started_again_at_the_next_change(tmp_path: Path, run: Run) -> None:
    running = run(sys.executable, "-c", PROGRAM)  # there is no file to read
    while "ended with code 1" not in (said := line(running.stderr)):
        assert running.poll() is None, said

    (tmp_path / "word").write_text("mended")
    assert run("--again").wait() == 0
    assert line(running.stdout) == "mended"


def test_the_container_ends_as_its_program_does(tmp_path: Path, run: Run) -> None:
    (tmp_path / "word").write_text("ready")
    running = run(sys.executable, "-c", PROGRAM)
    assert line(running.stdout) == "ready"
    running.terminate()
    assert running.wait() == 7


def test_a_program_that_ignores_nothing_ends_by_the_signal(run: Run) -> None:
    running = run(sys.executable, "-c", "print('up', flush=True); import signal; signal.pause()")
    assert line(running.stdout) == "up"
    running.terminate()
    assert running.wait() == 128 + signal.SIGTERM


def test_where_nothing_runs_nothing_is_restarted(run: Run) -> None:
    asked = run("--again")
    assert asked.wait() == 0
    assert "nothing to restart" in line(asked.stderr)


@pytest.mark.parametrize("arguments", [(), ("--agian",)])
def test_wrong_arguments_are_refused(run: Run, arguments: tuple[str, ...]) -> None:
    asked = run(*arguments)
    assert asked.wait() == 2
    assert "usage" in line(asked.stderr)
