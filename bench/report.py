"""The result, printed on the terminal and saved as JSON."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.claim import Claim, Samples, medians


def number(value: float | None) -> str:
    """Format a value with its significant digits."""
    if value is None:
        return "not measured"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def measures(values: Mapping[str, float]) -> str:
    """Format a trial's measures as one line."""
    return " · ".join(f"{number(value)} {name}" for name, value in values.items())


def show(console: Console, samples: Samples, claims: Sequence[Claim]) -> None:
    """Print the medians by trial, then all claims, and those that do not hold once more."""
    table = Table("trial", "rounds", "medians", title="Measurements")
    for trial, values in medians(samples).items():
        rounds = max(map(len, samples[trial].values()))
        table.add_row(trial, str(rounds), measures(values))
    console.print(table)
    table = Table("claim", "value", "bound", "held", "aim", title="Claims")
    for claim in claims:
        sign = "≤" if claim.at_most else "≥"
        held = "yes" if claim.ok else "[bold red]NO[/]"
        reached = "" if claim.aim is None else f" {'reached' if claim.aimed else 'not reached'}"
        aim = "" if claim.aim is None else f"{sign} {number(claim.aim)}{reached}"
        table.add_row(claim.name, number(claim.value), f"{sign} {number(claim.bound)}", held, aim)
    console.print(table)
    missed = [claim for claim in claims if not claim.ok]
    console.print(f"{len(claims) - len(missed)} of {len(claims)} claims hold.")
    for claim in missed:
        console.print(f"[bold red]does not hold[/]: {claim.name}: {number(claim.value)}")


def result_of(
    samples: Samples, claims: Sequence[Claim], about: Mapping[str, object]
) -> dict[str, object]:
    """Return everything that is saved, including the values of each round."""
    return {
        "claims": [claim.plain() for claim in claims],
        "medians": medians(samples),
        "rounds": samples,
        **about,
    }


def save(path: Path, result: Mapping[str, object]) -> None:
    """Write a result as JSON."""
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
