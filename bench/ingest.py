"""The ingest benchmark: interleaved rounds of all trials, a table, and `results/ingest.json`."""

import functools
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bench import trials
from bench.begin import begin
from bench.claims import claims
from bench.errors import BenchError
from bench.page import INGEST, PAGE, figures, with_figures
from bench.parts import server
from bench.report import result_of, save, show
from bench.rounds import Rounds
from bench.trials import Size

RESULT = Path(__file__).parent / "results" / "ingest.json"
ROUNDS = 3


async def run(rounds: int, size: Size, only: Sequence[str] = ()) -> int:
    """Run all trials, or `only` some; print the results, and save those of a complete run.

    Return 0, or 1 if a trial failed. Raise BenchError for an unknown trial.
    """
    console, about = await begin(rounds, asdict(size))
    benchmark = Rounds(console)
    await _measure(benchmark, rounds, size, only)
    checked = [claim for claim in claims(benchmark.samples) if claim.value is not None or not only]
    show(console, benchmark.samples, checked)
    if only or rounds < ROUNDS or not size.whole:
        console.print("not saved: this was not a complete run")
    else:
        result = result_of(benchmark.samples, checked, about | {"failures": benchmark.failures})
        save(RESULT, result)
        PAGE.write_text(with_figures(PAGE.read_text(), figures(result), INGEST))
        console.print("saved to bench/results/ingest.json and docs/benchmarks.md")
    return 1 if benchmark.failures else 0


async def _measure(benchmark: Rounds, rounds: int, size: Size, only: Sequence[str]) -> None:
    """Run the rounds; raise BenchError if `only` names an unknown trial."""
    regular, single = trials.every_round(size), trials.once(size)
    unknown = set(only) - regular.keys() - single.keys()
    if unknown:
        names_of_all = ", ".join(f"{name!r}" for name in (*regular, *single))
        raise BenchError(f"no such trial: {', '.join(sorted(unknown))}; choose from {names_of_all}")
    async with server() as running:
        for number in range(1, rounds + 1):
            names = list(regular) + (list(single) if number == 1 else [])
            # each round starts with a different trial, so that no trial always follows the same one
            turn = (number - 1) * len(names) // rounds
            for name in (*names[turn:], *names[:turn]):
                if not only or name in only:
                    trial = functools.partial((regular | single)[name], running)
                    await benchmark.run(number, name, trial)
