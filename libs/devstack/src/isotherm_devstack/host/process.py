"""A child process in a process group of its own, with a log file."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from isotherm.process.settings import without_settings

LOG_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Command:
    """How to run a part: arguments, additional environment variables, and log file.

    With `signal_group` false only the first process gets the stop signal (PostgreSQL stops its
    own children). After `stop_timeout_s` seconds the whole group is killed.
    """

    name: str
    argv: tuple[str, ...]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    signal_group: bool = True
    stop_timeout_s: float = 20.0


def inherited_environment() -> dict[str, str]:
    """Return this process's environment without settings of Isotherm; each part gets its own."""
    return without_settings()


TRACES = ("ISOTHERM_OTLP_ENDPOINT", "ISOTHERM_TRACE_RATIO")


def traces_settings() -> dict[str, str]:
    """Return the settings of this process's environment that every part gets: where traces go."""
    return {name: os.environ[name] for name in TRACES if name in os.environ}


def started_at(pid: int) -> str | None:
    """Return the start time of a running process, as text, or None if it has ended.

    Together with the pid it identifies a process even if the pid is reused.
    """
    stat = Path(f"/proc/{pid}/stat")
    if not Path("/proc/self/stat").exists():  # macOS
        argv = ["/bin/ps", "-o", "lstart=", "-p", str(pid)]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        return done.stdout.strip() or None
    try:
        state, *rest = stat.read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if state in "ZX" else rest[18]


def signal_group(pid: int, sent: signal.Signals) -> None:
    """Send a signal to the process group led by `pid`; do nothing if the group has ended."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, sent)


_REFUSED = (OSError, ValueError)
"""Errors of a program that cannot be started: it is missing, or a word has a null character."""


async def spawn(
    argv: Sequence[str | os.PathLike[str]], **options: Any
) -> asyncio.subprocess.Process:
    """Start a program as the leader of its own process group.

    The options are those of `asyncio.create_subprocess_exec`. If this is cancelled, the whole group
    is killed: asyncio would kill the program, but not what it has started by then.
    """
    started: asyncio.Future[asyncio.subprocess.Process]
    started = asyncio.get_running_loop().create_future()

    async def start() -> None:
        try:
            child = await asyncio.create_subprocess_exec(*argv, start_new_session=True, **options)
        except _REFUSED as error:
            started.set_exception(error)
        else:
            started.set_result(child)

    try:
        await asyncio.shield(start())
    except asyncio.CancelledError:
        with suppress(*_REFUSED):
            child = await started
            signal_group(child.pid, signal.SIGKILL)
            await child.wait()
        raise
    return started.result()


class Process:
    """One run of a command."""

    def __init__(self, command: Command) -> None:
        self.command = command
        self._child: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """The process id. Raise RuntimeError before `start`."""
        return self._started.pid

    @property
    def _started(self) -> asyncio.subprocess.Process:
        if self._child is None:
            raise RuntimeError(f"{self.command.name} was not started")
        return self._child

    @property
    def returncode(self) -> int | None:
        """The exit code, negative for a signal; None before the start and while it runs."""
        return self._child.returncode if self._child else None

    async def start(self) -> None:
        """Start it and append its output to the log file (mode 0600, rotated at 20 MB)."""
        log = self.command.log
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self._child = await spawn(
                self.command.argv,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=inherited_environment() | dict(self.command.env),
                cwd=self.command.cwd,
            )
        finally:
            os.close(output)

    async def wait(self) -> int:
        """Wait until it ends; return its exit code."""
        return await self._started.wait()

    async def stop(self) -> None:
        """Stop it by its stop signal, and its whole group by SIGKILL after the timeout."""
        if self._child is None:
            return
        if self._child.returncode is None:
            self._send_stop()
            with suppress(TimeoutError):
                async with asyncio.timeout(self.command.stop_timeout_s):
                    await self._child.wait()
        signal_group(self._child.pid, signal.SIGKILL)
        await self._child.wait()

    def kill(self) -> None:
        """Kill its whole group at once, as a power cut would."""
        signal_group(self.pid, signal.SIGKILL)

    def _send_stop(self) -> None:
        if self.command.signal_group:
            signal_group(self.pid, self.command.stop_signal)
        else:
            with suppress(ProcessLookupError):
                os.kill(self.pid, self.command.stop_signal)

    def tail(self, lines: int = 20) -> str:
        """Return the last lines of its log."""
        return tail(self.command.log, lines)


def tail(log: Path, lines: int = 20) -> str:
    """Return the last lines of a log file, or "" if it cannot be read."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 64_000))
            text = file.read().decode(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
