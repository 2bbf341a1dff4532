"""The series benchmark: a year of readings, interleaved rounds, and `results/series.json`."""

import platform
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

import asyncpg
from rich.console import Console

from bench.errors import BenchError
from bench.history import questions, trials
from bench.history.browser import browser
from bench.history.claims import claims
from bench.history.rolled import decade, until_rolled
from bench.history.size import Size
from bench.history.stack import Stack, stack
from bench.history.year import Year, fill
from bench.machine import machine, printed_version
from bench.page import PAGE, SERIES, figures, with_figures
from bench.report import result_of, save, show
from bench.rounds import Rounds
from isotherm.instants import SystemClock
from isotherm_devstack.host.system import require
from isotherm_devstack.parts.postgres import binary

RESULT = Path(__file__).parent / "results" / "series.json"
ROUNDS = 3
_LIBRARIES = ("asyncpg", "fastapi", "msgspec", "numpy", "pydantic", "uvicorn", "playwright")


async def run(rounds: int, size: Size, only: Sequence[str] = ()) -> int:
    """Run all trials, or `only` some; print the results, and save those of a complete run.

    Return 0, or 1 if a trial failed. Raise BenchError for an unknown trial.
    """
    unknown = set(only) - set(trials.NAMES)
    if unknown:
        names = ", ".join(f"{name!r}" for name in trials.NAMES)
        raise BenchError(f"no such trial: {', '.join(sorted(unknown))}; choose from {names}")
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 140
    require("chromium")
    about: dict[str, object] = {
        "measured": f"{SystemClock().now():%Y-%m-%d %H:%M} UTC",
        "machine": machine(),
        "versions": await _versions(),
    }
    benchmark = Rounds(console)
    console.print("starting the stack")
    async with stack() as on:
        year, filled = await _prepare(on, size, console.print)
        ground = trials.Ground(on, year, size)
        await _measure(ground, benchmark, rounds, only)
        plan = await questions.explained(on.owner, year, "fridge-1", size.days)
    checked = [claim for claim in claims(benchmark.samples) if claim.value is not None or not only]
    show(console, benchmark.samples, checked)
    size_of = {"rounds": rounds, **asdict(size), **filled}
    if only or rounds < ROUNDS or not size.whole:
        console.print("not saved: this was not a complete run")
    else:
        rest = {"size": size_of, "raw_plan": plan, "failures": benchmark.failures}
        result = result_of(benchmark.samples, checked, about | rest)
        save(RESULT, result)
        PAGE.write_text(with_figures(PAGE.read_text(), figures(result), SERIES))
        console.print("saved to bench/results/series.json and docs/benchmarks.md")
    return 1 if benchmark.failures else 0


async def _prepare(
    on: Stack, size: Size, log: Callable[[str], None]
) -> tuple[Year, dict[str, float]]:
    """Fill a year and wait for its rollups; return it and the seconds that both took."""
    log("filling readings")
    began = time.monotonic()
    year = await fill(on.owner, size, log)
    fill_s = time.monotonic() - began
    log(f"{year.readings:,} readings in {fill_s:.0f} s; worker rolls them up")
    rolled_s = await until_rolled(on.owner, log)
    log(f"rolled up in {rolled_s:.0f} s")
    year = await decade(on.owner, year)
    connection = await asyncpg.connect(on.owner, timeout=60)
    try:
        await connection.execute("ANALYZE")
    finally:
        await connection.close()
    return year, {
        "readings": year.readings, "fill_s": round(fill_s, 1), "rollup_s": round(rolled_s, 1),
    }  # fmt: skip


async def _measure(
    ground: trials.Ground, benchmark: Rounds, rounds: int, only: Sequence[str]
) -> None:
    def wanted(name: str) -> bool:
        return not only or name in only

    async with AsyncExitStack() as parts:
        regular = ground.every_round()
        for number in range(1, rounds + 1):
            turn = (number - 1) * len(regular) // rounds
            names = list(regular)
            for name in filter(wanted, (*names[turn:], *names[:turn])):
                await benchmark.run(number, name, regular[name])
        if not any(map(wanted, (*trials.BROWSER, trials.SCREEN, trials.OVERVIEW))):
            return
        used = await parts.enter_async_context(browser(ground.on))
        once, paged = ground.once(used), ground.in_browser(used)
        for number in range(1, rounds + 1):
            for name in filter(wanted, paged):
                await benchmark.run(number, name, paged[name])
        if wanted(trials.SCREEN):
            await benchmark.run(1, trials.SCREEN, once[trials.SCREEN])
        if wanted(trials.OVERVIEW):
            await benchmark.run(1, trials.OVERVIEW, once[trials.OVERVIEW])


async def _versions() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "postgresql": await printed_version(binary("postgres"), "--version"),
        "chromium": await printed_version("chromium", "--version"),
        **{name: version(name) for name in _LIBRARIES},
    }
