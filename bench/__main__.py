"""`python -m bench [NAME]`: runs one benchmark or all, prints a table and saves JSON."""

import argparse
import asyncio
import signal
import sys

from bench import ingest
from bench.errors import BenchError
from bench.trials import Size
from isotherm_devstack.errors import StackError


def main() -> int:
    """Command line; exit code 1 where a trial came to no figure, 2 where none could."""
    whole = Size()
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=("ingest",), default="ingest")
    parser.add_argument("--rounds", type=int, default=ingest.LEAST_ROUNDS)
    parser.add_argument("--messages", type=int, default=whole.messages)
    parser.add_argument("--latency-s", type=int, default=whole.latency_s)
    parser.add_argument("--away-s", type=float, default=whole.away_s)
    parser.add_argument("--only", action="append", default=[], metavar="TRIAL",
                        help="run only this one; may be given again")  # fmt: skip
    arguments = parser.parse_args()
    size = Size(arguments.messages, arguments.away_s, arguments.latency_s)
    # an end that is asked for stops the started parts too, as Ctrl-C does
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return asyncio.run(ingest.run(arguments.rounds, size, arguments.only))
    except (BenchError, StackError) as error:
        sys.stderr.write(f"bench: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 130


sys.exit(main())
