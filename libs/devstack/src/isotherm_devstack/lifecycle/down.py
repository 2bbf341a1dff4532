"""Stop a stack from another process: first its supervisor, then processes left by a dead one.

A process is stopped only if its start time is the recorded one, so a reused pid is never signalled.
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
    """A process of the stack, as recorded in the state folder."""

    name: str
    pid: int
    started: str

    @property
    def is_alive(self) -> bool:
        """Whether this process, and no later one with its pid, is running."""
        return started_at(self.pid) == self.started


def record(state: State, parts: Iterable[Running]) -> None:
    """Record this process as the supervisor, and the processes of the parts."""
    own = {"name": SUPERVISOR, "pid": os.getpid(), "started": started_at(os.getpid())}
    rows: list[dict[str, Any]] = [own]
    for running in parts:
        if running.started is not None and running.process.returncode is None:
            name, pid = running.part.name, running.process.pid
            rows.append({"name": name, "pid": pid, "started": running.started})
    write_private(state.processes, {"processes": rows})


def recorded(state: State) -> list[Recorded]:
    """Return the recorded processes, the supervisor first; [] if nothing was started."""
    return [Recorded(**row) for row in read(state.processes).get("processes", [])]


def supervisor_of(state: State) -> Recorded | None:
    """Return the running supervisor of this folder, or None."""
    for process in recorded(state):
        if process.name == SUPERVISOR and process.is_alive:
            return process
    return None


async def stop_all(state: State) -> list[str]:
    """Stop the stack of this folder; return the names of the parts that were running."""
    alive = [process for process in recorded(state) if process.is_alive]
    if (supervisor := supervisor_of(state)) is not None:
        with suppress(ProcessLookupError):
            os.kill(supervisor.pid, signal.SIGTERM)
        await _until_ended(supervisor, _SUPERVISOR_TIMEOUT_S)
    # in reverse order of their start, as the supervisor would
    for part in reversed(alive):
        if part.name != SUPERVISOR and part.is_alive:
            await _stop(part)
    forget(state)
    return [process.name for process in alive if process.name != SUPERVISOR]


async def _stop(part: Recorded) -> None:
    if part.name == "postgres":  # it stops its own children
        os.kill(part.pid, signal.SIGINT)
    else:
        signal_group(part.pid, signal.SIGTERM)
    if not await _until_ended(part, _PART_TIMEOUT_S):
        signal_group(part.pid, signal.SIGKILL)
        await _until_ended(part, _PART_TIMEOUT_S)


async def _until_ended(process: Recorded, timeout_s: float) -> bool:
    deadline = time.monotonic() + timeout_s
    while process.is_alive:
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.05)
    return True


def forget(state: State) -> None:
    """Delete the files that describe a running stack."""
    for file in (state.stack, state.processes, state.ready):
        file.unlink(missing_ok=True)
