"""The broker's process, which shares its process namespace with the keeper."""

import os
import signal
from pathlib import Path

from isotherm_worker.keeper.handshake import Request

_PROC = Path("/proc")
_NAME_LENGTH = 15
_ENDED = ("Z", "X")
"""The states of a process that has ended, and waits until its parent takes note."""
_HANGUP = 1 << (signal.SIGHUP - 1)


def is_running(request: Request) -> bool:
    """Return whether the process that asked has become the broker and is still alive."""
    status = _status(request.pid)
    has_ended = status.get("State", "X").startswith(_ENDED)
    return status.get("Name") == request.program[:_NAME_LENGTH] and not has_ended


def reload(request: Request) -> bool:
    """Send SIGHUP to the broker; return whether it was sent.

    Before the broker has loaded its store it has no handler for the signal, which would end it.
    """
    caught = int(_status(request.pid).get("SigCgt", "0"), 16)
    if not is_running(request) or not caught & _HANGUP:
        return False
    try:
        os.kill(request.pid, signal.SIGHUP)
    except OSError:
        return False
    return True


def _status(pid: int) -> dict[str, str]:
    """Return the fields of a process's status; none if there is no such process."""
    try:
        lines = (_PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return {}
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
