"""A part of the stack: a process with a readiness check; how to start, await and run one."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Protocol

from isotherm_devstack.errors import NotReadyError
from isotherm_devstack.host.process import Command, Process


class Part(Protocol):
    """A part of the stack that runs as a process and has a readiness check."""

    @property
    def name(self) -> str:
        """Its name, the same for its process, its log and its messages."""
        ...

    @property
    def may_finish(self) -> bool:
        """Whether it may end by itself: exit code 0 then means finished, not failed."""
        ...

    def command(self) -> Command:
        """Return how to run it; the same command on every call."""
        ...

    async def is_ready(self) -> bool:
        """Return whether it is ready; a part that does not answer is not an error."""
        ...


async def until_ready(part: Part, process: Process, timeout_s: float = 120.0) -> None:
    """Wait until the part is ready.

    Raise NotReadyError if its process ends or if it is not ready in time.
    """
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


async def start(part: Part, timeout_s: float = 120.0) -> Process:
    """Start the part and return its process when it is ready.

    Stop it and raise NotReadyError if it does not become ready in time.
    """
    process = Process(part.command())
    await process.start()
    try:
        await until_ready(part, process, timeout_s)
    except BaseException:
        await process.stop()
        raise
    return process


@asynccontextmanager
async def running(part: Part, timeout_s: float = 120.0) -> AsyncIterator[Process]:
    """Run the part during the block; it is ready when the block begins."""
    process = await start(part, timeout_s)
    try:
        yield process
    finally:
        await process.stop()


async def listens(host: str, port: int) -> bool:
    """Return whether something accepts TCP connections at this address."""
    try:
        async with asyncio.timeout(2.0):
            _, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return True
