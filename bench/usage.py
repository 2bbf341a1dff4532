"""Resource usage of a process, from /proc: processor time and peak resident memory."""

import os
from collections.abc import Iterator
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _OWN, _CHILDREN = 1, slice(11, 13), slice(13, 15)
"""Fields of /proc/PID/stat after the name: parent, own time, time of ended children (proc(5))."""


def _stat(pid: int) -> list[str]:
    """Return the fields after the program's name, or [] if the process has ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    # the name may contain blanks and brackets; state, parent and the rest follow it
    return text.rpartition(")")[2].split()


def processor_s(pid: int) -> float:
    """Return the processor seconds of a process and its children, including ended ones."""
    fields = _stat(pid)
    ticks = sum(map(int, fields[_OWN])) + sum(map(int, fields[_CHILDREN]))
    return ticks / _TICKS + sum(processor_s(child) for child in _children(pid))


def _children(pid: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _stat(int(entry.name))[_PARENT : _PARENT + 1] == [str(pid)]:
            yield int(entry.name)


def peak_bytes(pid: int) -> int:
    """Return the peak resident memory of the process in bytes (VmHWM)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise OSError(f"no VmHWM of process {pid}")
