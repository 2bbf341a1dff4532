"""The log of a pod, for commands that Kubernetes runs beside the service, such as preStop.

Kubernetes keeps what the first process of a container writes to stdout, and nothing of the output
of such commands. A process of the same user may open that stdout, unless the first process is
protected (`PR_SET_DUMPABLE`) or is another one, as with a shared process namespace.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

_PROC = Path("/proc")


@contextmanager
def pod_log(program: str, *, first: int = 1) -> Iterator[TextIO]:
    """Yield the stdout of the process `first` if it runs this program, else stderr.

    A line that it cannot take at once is lost rather than waited for.
    """
    descriptor = _open(program, _PROC / str(first))
    if descriptor is None:
        yield sys.stderr
        return
    stream = os.fdopen(descriptor, "w", encoding="utf-8", buffering=1)
    try:
        yield stream
    finally:
        with suppress(OSError):
            stream.close()


def _open(program: str, process: Path) -> int | None:
    try:
        arguments = (process / "cmdline").read_bytes().split(b"\0")
        if program not in (Path(os.fsdecode(argument)).name for argument in arguments):
            return None
        return os.open(process / "fd" / "1", os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK)
    except OSError:
        return None
