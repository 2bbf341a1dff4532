"""The load generator as a child process: compiled at first use, connected, then started."""

import asyncio
import hashlib
import os
import shutil
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.errors import BenchError
from bench.load import Load
from isotherm_devstack.cache import cache_home, locked
from isotherm_devstack.errors import MissingProgramError
from isotherm_devstack.process import signal_group
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.tools import run

_SOURCE = Path(__file__).with_name("publisher.c")
_DAY_MS = 86_400_000
_BEFORE_MS = 3_600_000
"""How far back the times of payloads begin, so that none lies ahead of the clock."""


@dataclass(frozen=True, slots=True)
class Published:
    """What the load generator says of its work; instants as `time.monotonic()` has them."""

    began: float
    ended: float
    """When the broker had acknowledged everything."""
    processor_s: float
    late_s: float
    """By how much it missed the wanted rate at worst."""


async def compiled() -> Path:
    """The program, compiled where this source was not yet. Raises MissingProgramError."""
    compiler = shutil.which("cc")
    if compiler is None:
        raise MissingProgramError(
            "no C compiler (cc), and the load generator is in C."
            " Type: sudo apt-get install -y gcc libc6-dev"
        )
    digest = hashlib.sha256(_SOURCE.read_bytes()).hexdigest()[:16]
    folder = cache_home() / "bench"
    program = folder / f"publisher-{digest}"
    async with locked("bench-publisher"):
        if not program.exists():
            folder.mkdir(exist_ok=True)
            making = program.with_suffix(f".{os.getpid()}")
            await run(compiler, "-O2", "-o", making, _SOURCE)
            making.replace(program)
    return program


class Publisher:
    """One run of the load generator, connected and waiting."""

    def __init__(self, child: asyncio.subprocess.Process) -> None:
        self._child = child

    async def start(self) -> float:
        """Starts publishing; gives when it began (monotonic)."""
        assert self._child.stdin is not None  # noqa: S101  it was opened as a pipe
        self._child.stdin.write(b"go\n")
        return int((await self.line("began"))[0]) / 1e9

    async def finished(self) -> Published:
        """Waits until the broker has acknowledged everything."""
        began, ended, processor, late = map(int, await self.line("done"))
        return Published(began / 1e9, ended / 1e9, processor / 1e6, late / 1e6)

    async def line(self, word: str) -> list[str]:
        """The rest of the next line, which begins with a word; raises BenchError."""
        assert self._child.stdout is not None  # noqa: S101  it was opened as a pipe
        first, *rest = (await self._child.stdout.readline()).decode().split() or [""]
        if first != word:
            raise BenchError(f"the load generator said {first!r} where {word!r} was expected")
        return rest


@asynccontextmanager
async def publisher(broker: Broker, load: Load) -> AsyncIterator[Publisher]:
    """A load generator whose devices are connected; ended with the block."""
    now_ms = int(time.time() * 1000)
    base_ms = now_ms - _BEFORE_MS - (load.days - 1) * _DAY_MS
    child = await asyncio.create_subprocess_exec(
        await compiled(),
        *(broker.host, str(broker.device_port), str(load.messages), str(load.channels)),
        *(str(load.window), str(load.rate), str(load.days), str(int(load.timed)), str(base_ms)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    made = Publisher(child)
    try:
        assert child.stdin is not None  # noqa: S101  it was opened as a pipe
        accounts = "".join(f"{name} {broker.passwords[name]}\n" for name in load.names)
        child.stdin.write(f"{accounts}\n".encode())
        await made.line("ready")
        yield made
    finally:
        if child.returncode is None:
            # not `kill`, which would reap one that has just ended before asyncio does
            signal_group(child.pid, signal.SIGKILL)
        await child.wait()
