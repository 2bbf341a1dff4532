"""What traces cost ingest: interleaved rounds with traces off and on, and `results/traces.json`."""

import asyncio
import functools
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.begin import begin
from bench.claim import Claim, Medians, Samples
from bench.errors import BenchError
from bench.load import Load
from bench.page import PAGE, about_lines, claim_lines, with_figures
from bench.parts import Server, server, stage
from bench.report import number, result_of, save
from bench.rounds import Rounds
from bench.sink import sink
from bench.stored import until_stored
from bench.usage import processor_s

RESULT = Path(__file__).parent / "results" / "traces.json"
ROUNDS = 5
TRACES = "traces"
"""The name of its figures on the page."""
COST = "ingest us a reading"
BOUND = 0.10
OFF, ON = "traces off", "traces on"
LINKED = "devices with traceparent"
"""Messages of MQTT 5 that are longer, which costs something by itself."""

_SETTLE_S = 1.5
"""Before the first message, and after the last commit: spans are sent once a second."""


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a run; smaller sizes are for a quick try."""

    messages: int = 100_000
    slow_rate: int = 500
    slow_s: int = 10

    @property
    def whole(self) -> bool:
        """Whether the size is complete, so that the figures may be saved."""
        return self == Size()


def loads(size: Size) -> dict[str, Load]:
    """Return the loads by name."""
    return {
        "full rate": Load(size.messages),
        f"{size.slow_rate}/s": Load(size.slow_rate * size.slow_s, rate=size.slow_rate),
    }


async def cost(server: Server, load: Load, endpoint: str | None) -> dict[str, float]:
    """Return the processor time of ingest for each reading."""
    settings = {} if endpoint is None else {"OTLP_ENDPOINT": endpoint}
    async with (
        stage(server, load) as on,
        on.ingest(**settings) as ingest,
        on.publisher() as publisher,
    ):
        await asyncio.sleep(_SETTLE_S)
        before = processor_s(ingest.pid)
        await publisher.start()
        await until_stored(on.owner, load.messages)
        await publisher.finished()
        await asyncio.sleep(_SETTLE_S)
        return {COST: (processor_s(ingest.pid) - before) * 1e6 / load.messages}


Trial = Callable[[Server], Awaitable[dict[str, float]]]


def trials(size: Size, endpoint: str) -> dict[str, Trial]:
    """Return the trials by name: each load with traces off and on, side by side."""
    return {
        f"{name}, {state}": functools.partial(cost, load=load, endpoint=to)
        for name, load in _kinds(size).items()
        for state, to in ((OFF, None), (ON, endpoint))
    }


def _kinds(size: Size) -> dict[str, Load]:
    """Return each load from devices without traces, and from traced ones."""
    return {
        name: kind
        for plain, load in loads(size).items()
        for name, kind in ((plain, load), (f"{plain}, {LINKED}", replace(load, traced=True)))
    }


def claims(samples: Samples, size: Size) -> list[Claim]:
    """Return by how much traces raise the processor time of a reading, from the medians."""
    of = Medians(samples)
    ratios = {name: of.ratio(f"{name}, {ON}", f"{name}, {OFF}", COST) for name in _kinds(size)}
    return [
        Claim(f"more than without traces, {name}", ratio and ratio - 1, BOUND, at_most=True)
        for name, ratio in ratios.items()
    ]


async def run(rounds: int, size: Size, only: Sequence[str] = ()) -> int:
    """Run all trials, or `only` some; print the results, and save those of a complete run.

    Return 0, or 1 if a trial failed. Raise BenchError for an unknown trial.
    """
    console, about = await begin(rounds, asdict(size))
    benchmark = Rounds(console)
    await _measure(benchmark, rounds, size, only)
    result = result_of(
        benchmark.samples, claims(benchmark.samples, size), about | {"failures": benchmark.failures}
    )
    _show(console, result)
    if only or rounds < ROUNDS or not size.whole:
        console.print("not saved: this was not a complete run")
    else:
        save(RESULT, result)
        PAGE.write_text(with_figures(PAGE.read_text(), figures(result), TRACES))
        console.print("saved to bench/results/traces.json and docs/benchmarks.md")
    return 1 if benchmark.failures else 0


async def _measure(benchmark: Rounds, rounds: int, size: Size, only: Sequence[str]) -> None:
    async with server() as running, sink() as collector:
        everything = trials(size, collector.url)
        if unknown := set(only) - everything.keys():
            known = ", ".join(map(repr, everything))
            raise BenchError(f"no such trial: {', '.join(sorted(unknown))}; choose from {known}")
        for number_of in range(1, rounds + 1):
            # off and on take turns in being the first of a pair
            names = list(everything) if number_of % 2 else list(reversed(everything))
            for name in names:
                if not only or name in only:
                    trial = functools.partial(everything[name], running)
                    await benchmark.run(number_of, name, trial)
        if not collector.pushes and not only:
            benchmark.failures.append("no span reached the collector")


def _show(console: Console, result: Mapping[str, Any]) -> None:
    table = Table("trial", "median", "least", "most", title=f"Measurements: {COST}")
    for trial, values in _spreads(result["rounds"]):
        table.add_row(trial, *map(number, values))
    console.print(table)
    for line in claim_lines(result["claims"]):
        console.print(line)


def _spreads(samples: Samples) -> Iterator[tuple[str, tuple[float, float, float]]]:
    """Yield for each trial the median, the least and the greatest value of the rounds."""
    of = Medians(samples)
    for trial, measures in samples.items():
        values = measures[COST]
        yield trial, (of.median(trial, COST) or 0.0, min(values), max(values))


def figures(result: Mapping[str, Any]) -> str:
    """Return a saved result as Markdown: claims, medians with their spread, and the machine."""
    lines = [f"| trial | {COST}: median | least | most |", "|---|---|---|---|"]
    for trial, values in _spreads(result["rounds"]):
        lines.append(f"| `{trial}` | {' | '.join(map(number, values))} |")
    return "\n".join([*claim_lines(result["claims"]), "", *lines, "", *about_lines(result)])
