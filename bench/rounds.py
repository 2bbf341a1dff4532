"""Run the trials of a benchmark one by one and collect their measures."""

import time
from collections.abc import Awaitable, Callable

import asyncpg
from playwright.async_api import Error as BrowserError
from rich.console import Console

from bench.errors import BenchError
from bench.report import measures
from isotherm_devstack.errors import StackError

_FAILURES = (
    *(BenchError, StackError, OSError, TimeoutError),
    *(asyncpg.PostgresError, asyncpg.InterfaceError, BrowserError, ExceptionGroup),
)


class Rounds:
    """The measures collected so far, and the trials that failed."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.samples: dict[str, dict[str, list[float]]] = {}
        self.failures: list[str] = []

    async def run(
        self, number: int, name: str, trial: Callable[[], Awaitable[dict[str, float]]]
    ) -> None:
        """Run one trial of a round; a failure is recorded, and the other trials continue."""
        began = time.monotonic()
        try:
            values = await trial()
        except _FAILURES as error:
            reason = ", ".join(map(str, _leaves(error)))
            self.failures.append(f"round {number}, {name}: {reason}")
            self._console.print(f"round {number} · {name} · [bold red]failed[/]: {reason}")
            return
        samples = self.samples.setdefault(name, {})
        for measure, value in values.items():
            samples.setdefault(measure, []).append(value)
        took = time.monotonic() - began
        self._console.print(f"round {number} · {name} · {measures(values)} [dim]({took:.0f} s)[/]")


def _leaves(error: BaseException) -> list[BaseException]:
    """Return the errors of a group and of all groups nested in it."""
    if isinstance(error, BaseExceptionGroup):
        return [leaf for inner in error.exceptions for leaf in _leaves(inner)]
    return [error]
