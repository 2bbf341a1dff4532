"""Run a service: arguments, settings, log, traces, signals, and the management port."""

import argparse
import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Mapping
from contextlib import asynccontextmanager
from logging import getLogger
from typing import Any, TypeVar

from isotherm import __version__
from isotherm.process import command, logging, management, tracing, vitals
from isotherm.process.background import Background
from isotherm.process.settings import PartSettings, load

log = getLogger(__name__)
S = TypeVar("S", bound=PartSettings)


class Process:
    """The process of a running service: its background jobs, readiness, and when to stop."""

    def __init__(self) -> None:
        self.background = Background()
        self.ready: management.Readiness = dict
        """Returns the conditions of `/readyz`; a service sets it before it works."""
        self._stopping = asyncio.Event()

    @property
    def is_stopping(self) -> bool:
        """Whether the process was told to end."""
        return self._stopping.is_set()

    def checks(self) -> Mapping[str, bool]:
        """Return the conditions of `/readyz`: a process that ends gets no more work."""
        return {**self.ready(), **({"running": False} if self.is_stopping else {})}

    async def stopped(self) -> None:
        """Wait until the process is told to end."""
        await self._stopping.wait()

    def stop(self) -> None:
        """Tell the service to end, as SIGTERM and SIGINT do."""
        self._stopping.set()


def arguments(name: str, description: str) -> argparse.ArgumentParser:
    """Return the parser of a service's command line; a service may add commands of its own."""
    return command.parser(
        f"isotherm-{name}",
        f"{description} Settings come from the environment, prefix ISOTHERM_.",
    )


def run(
    name: str,
    settings: S,
    serve: Callable[[S, Process], Awaitable[None]],
    *,
    loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None,
    asks_database: bool = True,
) -> None:
    """Run a service until it returns, with its log, traces and management port set up.

    Unless `asks_database` is false, a connection of its own measures how the database answers.

    `serve(settings, process)` works until `process.stopped()`: after SIGTERM or SIGINT. An
    exception that ends it is logged, so that Loki has the reason too; the exit code is then 1.
    """
    logging.configure(name, settings.instance, settings.log_level, settings.loki_url)
    tracing.configure(name, settings.instance, settings.otlp_endpoint, settings.trace_ratio)
    vitals.say_who(name)
    log.info("starting", extra={"version": __version__})
    # what is loaded by now stays; looking through it again and again costs more than traces
    gc.freeze()
    try:
        with asyncio.Runner(loop_factory=loop_factory) as runner:
            runner.run(_serve(name, settings, serve, asks_database=asks_database))
    except Exception as error:
        log.critical("the process ends after an exception", exc_info=True)
        # without the interpreter's own traceback, from which nothing is cut
        raise SystemExit(1) from error
    finally:
        tracing.finish()


async def _serve(
    name: str,
    settings: S,
    serve: Callable[[S, Process], Awaitable[None]],
    *,
    asks_database: bool,
) -> None:
    process = Process()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, process.stop)
    async with management.serve(
        settings.management_host,
        settings.management_port,
        process.checks,
        background=process.background,
    ):
        measured = [vitals.watch_loop()]
        if asks_database:
            dsn = settings.database_url.get_secret_value()
            measured.append(vitals.DatabaseProbe(dsn, name, process.background).run())
        async with _beside(measured):
            await serve(settings, process)


@asynccontextmanager
async def _beside(coroutines: Iterable[Coroutine[Any, Any, object]]) -> AsyncIterator[None]:
    """Run coroutines during the block; how they end changes nothing for it."""
    loop = asyncio.get_running_loop()
    tasks = [loop.create_task(coroutine, name="vitals") for coroutine in coroutines]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def main(
    name: str,
    settings: type[S],
    serve: Callable[[S, Process], Awaitable[None]],
    *,
    description: str,
    loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None,
) -> None:
    """Run the command of a service that has no subcommands.

    The exit code is 2 for a bad argument or setting, 0 after a stop.
    """
    arguments(name, description).parse_args()
    run(name, load(settings), serve, loop_factory=loop_factory)
