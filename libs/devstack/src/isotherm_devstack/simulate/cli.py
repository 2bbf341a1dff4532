"""The command `isotherm-simulate`."""

import argparse
import asyncio
import json
import resource
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from isotherm.instants import SystemClock, to_ms
from isotherm_devstack.simulate import devices, options
from isotherm_devstack.simulate.devices import Device
from isotherm_devstack.simulate.display import Display
from isotherm_devstack.simulate.link import Broker, RefusedError
from isotherm_devstack.simulate.options import OptionError
from isotherm_devstack.simulate.pace import Pacer, Stop
from isotherm_devstack.simulate.player import Surroundings
from isotherm_devstack.simulate.record import RecordError, Terms, open_record, write_atomically
from isotherm_devstack.simulate.simulation import Simulation, stopped_by_signals

_DESCRIPTION = """\
Plays temperature sensors over MQTT. Every device has its own connection and credentials
(its user name is its name). What it measured before it was started it sends in arrays of up to
1,000 readings, as a device that buffered; then it goes on live, in the form its kind of device
uses: bare numbers, objects, objects with a time, degrees Fahrenheit.
"""
_EPILOG = """\
It ends at SIGINT or SIGTERM within two seconds, and prints a JSON summary on standard output.
`readings` there equals the ledger's `stored` once ingest has read all; `in_doubt` counts live
readings whose acknowledgement was lost with a connection (they may be stored or not).
Exit codes: 0 stopped or finished, 1 refused by the broker, 2 a bad argument or file.
"""


def parser() -> argparse.ArgumentParser:
    """The arguments."""
    made = argparse.ArgumentParser(
        prog="isotherm-simulate",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_broker(made)
    fleet = made.add_argument_group("devices").add_mutually_exclusive_group()
    fleet.add_argument("--fleet", choices=["demo"], help="the demo's twelve sensors (default)")
    fleet.add_argument(
        "--devices",
        type=options.count,
        metavar="N",
        help="instead N devices of mixed profiles, named sim-0001, sim-0002, …",
    )
    _add_time(made)
    return made


def _add_time(made: argparse.ArgumentParser) -> None:
    group = made.add_argument_group("time")
    add = group.add_argument
    add(
        "--backfill-days",
        type=options.not_negative,
        default=30.0,
        metavar="DAYS",
        help="how much history a device sends at its first start (default %(default)g)",
    )
    add(
        "--interval",
        type=options.seconds,
        default=60.0,
        metavar="SECONDS",
        help="step of history (default %(default)g)",
    )
    add(
        "--live-interval",
        type=options.seconds,
        default=5.0,
        metavar="SECONDS",
        help="step of live readings (default %(default)g)",
    )
    add(
        "--rate",
        type=options.positive,
        metavar="MESSAGES",
        help="at most so many messages a second, all devices together (default: no cap)",
    )
    add(
        "--speed",
        type=options.positive,
        default=1.0,
        metavar="FACTOR",
        help="how many seconds of its life a sensor lives in one, from the anchor on; the times "
        "it sends stay true (default %(default)g)",
    )
    add(
        "--seed",
        type=int,
        default=0,
        help="another number gives other values (default %(default)s)",
    )
    add("--once", action="store_true", help="send the history and end")  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; exits with its code."""
    made = parser()
    options_given = made.parse_args(arguments)
    try:
        summary = asyncio.run(_simulate(options_given))
    except (OptionError, RecordError) as error:
        made.exit(2, f"isotherm-simulate: {error}\n")
    except RefusedError as error:
        made.exit(1, f"isotherm-simulate: {error}\n")
    sys.stdout.write(json.dumps(summary) + "\n")


async def _simulate(given: argparse.Namespace) -> dict[str, Any]:
    fleet = _fleet(given)
    passwords = options.passwords(given.credentials, [device.name for device in fleet])
    clock, stop = SystemClock(), Stop()
    terms = Terms(given.seed, round(given.interval * 1_000), given.speed)
    around = Surroundings(
        Broker(given.host, given.port),
        clock,
        open_record(given.anchor_file, terms, to_ms(clock.now())),
        Pacer(given.rate, stop),
        stop,
        None if given.once else round(given.live_interval * 1_000),
    )

    def write_count(summary: dict[str, Any]) -> None:
        if given.count_file is not None:
            write_atomically(given.count_file, json.dumps(summary) + "\n")

    _allow_connections(len(fleet))
    simulation = Simulation(fleet, passwords, given.backfill_days, around, Display(), write_count)
    with stopped_by_signals(stop):
        await simulation.run()
    return simulation.summary()


def _fleet(given: argparse.Namespace) -> list[Device]:
    if given.devices is not None:
        return devices.mixed(given.devices, given.seed)
    return devices.demo(given.seed)


def _allow_connections(wanted: int) -> None:
    """Raise the limit of open files where one connection a device needs it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted + 100:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, wanted + 1_000), hard))
