"""The command `isotherm-replay`."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import timezone
from typing import Any

from isotherm.instants import SystemClock, to_ms
from isotherm_devstack.demo.fleet import REPLAYED
from isotherm_devstack.replay.player import Replayer
from isotherm_devstack.replay.record import Progress, open_progress
from isotherm_devstack.replay.series import ending_at, parse_offset, recorded
from isotherm_devstack.simulate import options
from isotherm_devstack.simulate.display import Display
from isotherm_devstack.simulate.link import Broker, Link, RefusedError
from isotherm_devstack.simulate.options import OptionError
from isotherm_devstack.simulate.pace import Pacer, Stop
from isotherm_devstack.simulate.record import RecordError, write_atomically
from isotherm_devstack.simulate.run import ARRAY
from isotherm_devstack.simulate.simulation import stopped_by_signals

_DESCRIPTION = """\
Replays the year of a real office sensor (Numenta Anomaly Benchmark, MIT licence) over MQTT:
7,267 readings about an hour apart, in degrees Fahrenheit, with their real silences, moved in
time so that the last one lies at the anchor, which is now at the first start. They go out in
arrays, as of a device that buffered for a year.
"""
_EPILOG = """\
Exit codes: 0 all sent (or stopped by SIGINT or SIGTERM, and to be gone on with), 1 refused by the
broker, 2 a bad argument or file. A JSON summary goes to standard output.
"""


def parser() -> argparse.ArgumentParser:
    """The arguments."""
    made = argparse.ArgumentParser(
        prog="isotherm-replay",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_broker(made)
    made.add_argument("--device", default=REPLAYED.device, help="(default %(default)s)")
    made.add_argument("--channel", default=REPLAYED.channel, help="(default %(default)s)")
    made.add_argument(
        "--offset",
        type=_offset,
        default=parse_offset("-05:00"),
        metavar="±HH:MM",
        help="the fixed offset its local times are sent with (default -05:00)",
    )
    made.add_argument(
        "--array",
        type=options.count,
        default=ARRAY,
        help="readings a message (default %(default)s)",
    )
    made.add_argument(
        "--rate",
        type=options.positive,
        metavar="MESSAGES",
        help="at most so many messages a second",
    )
    return made


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; exits with its code."""
    made = parser()
    given = made.parse_args(_joined(sys.argv[1:] if arguments is None else arguments))
    try:
        summary = asyncio.run(_replay(given))
    except (OptionError, RecordError) as error:
        made.exit(2, f"isotherm-replay: {error}\n")
    except RefusedError as error:
        made.exit(1, f"isotherm-replay: {error}\n")
    sys.stdout.write(json.dumps(summary) + "\n")


async def _replay(given: argparse.Namespace) -> dict[str, Any]:
    password = options.passwords(given.credentials, [given.device])[given.device]
    progress = open_progress(given.anchor_file, to_ms(SystemClock().now()))
    rows = ending_at(recorded(given.offset), progress.anchor)
    display = Display()

    def save() -> None:
        progress.save(given.anchor_file)
        if given.count_file is not None:
            write_atomically(given.count_file, json.dumps(_summary(progress, len(rows))) + "\n")
        display.show(f"{progress.sent:,} of {len(rows):,} readings sent")

    def link() -> Link:
        broker = Broker(given.host, given.port)
        return Link(broker, given.device, password, f"sensors/{given.device}/status")

    stop = Stop()
    with stopped_by_signals(stop):
        replayer = Replayer(given.device, given.channel, rows, progress, link, save)
        await replayer.run(given.offset, given.array, Pacer(given.rate, stop), stop)
    save()
    display.end(f"{progress.sent:,} of {len(rows):,} readings sent")
    return _summary(progress, len(rows))


def _summary(progress: Progress, rows: int) -> dict[str, int]:
    return {
        "anchor": progress.anchor,
        "messages": progress.messages,
        "readings": progress.sent,
        "missing": rows - progress.sent,
    }


def _joined(arguments: Sequence[str]) -> list[str]:
    """The arguments with `--offset -05:00` as one word; argparse takes -05:00 for an option."""
    words = iter(arguments)
    return [f"{word}={next(words, '')}" if word == "--offset" else word for word in words]


def _offset(text: str) -> timezone:
    try:
        return parse_offset(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
