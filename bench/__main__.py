"""`python -m bench NAME`: runs one benchmark, prints a table and saves JSON."""

import argparse
import asyncio
import dataclasses
import signal
import sys

from bench import ingest, series
from bench.errors import BenchError
from bench.history.size import Size as SeriesSize
from bench.trials import Size as IngestSize
from isotherm_devstack.errors import StackError


def main() -> int:
    """Command line; exit code 1 where a trial came to no figure, 2 where none could."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    names = parser.add_subparsers(dest="name", required=True, metavar="NAME")
    for name, module, whole in (("ingest", ingest, IngestSize()), ("series", series, SeriesSize())):
        one = names.add_parser(
            name, help=module.__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter
        )
        one.add_argument("--rounds", type=int, default=module.ROUNDS)
        one.add_argument("--only", action="append", default=[], metavar="TRIAL",
                         help="run only this one; may be given again")  # fmt: skip
        for field in dataclasses.fields(whole):
            value = getattr(whole, field.name)
            option = f"--{field.name.replace('_', '-')}"
            one.add_argument(option, type=type(value), default=value, help=" ")
    words = vars(parser.parse_args())
    name, rounds, only = words.pop("name"), words.pop("rounds"), words.pop("only")
    # an end that is asked for stops the started parts too, as Ctrl-C does
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if name == "ingest":
            return asyncio.run(ingest.run(rounds, IngestSize(**words), only))
        return asyncio.run(series.run(rounds, SeriesSize(**words), only))
    except (BenchError, StackError) as error:
        sys.stderr.write(f"bench: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 130


sys.exit(main())
