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
from bench.machine import machine, said_version
from bench.page import PAGE, SERIES, figures, with_figures
from bench.report import result_of, save, show
from bench.rounds import Rounds
from isotherm.clock import SystemClock
from isotherm_devstack.postgres import binary
from isotherm_devstack.system import require

RESULT = Path(__file__).parent / "results" / "series.json"
ROUNDS = 3
_LIBRARIES = ("asyncpg", "fastapi", "msgspec", "numpy", "pydantic", "uvicorn", "playwright")
_LATER_S = 120.0


async def run(rounds: int, size: Size, only: Sequence[str] = ()) -> int:
    """Runs it all, or `only` some trials; prints, and saves what a whole run found.

    Gives 0, or 1 where a trial came to no figure.
    """
    unknown = set(only) - set(trials.NAMES)
    if unknown:
        known = ", ".join(f"{name!r}" for name in trials.NAMES)
        raise BenchError(f"no such trial: {', '.join(sorted(unknown))}; there are {known}")
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 140
    require("chromium")
    about: dict[str, object] = {
        "measured": f"{SystemClock().now():%Y-%m-%d %H:%M} UTC",
        "machine": machine(),
        "versions": await _versions(),
    }
    kept = Rounds(console)
    console.print("starting the stack")
    async with stack() as on:
        year, filled = await _prepared(on, size, console.print)
        ground = trials.Ground(on, year, size)
        await _measure(ground, kept, rounds, only)
        plan = await questions.explained(on.owner, year, "fridge-1", size.days)
    found = [claim for claim in claims(kept.samples) if claim.value is not None or not only]
    show(console, kept.samples, found)
    size_of = {"rounds": rounds, **asdict(size), **filled}
    if only or rounds < ROUNDS or not size.whole:
        console.print("not saved: this was not the whole benchmark")
    else:
        rest = {"size": size_of, "raw_plan": plan, "failures": kept.failures}
        result = result_of(kept.samples, found, about | rest)
        save(RESULT, result)
        PAGE.write_text(with_figures(PAGE.read_text(), figures(result), SERIES))
        console.print("saved as bench/results/series.json, and written into docs/benchmarks.md")
    return 1 if kept.failures else 0


async def _prepared(
    on: Stack, size: Size, told: Callable[[str], None]
) -> tuple[Year, dict[str, float]]:
    """The year, rolled up; and how long both took."""
    told("filling readings")
    began = time.monotonic()
    year = await fill(on.owner, size, told)
    fill_s = time.monotonic() - began
    told(f"{year.readings:,} readings in {fill_s:.0f} s; worker rolls them up")
    rolled_s = await until_rolled(on.owner, told)
    told(f"rolled up in {rolled_s:.0f} s")
    year = await decade(on.owner, year)
    connection = await asyncpg.connect(on.owner, timeout=60)
    try:
        await connection.execute("ANALYZE")
    finally:
        await connection.close()
    return year, {
        "readings": year.readings, "fill_s": round(fill_s, 1), "rollup_s": round(rolled_s, 1),
    }  # fmt: skip


async def _measure(ground: trials.Ground, kept: Rounds, rounds: int, only: Sequence[str]) -> None:
    def wanted(name: str) -> bool:
        return not only or name in only

    async with AsyncExitStack() as parts:
        regular = ground.every_round()
        for number in range(1, rounds + 1):
            turn = (number - 1) * len(regular) // rounds
            names = list(regular)
            for name in filter(wanted, (*names[turn:], *names[:turn])):
                await kept.run(number, name, regular[name])
        if not any(map(wanted, (*trials.BROWSER, trials.SCREEN, trials.OVERVIEW))):
            return
        used = await parts.enter_async_context(browser(ground.on))
        once, paged = ground.once(used), ground.in_browser(used)
        for number in range(1, rounds + 1):
            for name in filter(wanted, paged):
                await kept.run(number, name, paged[name])
        if wanted(trials.SCREEN):
            await kept.run(1, trials.SCREEN, once[trials.SCREEN])
        if wanted(trials.OVERVIEW):
            await kept.run(1, trials.OVERVIEW, once[trials.OVERVIEW])


async def _versions() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "postgresql": await said_version(binary("postgres"), "--version"),
        "chromium": await said_version("chromium", "--version"),
        **{name: version(name) for name in _LIBRARIES},
    }
