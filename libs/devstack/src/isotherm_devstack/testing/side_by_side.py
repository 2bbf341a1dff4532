"""Run commands at the same time and print their outputs one after the other.

    python -m isotherm_devstack.testing.side_by_side "pytest libs" "npm test" + "pytest tests/e2e"

Each argument is a command, run beside the others; after a `+` it is run after the one before it,
also if that failed. The output of the first command that has not ended is shown as it comes; later
ones' outputs are kept until it has. The exit code is 1 if any command failed.
"""

import asyncio
import os
import shlex
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

Write = Callable[[bytes], object]
Lane = Sequence[str]
"""Commands that run one after the other."""

_CHUNK = 65_536
_COLOURS = {"FORCE_COLOR": "1", "PY_COLORS": "1"}
"""Runners see a pipe; this is what they would do on our terminal."""


def lanes_of(arguments: Sequence[str]) -> list[Lane]:
    """Return the lanes of a command line; raise ValueError if a `+` has nothing beside it."""
    lanes: list[list[str]] = []
    joins = False
    for argument in arguments:
        if argument == "+":
            if joins or not lanes:
                raise ValueError("`+` stands between two commands")
            joins = True
        elif joins:
            lanes[-1].append(argument)
            joins = False
        else:
            lanes.append([argument])
    if joins:
        raise ValueError("`+` stands between two commands")
    return [tuple(lane) for lane in lanes]


class _Running:
    """The commands of a lane, and their output that may not be printed yet."""

    def __init__(self, lane: Lane, environment: dict[str, str]) -> None:
        self.lane, self._environment = lane, environment
        self._child: asyncio.subprocess.Process | None = None
        self._kept = bytearray()
        self._write: Write | None = None
        self._stopped = False

    def show(self, write: Write) -> None:
        """Print what was kept; from now on print all that comes."""
        write(bytes(self._kept))
        self._kept.clear()
        self._write = write

    async def run(self) -> bool:
        """Return whether all commands succeeded."""
        codes = []
        for command in self.lane:
            if self._stopped:
                return False
            codes.append(await self._run(command))
        return not any(codes)

    async def _run(self, command: str) -> int:
        self._child = await asyncio.create_subprocess_exec(
            *shlex.split(command),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=self._environment,
        )
        output = self._child.stdout
        while output is not None and (chunk := await output.read(_CHUNK)):
            if self._write is None:
                self._kept += chunk
            else:
                self._write(chunk)
        return await self._child.wait()

    def stop(self, *, interrupt: bool) -> None:
        """Start no further command; interrupt the one that runs, for it to clean up."""
        self._stopped = True
        if interrupt and self._child is not None and self._child.returncode is None:
            self._child.send_signal(signal.SIGINT)


async def run(lanes: Sequence[Lane], write: Write, *, colours: bool = False) -> bool:
    """Run lanes side by side; return whether all their commands succeeded.

    Raise OSError, in a group, for a command that does not exist. SIGINT reaches the commands by
    itself, as they share our terminal; on SIGTERM they are interrupted. Both times we wait until
    they have cleaned up.
    """
    environment = os.environ | (_COLOURS if colours else {})
    running = [_Running(lane, environment) for lane in lanes]

    def stop(interrupt: bool) -> None:
        for runner in running:
            runner.stop(interrupt=interrupt)

    with _on_signals(stop):
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(runner.run(), name=f"lane {runner.lane}") for runner in running
            ]
            for runner, task in zip(running, tasks, strict=True):
                runner.show(write)
                await task
    return all(task.result() for task in tasks)


@contextmanager
def _on_signals(stop: Callable[[bool], None]) -> Iterator[None]:
    """Call `stop` on a signal, with whether the commands have to be interrupted."""
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, stop, False)
    loop.add_signal_handler(signal.SIGTERM, stop, True)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)
        loop.remove_signal_handler(signal.SIGTERM)


def _write(output: bytes) -> None:
    sys.stdout.buffer.write(output)
    sys.stdout.buffer.flush()


def main() -> None:
    """Run the commands of the arguments; exit with 1 if any failed."""
    lanes = lanes_of(sys.argv[1:])
    succeeded = asyncio.run(run(lanes, _write, colours=sys.stdout.isatty()))
    raise SystemExit(not succeeded)


if __name__ == "__main__":
    main()
