"""Ends a stack from outside: asks its supervisor, then ends what a dead supervisor left behind.

A process is ended only when its start time is the one written down: a recycled pid is left alone.
"""

import asyncio
import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from isotherm_devstack.host.process import signal_group, started_at
from isotherm_devstack.lifecycle.supervisor import Running
from isotherm_devstack.state.folder import State, read, write_private

SUPERVISOR = "supervisor"
_SUPERVISOR_TIMEOUT_S = 120.0
_PART_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Recorded:
    """A process that was started, as written down."""

    name: str
    pid: int
    started: str

    @property
    def is_alive(self) -> bool:
        """Whether that very process still runs."""
        return started_at(self.pid) == self.started


def record(state: State, parts: Iterable[Running]) -> None:
    """Write down this process as the supervisor, and the processes of the parts."""
    own = {"name": SUPERVISOR, "pid": os.getpid(), "started": started_at(os.getpid())}
    rows: list[dict[str, Any]] = [own]
    for running in parts:
        if running.started is not None and running.process.returncode is None:
            name, pid = running.part.name, running.process.pid
            rows.append({"name": name, "pid": pid, "started": running.started})
    write_private(state.processes, {"processes": rows})


def recorded(state: State) -> list[Recorded]:
    """Return what was written down, the supervisor first; empty when nothing was started."""
    return [Recorded(**row) for row in read(state.processes).get("processes", [])]


def supervisor_of(state: State) -> Recorded | None:
    """Return the supervisor that runs on this folder now."""
    for each in recorded(state):
        if each.name == SUPERVISOR and each.is_alive:
            return each
    return None


async def stop_all(state: State) -> list[str]:
    """End the stack of this folder; return the names of what was still running."""
    alive = [each for each in recorded(state) if each.is_alive]
    if (supervisor := supervisor_of(state)) is not None:
        with suppress(ProcessLookupError):
            os.kill(supervisor.pid, signal.SIGTERM)
        await _until_gone(supervisor, _SUPERVISOR_TIMEOUT_S)
    # the last started first, as the supervisor would
    for part in reversed(alive):
        if part.name != SUPERVISOR and part.is_alive:
            await _end(part)
    forget(state)
    return [each.name for each in alive if each.name != SUPERVISOR]


async def _end(part: Recorded) -> None:
    if part.name == "postgres":  # its children are its own to end
        os.kill(part.pid, signal.SIGINT)
    else:
        signal_group(part.pid, signal.SIGTERM)
    if not await _until_gone(part, _PART_TIMEOUT_S):
        signal_group(part.pid, signal.SIGKILL)
        await _until_gone(part, _PART_TIMEOUT_S)


async def _until_gone(process: Recorded, timeout_s: float) -> bool:
    deadline = time.monotonic() + timeout_s
    while process.is_alive:
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.05)
    return True


def forget(state: State) -> None:
    """Remove the files that describe a running stack."""
    for file in (state.stack, state.processes, state.ready):
        file.unlink(missing_ok=True)
