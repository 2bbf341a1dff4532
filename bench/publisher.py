"""The load generator as a child process: compiled at first use, connected, then started."""

import asyncio
import hashlib
import os
import shutil
import signal
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.errors import BenchError
from bench.load import Load
from isotherm_devstack.errors import MissingProgramError
from isotherm_devstack.host.cache import cache_home, locked
from isotherm_devstack.host.process import signal_group
from isotherm_devstack.host.tools import run
from isotherm_devstack.testing.broker import Broker

_SOURCE = Path(__file__).with_name("publisher.c")
_DAY_MS = 86_400_000
_BEFORE_MS = 3_600_000
"""How far in the past the payloads' times start, so that none is ahead of the clock."""


@dataclass(frozen=True, slots=True)
class Published:
    """The load generator's own report; instants are those of `time.monotonic()`, in seconds."""

    began: float
    ended: float
    """When the broker had acknowledged everything."""
    processor_s: float
    late_s: float
    """The worst delay behind the requested rate."""


async def compiled() -> Path:
    """Return the program, compiled if its source changed. Raise MissingProgramError."""
    compiler = shutil.which("cc")
    if compiler is None:
        raise MissingProgramError(
            "no C compiler (cc), and the load generator is written in C."
            " Run: sudo apt-get install -y gcc libc6-dev"
        )
    digest = hashlib.sha256(_SOURCE.read_bytes()).hexdigest()[:16]
    folder = cache_home() / "bench"
    program = folder / f"publisher-{digest}"
    async with locked("bench-publisher"):
        if not program.exists():
            folder.mkdir(exist_ok=True)
            unfinished = program.with_suffix(f".{os.getpid()}")
            await run(compiler, "-O2", "-o", unfinished, _SOURCE)
            unfinished.replace(program)
    return program


class Publisher:
    """One run of the load generator, connected and waiting."""

    def __init__(self, child: asyncio.subprocess.Process) -> None:
        if child.stdin is None or child.stdout is None:
            raise BenchError("the load generator has no pipes")
        self._stdin, self._stdout = child.stdin, child.stdout

    async def connect(self, accounts: Iterable[tuple[str, str]]) -> None:
        """Send the devices' names and passwords, and wait until all of them are connected."""
        lines = "".join(f"{name} {password}\n" for name, password in accounts)
        self._stdin.write(f"{lines}\n".encode())
        await self.line("ready")

    async def start(self) -> float:
        """Start publishing; return when it began (monotonic)."""
        self._stdin.write(b"go\n")
        return int((await self.line("began"))[0]) / 1e9

    async def finished(self) -> Published:
        """Wait until the broker has acknowledged everything."""
        began, ended, processor, late = map(int, await self.line("done"))
        return Published(began / 1e9, ended / 1e9, processor / 1e6, late / 1e6)

    async def line(self, word: str) -> list[str]:
        """Return the rest of the next line; raise BenchError unless it starts with `word`."""
        first, *rest = (await self._stdout.readline()).decode().split() or [""]
        if first != word:
            raise BenchError(f"the load generator printed {first!r} instead of {word!r}")
        return rest


@asynccontextmanager
async def publisher(broker: Broker, load: Load) -> AsyncIterator[Publisher]:
    """Run a load generator during the block, with all devices connected."""
    now_ms = int(time.time() * 1000)
    base_ms = now_ms - _BEFORE_MS - (load.days - 1) * _DAY_MS
    child = await asyncio.create_subprocess_exec(
        await compiled(),
        *(broker.host, str(broker.device_port), str(load.messages), str(load.channels)),
        *(str(load.window), str(load.rate), str(load.days)),
        *(str(int(load.timed)), str(int(load.traced)), str(base_ms)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        connected = Publisher(child)
        await connected.connect((name, broker.passwords[name]) for name in load.names)
        yield connected
    finally:
        if child.returncode is None:
            # not `kill()`: it would reap a process that has just ended before asyncio does
            signal_group(child.pid, signal.SIGKILL)
        await child.wait()
