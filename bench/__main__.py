"""`python -m bench NAME`: run one benchmark, print a table and save JSON."""

import argparse
import asyncio
import dataclasses
import signal
import sys

from bench import ingest, series, traces
from bench.errors import BenchError
from bench.history.size import Size as SeriesSize
from bench.traces import Size as TracesSize
from bench.trials import Size as IngestSize
from isotherm_devstack.errors import StackError


def main() -> int:
    """Run the command line; return 1 if a trial failed, 2 if the benchmark could not run."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    names = parser.add_subparsers(dest="name", required=True, metavar="NAME")
    for name, module, whole in (
        ("ingest", ingest, IngestSize()),
        ("series", series, SeriesSize()),
        ("traces", traces, TracesSize()),
    ):
        command = names.add_parser(
            name, help=module.__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter
        )
        command.add_argument("--rounds", type=int, default=module.ROUNDS)
        command.add_argument("--only", action="append", default=[], metavar="TRIAL",
                             help="run only this trial; may be repeated")  # fmt: skip
        for field in dataclasses.fields(whole):
            value = getattr(whole, field.name)
            option = f"--{field.name.replace('_', '-')}"
            command.add_argument(option, type=type(value), default=value, help=" ")
    options = vars(parser.parse_args())
    name, rounds, only = options.pop("name"), options.pop("rounds"), options.pop("only")
    # SIGTERM stops the started parts too, as Ctrl-C does
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if name == "ingest":
            return asyncio.run(ingest.run(rounds, IngestSize(**options), only))
        if name == "traces":
            return asyncio.run(traces.run(rounds, TracesSize(**options), only))
        return asyncio.run(series.run(rounds, SeriesSize(**options), only))
    except (BenchError, StackError) as error:
        sys.stderr.write(f"bench: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 130


sys.exit(main())
