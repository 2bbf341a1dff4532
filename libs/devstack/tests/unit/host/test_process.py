"""A process: started with a log file and its own settings, stopped with its whole group."""

import os
import signal
import stat
import sys
from pathlib import Path

import pytest

from isotherm_devstack.host.process import Command, Process, started_at, tail

PRINTS_ENVIRONMENT = "import os; print(sorted(n for n in os.environ if n.startswith('ISOTHERM_')))"
IGNORES_SIGTERM = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    " print('ready', flush=True); time.sleep(600)"
)


def command(log: Path, code: str, stop_timeout_s: float = 20.0) -> Command:
    argv = (sys.executable, "-c", code)
    env = {"ISOTHERM_OWN": "1"}
    return Command("test", argv, log, env, stop_timeout_s=stop_timeout_s)


async def test_a_process_gets_only_its_own_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISOTHERM_OTHER", "1")
    process = Process(command(tmp_path / "log", PRINTS_ENVIRONMENT))
    await process.start()
    assert await process.wait() == 0
    assert process.tail() == "['ISOTHERM_OWN']"


async def test_the_log_is_private_and_appended_to(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "test.log"
    for _ in range(2):
        process = Process(command(log, "print('line')"))
        await process.start()
        await process.wait()
    assert log.read_text() == "line\nline\n"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert tail(log, 1) == "line"
    assert tail(tmp_path / "missing") == ""


async def test_a_process_that_ignores_its_stop_signal_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    process = Process(command(log, IGNORES_SIGTERM, stop_timeout_s=0.05))
    await process.start()
    while "ready" not in log.read_text():
        os.sched_yield()
    await process.stop()
    assert process.returncode == -signal.SIGKILL
    assert started_at(process.pid) is None


async def test_a_process_that_was_not_started_has_no_pid(tmp_path: Path) -> None:
    process = Process(command(tmp_path / "log", ""))
    assert process.returncode is None
    await process.stop()
    with pytest.raises(RuntimeError, match="was not started"):
        _ = process.pid


def test_a_start_time_identifies_a_running_process() -> None:
    assert started_at(os.getpid()) == started_at(os.getpid())
    assert started_at(2**22 + 1) is None
