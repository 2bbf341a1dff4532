"""Print what each panel would show: `python -m isotherm_dashboards.answers --help`."""

import argparse
import asyncio
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from isotherm_dashboards.ask import Answer, Series, Sources, ask
from isotherm_dashboards.expand import Shown, seconds

_MOST = 8
"""Series of a query that are printed."""


def describe(answer: Answer) -> str:
    """Return an answer in a line: each series with its newest value, and how often it breaks."""
    if answer.error is not None:
        return f"REFUSED {answer.error.splitlines()[0]}"
    if not answer.series:
        return "no data"
    shown = [_described(series) for series in answer.series[:_MOST]]
    more = len(answer.series) - len(shown)
    return ", ".join([*shown, *([f"and {more} more"] if more else [])])


def _described(series: Series) -> str:
    known = [value for value in series.values if value is not None]
    newest = _rounded(known[-1]) if known else "none"
    breaks = len(series.values) - len(known)
    of = f" of {len(series.values)}" if len(series.values) > 1 else ""
    return f"{series.name} {newest}{of}" + (f" with {breaks} breaks" if breaks else "")


def _rounded(value: object) -> str:
    try:
        return f"{float(str(value)):.4g}"
    except ValueError:
        return str(value)[:80]


def lines(answers: Sequence[Answer]) -> Iterator[str]:
    """Yield a heading for each dashboard, and a line for each query."""
    board = ""
    for answer in answers:
        if answer.board != board:
            board = answer.board
            yield f"## {board}"
        yield f"{answer.panel}  {describe(answer)}"


async def _main(arguments: argparse.Namespace) -> int:
    until = datetime.now(UTC)
    chosen = dict(variable.split("=", 1) for variable in arguments.variable)
    shown = Shown(until - timedelta(seconds=seconds(arguments.since)), until, chosen)
    sources = Sources(arguments.prometheus, arguments.loki, arguments.postgresql)
    answers = [answer async for answer in ask(sources, shown)]
    sys.stdout.writelines(f"{line}\n" for line in lines(answers))
    return 1 if any(answer.error is not None for answer in answers) else 0


def main() -> None:
    """Ask all queries; exit code 1 if one was refused."""
    parser = argparse.ArgumentParser(
        prog="python -m isotherm_dashboards.answers",
        description="Print what each panel would show.",
    )
    parser.add_argument("--prometheus", metavar="URL", help="such as http://127.0.0.1:9090")
    parser.add_argument("--loki", metavar="URL", help="such as http://127.0.0.1:3100")
    parser.add_argument("--postgresql", metavar="DSN", help="with the login isotherm_grafana_login")
    parser.add_argument("--since", default="1h", help="how long ago the range begins, such as 24h")
    parser.add_argument(
        "--variable", metavar="NAME=VALUE", action="append", default=[],
        help="instead of the first value of a variable, such as site=oslo",
    )  # fmt: skip
    raise SystemExit(asyncio.run(_main(parser.parse_args())))


if __name__ == "__main__":
    main()
