"""`python -m bench [NAME]`: runs one benchmark or all, prints a table and saves JSON."""

import argparse
import asyncio
import signal

from bench import ingest


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=("ingest",), default="ingest")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--messages", type=int, default=60_000)
    arguments = parser.parse_args()
    # an end that is asked for stops the started parts too, as Ctrl-C does
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    asyncio.run(ingest.run(arguments.rounds, arguments.messages))


main()
