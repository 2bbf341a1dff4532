"""One run of a stack in the foreground: start, watch until told to stop, stop."""

import asyncio
import signal
from collections.abc import Callable

from rich.console import Console

from isotherm_devstack.errors import StackError
from isotherm_devstack.host import system
from isotherm_devstack.lifecycle import down, report
from isotherm_devstack.lifecycle.stack import Stack
from isotherm_devstack.lifecycle.steps import Steps
from isotherm_devstack.lifecycle.supervisor import Supervisor
from isotherm_devstack.state import addresses, credentials
from isotherm_devstack.state.folder import State, read


class AlreadyRunningError(StackError):
    """A stack runs on this folder already."""


def already_running(state: State) -> AlreadyRunningError:
    """Return the error that says so, and how to stop it."""
    running = down.supervisor_of(state)
    pid = f" (pid {running.pid})" if running else ""
    address = read(state.stack).get("frontend", "")
    where = f" at {address}" if address else ""
    return AlreadyRunningError(f"Isotherm already runs{where}{pid}. `make down` stops it.")


async def run(state: State, console: Console, *, simulate: bool) -> None:
    """Run the stack until SIGINT or SIGTERM; raises StackError, alone or in a group."""
    state.make()
    lock = state.lock()
    if lock is None:
        raise already_running(state)
    with lock:
        if left := await down.stop_all(state):
            console.print(f"Stopped what an earlier start had left: {', '.join(left)}")
        stopping = _cancelled_by_signals(lambda: console.print("Stopping …"))
        try:
            await _run(state, console, simulate=simulate)
        except asyncio.CancelledError:
            if not stopping():
                raise
            console.print("Stopped; the data stays. `make reset` clears it.")
        finally:
            down.forget(state)


async def _run(state: State, console: Console, *, simulate: bool) -> None:
    with Steps(console) as steps:
        with steps.step("Mosquitto and Maven are installed"):
            await asyncio.to_thread(system.require, "mosquitto", "mvn")
        chosen = addresses.choose(state.ports)
        secrets = credentials.load_or_make(state.secrets)
        async with asyncio.TaskGroup() as group:
            supervisor = Supervisor(group, steps.say)
            stack = Stack(state, chosen, secrets, supervisor, steps, simulate)

            def write() -> None:
                down.record(state, supervisor)
                stack.write()

            supervisor.changed = write
            try:
                await stack.start()
                await stack.until_live()
                steps.finish()
                report.print_tables(console, read(state.stack), str(state.home))
                state.ready.touch()
                await asyncio.Event().wait()
            finally:
                await supervisor.stop()


def _cancelled_by_signals(told: Callable[[], None]) -> Callable[[], bool]:
    """Cancel the current task on the first SIGINT, SIGTERM or SIGHUP; return whether one has come.

    Later ones change nothing: stopping is under way, and must not be cut short.
    """
    task = asyncio.current_task()
    assert task is not None, "runs in a task"  # noqa: S101
    came: list[int] = []

    def handle(number: int) -> None:
        if not came:
            told()
            task.cancel()
        came.append(number)

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, handle, number)
    return lambda: bool(came)
