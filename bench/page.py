"""Write the figures on docs/benchmarks.md from the saved result, so that both agree."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.report import measures, number

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
INGEST, SERIES = "ingest", "series"
END = "<!-- end of figures -->"


def figures(result: Mapping[str, Any]) -> str:
    """Return a saved result as Markdown: claims, medians, machine and versions."""
    claims = claim_lines(result["claims"])
    return "\n".join([*claims, "", *_medians(result), "", *about_lines(result)])


def claim_lines(claims: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield saved claims as a table, after how many of them hold."""
    held = sum(claim["ok"] for claim in claims)
    yield f"**{held} of {len(claims)} claims hold.**" + (
        " Claims that do not hold are marked **no**." if held < len(claims) else ""
    )
    yield ""
    yield "| claim | value | bound | held |"
    yield "|---|---|---|---|"
    for claim in claims:
        sign, bound = ("≤", claim["at_most"]) if "at_most" in claim else ("≥", claim["at_least"])
        value, ok = number(claim["value"]), "yes" if claim["ok"] else "**no**"
        yield f"| {claim['name']} | {value} | {sign} {number(bound)} | {ok} |"


def _medians(result: Mapping[str, Any]) -> Iterator[str]:
    yield "| trial | median of the rounds |"
    yield "|---|---|"
    for trial, values in result["medians"].items():
        yield f"| `{trial}` | {measures(values)} |"


def about_lines(result: Mapping[str, Any]) -> Iterator[str]:
    """Yield the machine, the versions and the failures of a saved result."""
    machine, size = result["machine"], result["size"]
    load = f"{size['messages']:,} messages" if "messages" in size else _filled(size)
    yield (
        f"{size['rounds']} rounds of {load}, {result['measured']}, on"
        f" {machine['cores']} cores ({machine['processor']}), {machine['memory_gb']} GB,"
        f" {machine['system']}; load before the start: {machine['load_before']}."
    )
    yield ""
    yield " · ".join(f"{name} {version}" for name, version in result["versions"].items())
    for failure in result["failures"]:
        yield ""
        yield f"**Failed**: {failure}"


def _filled(size: Mapping[str, Any]) -> str:
    return (
        f"all trials on {size['readings']:,} readings (filled in {size['fill_s']:.0f} s, rolled up"
        f" by worker in {size['rollup_s']:.0f} s)"
    )


def begin(benchmark: str) -> str:
    """Return the comment that marks the start of a benchmark's figures."""
    return f"<!-- figures: written by `make bench-{benchmark}`, not by hand -->"


def with_figures(page: str, text: str, benchmark: str) -> str:
    """Return the page with a benchmark's figures replaced; raise ValueError without a mark."""
    before, mark, rest = page.partition(begin(benchmark))
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"{PAGE.name} has no place for figures of {benchmark}")
    return f"{before}{mark}\n\n{text}\n\n{END}{after}"
