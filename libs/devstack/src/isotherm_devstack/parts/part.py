"""A part of the stack: a process that can tell whether it serves; how to await and run one."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Protocol

from isotherm_devstack.errors import NotReadyError
from isotherm_devstack.host.process import Command, Process


class Part(Protocol):
    """A part of the stack that runs as a process and can say whether it serves."""

    @property
    def name(self) -> str:
        """Its one name: of its process, its log and its lines on the terminal."""
        ...

    @property
    def may_finish(self) -> bool:
        """Whether its work has an end: with code 0 it is then done, not dead."""
        ...

    def command(self) -> Command:
        """Return how to run it; the same on every call."""
        ...

    async def is_ready(self) -> bool:
        """Tell whether it serves now; never raises for a part that does not answer."""
        ...


async def until_ready(part: Part, process: Process, timeout_s: float = 120.0) -> None:
    """Wait until the part serves; raise NotReadyError when its process ends or the time is up."""
    deadline = time.monotonic() + timeout_s
    while not await part.is_ready():
        if process.returncode is not None:
            problem = f"ended with code {process.returncode}"
        elif time.monotonic() > deadline:
            problem = f"is not ready after {timeout_s:.0f} s"
        else:
            await asyncio.sleep(0.05)
            continue
        raise NotReadyError(f"{part.name} {problem}; the end of its log:\n{process.tail()}")


@asynccontextmanager
async def running(part: Part, timeout_s: float = 120.0) -> AsyncIterator[Process]:
    """Run a part that is ready for the length of the block, then stop it."""
    process = Process(part.command())
    await process.start()
    try:
        await until_ready(part, process, timeout_s)
        yield process
    finally:
        await process.stop()


async def listens(host: str, port: int) -> bool:
    """Tell whether something accepts connections there."""
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(host, port), 2.0)
    except (OSError, TimeoutError):
        return False
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return True
