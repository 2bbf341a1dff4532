"""The ingest benchmark: interleaved rounds of all trials, a table, and `results/ingest.json`."""

import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import asyncpg
from rich.console import Console

from bench import trials
from bench.claims import claims
from bench.errors import BenchError
from bench.load import PAYLOAD_BYTES
from bench.machine import machine, versions
from bench.page import PAGE, figures, with_figures
from bench.parts import Server, server
from bench.publisher import compiled
from bench.report import measures, result_of, save, show
from bench.trials import Size, Trial
from isotherm.clock import SystemClock
from isotherm_devstack.errors import StackError
from isotherm_devstack.system import require

RESULT = Path(__file__).parent / "results" / "ingest.json"
LEAST_ROUNDS = 3
_FILE_COLUMNS = 140

_FAILURES = (BenchError, StackError, OSError, TimeoutError, asyncpg.PostgresError, ExceptionGroup)


class Benchmark:
    """Runs trials and keeps what they measured."""

    def __init__(self, console: Console, server: Server) -> None:
        self._console, self._server = console, server
        self.samples: dict[str, dict[str, list[float]]] = {}
        self.failures: list[str] = []

    async def run(self, number: int, name: str, trial: Trial) -> None:
        """One trial of a round; one that fails leaves a note, and the others go on."""
        began = time.monotonic()
        try:
            values = await trial(self._server)
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


async def run(rounds: int, size: Size, only: Sequence[str] = ()) -> int:
    """Runs it all, or `only` some trials; prints, and saves what a whole run found.

    Gives 0, or 1 where a trial came to no figure.
    """
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _FILE_COLUMNS
    require("mosquitto")
    await compiled()
    about = {
        "measured": f"{SystemClock().now():%Y-%m-%d %H:%M} UTC",
        "machine": machine(),
        "versions": await versions(),
        "size": {"rounds": rounds, "payload_bytes": PAYLOAD_BYTES, "qos": 1, **asdict(size)},
    }
    regular, single = trials.every_round(size), trials.once(size)
    unknown = set(only) - regular.keys() - single.keys()
    if unknown:
        known = ", ".join(f"{name!r}" for name in (*regular, *single))
        raise BenchError(f"no such trial: {', '.join(sorted(unknown))}; there are {known}")
    async with server() as running:
        benchmark = Benchmark(console, running)
        for number in range(1, rounds + 1):
            names = list(regular) + (list(single) if number == 1 else [])
            # each round begins with another one, so that none always comes after the same
            turn = (number - 1) * len(names) // rounds
            for name in (*names[turn:], *names[:turn]):
                if not only or name in only:
                    await benchmark.run(number, name, (regular | single)[name])
    found = [claim for claim in claims(benchmark.samples) if claim.value is not None or not only]
    show(console, benchmark.samples, found)
    if only or rounds < LEAST_ROUNDS or not size.whole:
        console.print("not saved: this was not the whole benchmark")
    else:
        result = result_of(benchmark.samples, found, about | {"failures": benchmark.failures})
        save(RESULT, result)
        PAGE.write_text(with_figures(PAGE.read_text(), figures(result)))
        console.print("saved as bench/results/ingest.json, and written into docs/benchmarks.md")
    return 1 if benchmark.failures else 0
