"""The broker's process, which shares its process namespace with the keeper."""

import os
import signal
from pathlib import Path

from isotherm_worker.keeper.handshake import Request

_PROC = Path("/proc")
_COMM_LENGTH = 15
_HANGUP = 1 << (signal.SIGHUP - 1)


def is_running(request: Request) -> bool:
    """Return whether the process that asked has become the broker and is still alive."""
    try:
        name = (_PROC / str(request.pid) / "comm").read_text().strip()
    except OSError:
        return False
    return name == request.program[:_COMM_LENGTH]


def reload(request: Request) -> bool:
    """Send SIGHUP to the broker; return whether it was sent.

    Before the broker has loaded its store it has no handler for the signal, which would end it.
    """
    if not is_running(request) or not _handles_hangup(request.pid):
        return False
    try:
        os.kill(request.pid, signal.SIGHUP)
    except OSError:
        return False
    return True


def _handles_hangup(pid: int) -> bool:
    try:
        lines = (_PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return False
    caught = next((line.split()[1] for line in lines if line.startswith("SigCgt:")), "0")
    return bool(int(caught, 16) & _HANGUP)
