"""Runs the trials of a benchmark one by one, and keeps what they measured."""

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
    """What was measured so far, and which trials came to no figure."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.samples: dict[str, dict[str, list[float]]] = {}
        self.failures: list[str] = []

    async def run(
        self, number: int, name: str, trial: Callable[[], Awaitable[dict[str, float]]]
    ) -> None:
        """One trial of a round; one that fails leaves a note, and the others go on."""
        began = time.monotonic()
        try:
            values = await trial()
        except _FAILURES as error:
            said = ", ".join(map(str, _leaves(error)))
            self.failures.append(f"round {number}, {name}: {said}")
            self._console.print(f"round {number} · {name} · [bold red]failed[/]: {said}")
            return
        kept = self.samples.setdefault(name, {})
        for measure, value in values.items():
            kept.setdefault(measure, []).append(value)
        took = time.monotonic() - began
        self._console.print(f"round {number} · {name} · {measures(values)} [dim]({took:.0f} s)[/]")


def _leaves(error: BaseException) -> list[BaseException]:
    """What is in a group, and in the groups in it."""
    if isinstance(error, BaseExceptionGroup):
        return [leaf for each in error.exceptions for leaf in _leaves(each)]
    return [error]
