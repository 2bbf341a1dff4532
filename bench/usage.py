"""What a process used, from /proc: processor time, and the most memory it ever had resident."""

import os
from collections.abc import Iterator
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _OWN, _CHILDREN = 1, slice(11, 13), slice(13, 15)
"""Fields of /proc/PID/stat behind the program's name: parent, own time, time of ended children."""


def _stat(pid: int) -> list[str]:
    """Its fields; none where it has ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    # the name may hold blanks and brackets; after it come state, parent and the rest
    return text.rpartition(")")[2].split()


def processor_s(pid: int) -> float:
    """Seconds of processor a process has used, with its children, ended ones included."""
    fields = _stat(pid)
    ticks = sum(map(int, fields[_OWN])) + sum(map(int, fields[_CHILDREN]))
    return ticks / _TICKS + sum(processor_s(child) for child in _children(pid))


def _children(pid: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _stat(int(entry.name))[_PARENT : _PARENT + 1] == [str(pid)]:
            yield int(entry.name)


def peak_bytes(pid: int) -> int:
    """The most memory the process ever had resident (VmHWM)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise OSError(f"no VmHWM of process {pid}")
