"""Supervise started parts: log the end of a part, restart it with back-off, stop all of them."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

from isotherm_devstack.host.process import Process, started_at
from isotherm_devstack.parts.part import Part, until_ready

BACK_OFF_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
# after this time a part has recovered, and its next restart waits the shortest time again
STEADY_S = 60.0
LOG_LINES = 12


@dataclass(slots=True)
class Running:
    """A part and its current or last process; `started` is its start time from `started_at`."""

    part: Part
    process: Process
    started: str | None
    restarts: int = 0


@dataclass(slots=True)
class Supervisor:
    """Starts parts, supervises them by tasks in `group`, and logs failures through `log`.

    `changed` is called whenever a process starts or ends. A part that may finish has finished if
    its process ends with code 0; any other end is a failure. `sleep` and `clock` are for tests.
    """

    group: asyncio.TaskGroup
    log: Callable[[str], None]
    changed: Callable[[], None] = lambda: None
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic
    _running: dict[str, Running] = field(default_factory=dict)
    _watchers: list[asyncio.Task[None]] = field(default_factory=list)

    def __iter__(self) -> Iterator[Running]:
        """Iterate over the parts in the order in which they were started."""
        return iter(self._running.values())

    async def start(self, part: Part, timeout_s: float = 120.0) -> None:
        """Start a part and supervise it once it is ready; raise NotReadyError."""
        process = await self._launch(part)
        running = Running(part, process, started_at(process.pid))
        self._running[part.name] = running
        self.changed()
        await until_ready(part, process, timeout_s)
        watcher = self.group.create_task(self._watch(running), name=f"watch {part.name}")
        self._watchers.append(watcher)

    @staticmethod
    async def _launch(part: Part) -> Process:
        process = Process(part.command())
        await process.start()
        return process

    async def _watch(self, running: Running) -> None:
        while True:
            began = self.clock()
            code = await running.process.wait()
            running.process.kill()  # its children would keep its port and its files
            if code == 0 and running.part.may_finish:
                self.changed()
                return
            if self.clock() - began > STEADY_S:
                running.restarts = 0
            wait = BACK_OFF_S[min(running.restarts, len(BACK_OFF_S) - 1)]
            running.restarts += 1
            self._report(running, code, wait)
            await self.sleep(wait)
            running.process = await self._launch(running.part)
            running.started = started_at(running.process.pid)
            self.changed()

    def _report(self, running: Running, code: int, wait: float) -> None:
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        tail = running.process.tail(LOG_LINES)
        self.log(
            f"{running.part.name} {how}; restarting it in {wait:.0f} s. "
            f"The end of {running.process.command.log}:\n{tail}"
        )

    async def stop(self) -> None:
        """Stop supervising, then stop all parts in reverse order of their start."""
        for watcher in self._watchers:
            watcher.cancel()
        await asyncio.gather(*self._watchers, return_exceptions=True)
        for running in reversed(self._running.values()):
            await running.process.stop()
        self.changed()
