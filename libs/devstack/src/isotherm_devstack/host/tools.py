"""Programs that run to completion; their output is shown only if they fail."""

import asyncio
import os
import signal
from collections.abc import Mapping
from pathlib import Path

from isotherm_devstack.errors import ToolError
from isotherm_devstack.host.process import inherited_environment, signal_group, spawn

_SHOWN_LINES = 25


async def run(
    *argv: str | os.PathLike[str],
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> str:
    """Run a program and return its output; raise ToolError for an exit code other than 0."""
    child = await spawn(
        argv,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=inherited_environment() | dict(env or {}),
        cwd=cwd,
    )
    try:
        output, _ = await child.communicate()
    except asyncio.CancelledError:
        signal_group(child.pid, signal.SIGKILL)
        await child.wait()
        raise
    text = output.decode(errors="replace")
    if child.returncode != 0:
        last = "\n".join(text.splitlines()[-_SHOWN_LINES:])
        command = " ".join(map(str, (Path(argv[0]).name, *argv[1:3])))
        raise ToolError(f"{command} … failed with code {child.returncode}:\n{last}")
    return text
