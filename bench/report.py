"""What is shown on the terminal, and what is saved."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.claims import Claim, Samples, medians


def number(value: float | None) -> str:
    """A value with as many digits as say something."""
    if value is None:
        return "not measured"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def measures(each: Mapping[str, float]) -> str:
    """A trial's measures in one line."""
    return " · ".join(f"{number(value)} {name}" for name, value in each.items())


def show(console: Console, samples: Samples, claims: Sequence[Claim]) -> None:
    """The medians by trial, then the claims; what fell short as plainly as what did not."""
    table = Table("trial", "rounds", "medians", title="What was measured")
    for trial, each in medians(samples).items():
        rounds = max(map(len, samples[trial].values()))
        table.add_row(trial, str(rounds), measures(each))
    console.print(table)
    table = Table("claim", "value", "bound", "held", "aim", title="What is claimed")
    for claim in claims:
        sign = "≤" if claim.at_most else "≥"
        held = "yes" if claim.ok else "[bold red]NO[/]"
        reached = "" if claim.aim is None else f" {'reached' if claim.aimed else 'not reached'}"
        aim = "" if claim.aim is None else f"{sign} {number(claim.aim)}{reached}"
        table.add_row(claim.name, number(claim.value), f"{sign} {number(claim.bound)}", held, aim)
    console.print(table)
    short = [claim for claim in claims if not claim.ok]
    console.print(f"{len(claims) - len(short)} of {len(claims)} claims hold.")
    for claim in short:
        console.print(f"[bold red]fell short[/]: {claim.name}: {number(claim.value)}")


def result_of(
    samples: Samples, claims: Sequence[Claim], about: Mapping[str, object]
) -> dict[str, object]:
    """Everything that is kept, figures by round included."""
    return {
        "claims": [claim.plain() for claim in claims],
        "medians": medians(samples),
        "rounds": samples,
        **about,
    }


def save(path: Path, result: Mapping[str, object]) -> None:
    """As JSON."""
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
