"""The common part of `isotherm-simulate` and `isotherm-replay`: parser, exit codes, summary."""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from isotherm.process import command
from isotherm_devstack.simulate import options
from isotherm_devstack.simulate.link import RefusedError
from isotherm_devstack.simulate.options import OptionError
from isotherm_devstack.simulate.pace import Stop
from isotherm_devstack.simulate.record import RecordError, write_atomically

Summary = Mapping[str, Any]


def new_parser(program: str, description: str, epilog: str) -> argparse.ArgumentParser:
    """Return a parser with the options for the broker and the files."""
    parser = command.parser(
        program,
        description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_broker(parser)
    return parser


def run(parser: argparse.ArgumentParser, work: Coroutine[Any, Any, Summary]) -> None:
    """Run the work and print its summary as JSON on standard output.

    Exit with 1 if the broker refused a device, and with 2 for a bad argument or file.
    """
    try:
        summary = asyncio.run(work)
    except (OptionError, RecordError) as error:
        parser.exit(2, f"{parser.prog}: {error}\n")
    except RefusedError as error:
        parser.exit(1, f"{parser.prog}: {error}\n")
    sys.stdout.write(json.dumps(summary) + "\n")


def write_summary(path: Path | None, summary: Summary) -> None:
    """Write the summary as JSON, atomically; do nothing without a path."""
    if path is not None:
        write_atomically(path, json.dumps(summary) + "\n")


@contextmanager
def stopped_by_signals(stop: Stop) -> Iterator[None]:
    """Set `stop` on SIGINT or SIGTERM during the block."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    try:
        yield
    finally:
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(name)
