"""Run a stack in the foreground: start it, supervise it, and stop it on a signal."""

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
from isotherm_devstack.state.content import Content, settle
from isotherm_devstack.state.folder import State, read


class AlreadyRunningError(StackError):
    """A stack is already running on this folder."""


def already_running(state: State) -> AlreadyRunningError:
    """Return the error, with the address of the running stack and how to stop it."""
    running = down.supervisor_of(state)
    pid = f" (pid {running.pid})" if running else ""
    address = read(state.stack).get("frontend", "")
    where = f" at {address}" if address else ""
    return AlreadyRunningError(
        f"Isotherm is already running{where}{pid}. Stop it with `make down`."
    )


async def run(state: State, console: Console, content: Content, *, observe: bool = False) -> None:
    """Run the stack until SIGINT or SIGTERM; raise StackError, alone or in a group.

    With `observe`, Prometheus is one of its parts.
    """
    state.create()
    lock = state.lock()
    if lock is None:
        raise already_running(state)
    with lock:
        if left := await down.stop_all(state):
            console.print(f"Stopped parts left by an earlier start: {', '.join(left)}")
        stopping = _cancelled_by_signals(lambda: console.print("Stopping …"))
        try:
            await _run(state, console, content, observe)
        except asyncio.CancelledError:
            if not stopping():
                raise
            console.print("Stopped. The data stays; `make reset` deletes it.")
        finally:
            down.forget(state)


async def _run(state: State, console: Console, wanted: Content, observe: bool) -> None:
    content = settle(state, wanted)
    if content is not wanted:
        console.print("This folder was started empty. `make reset` clears it for the demo.")
    with Steps(console) as steps:
        with steps.step("Installing Mosquitto, its clients and Maven, if missing"):
            await asyncio.to_thread(system.require, "mosquitto", "mosquitto_pub", "mvn")
        if observe:
            with steps.step("Installing Prometheus, if missing"):
                await asyncio.to_thread(system.require, "prometheus")
        chosen = addresses.choose(state.ports)
        secrets = credentials.load_or_generate(state.secrets)
        async with asyncio.TaskGroup() as group:
            supervisor = Supervisor(group, steps.log)
            stack = Stack(state, chosen, secrets, supervisor, steps, content, observe)

            def record() -> None:
                down.record(state, supervisor)
                stack.write()

            supervisor.changed = record
            try:
                await stack.start()
                await stack.until_live()
                steps.finish()
                report.print_tables(console, read(state.stack), state)
                state.ready.touch()
                await asyncio.Event().wait()
            finally:
                await supervisor.stop()


def _cancelled_by_signals(on_signal: Callable[[], None]) -> Callable[[], bool]:
    """Call `on_signal` and cancel the current task on the first SIGINT, SIGTERM or SIGHUP.

    Return a function that returns whether a signal was received. Later signals are ignored, so that
    they cannot interrupt stopping.
    """
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("not called from a task")
    received: list[int] = []

    def handle(number: int) -> None:
        if not received:
            on_signal()
            task.cancel()
        received.append(number)

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, handle, number)
    return lambda: bool(received)
