"""The command `isotherm-replay`."""

import argparse
import sys
from collections.abc import Sequence
from datetime import timezone

from isotherm.instants import SystemClock, to_ms
from isotherm_devstack.demo.fleet import REPLAYED
from isotherm_devstack.replay.player import Replayer
from isotherm_devstack.replay.record import Progress, open_progress
from isotherm_devstack.replay.series import ending_at, parse_offset, recorded
from isotherm_devstack.simulate import command, options
from isotherm_devstack.simulate.command import Summary
from isotherm_devstack.simulate.display import Display
from isotherm_devstack.simulate.link import Broker, Link
from isotherm_devstack.simulate.pace import Pacer, Stop
from isotherm_devstack.simulate.run import ARRAY

_DESCRIPTION = """\
Replay the year of a real office sensor (Numenta Anomaly Benchmark, MIT licence) over MQTT:
7,267 readings about an hour apart, in degrees Fahrenheit, with their real silences, shifted in
time so that the last one lies at the anchor, the instant of the first start. They are sent in
arrays, as by a device that buffered for a year.
"""
_EPILOG = """\
Exit codes: 0 everything was sent, or SIGINT or SIGTERM stopped it and the next start continues;
1 refused by the broker, 2 a bad argument or file. A JSON summary goes to standard output.
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the arguments."""
    arguments = command.new_parser("isotherm-replay", _DESCRIPTION, _EPILOG)
    arguments.add_argument("--device", default=REPLAYED.device, help="(default %(default)s)")
    arguments.add_argument("--channel", default=REPLAYED.channel, help="(default %(default)s)")
    arguments.add_argument(
        "--offset",
        type=_offset,
        default=parse_offset("-05:00"),
        metavar="±HH:MM",
        help="the fixed UTC offset of the local times that are sent (default -05:00)",
    )
    arguments.add_argument(
        "--array",
        type=options.count,
        default=ARRAY,
        help="readings a message (default %(default)s)",
    )
    arguments.add_argument(
        "--rate",
        type=options.positive,
        metavar="MESSAGES",
        help="maximum messages a second (default: no limit)",
    )
    return arguments


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; exit with 1 or 2 on failure."""
    own = parser()
    given = own.parse_args(_joined(sys.argv[1:] if arguments is None else arguments))
    command.run(own, _replay(given))


async def _replay(given: argparse.Namespace) -> Summary:
    password = options.passwords(given.credentials, [given.device])[given.device]
    progress = open_progress(given.anchor_file, to_ms(SystemClock().now()))
    rows = ending_at(recorded(given.offset), progress.anchor)
    display = Display()

    def save() -> None:
        progress.save(given.anchor_file)
        command.write_summary(given.count_file, _summary(progress, len(rows)))
        display.show(f"{progress.sent:,} of {len(rows):,} readings sent")

    def link() -> Link:
        broker = Broker(given.host, given.port)
        return Link(broker, given.device, password, f"sensors/{given.device}/status")

    stop = Stop()
    with command.stopped_by_signals(stop):
        replayer = Replayer(given.device, given.channel, rows, progress, link, save)
        await replayer.run(given.offset, given.array, Pacer(given.rate, stop), stop)
    save()
    display.end(f"{progress.sent:,} of {len(rows):,} readings sent")
    return _summary(progress, len(rows))


def _summary(progress: Progress, rows: int) -> Summary:
    return {
        "anchor": progress.anchor,
        "messages": progress.messages,
        "readings": progress.sent,
        "missing": rows - progress.sent,
    }


def _joined(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with `--offset -05:00` as one word.

    argparse would read -05:00 as an option.
    """
    words = iter(arguments)
    return [f"{word}={next(words, '')}" if word == "--offset" else word for word in words]


def _offset(text: str) -> timezone:
    try:
        return parse_offset(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
