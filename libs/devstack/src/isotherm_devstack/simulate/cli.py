"""The command `isotherm-simulate`."""

import argparse
import resource
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from isotherm.instants import SystemClock, to_ms
from isotherm_devstack.simulate import command, devices, options
from isotherm_devstack.simulate.command import Summary
from isotherm_devstack.simulate.devices import Device
from isotherm_devstack.simulate.display import Display
from isotherm_devstack.simulate.link import Broker
from isotherm_devstack.simulate.pace import Pacer, Stop
from isotherm_devstack.simulate.player import Surroundings
from isotherm_devstack.simulate.record import Terms, open_record
from isotherm_devstack.simulate.simulation import Simulation

_DESCRIPTION = """\
Simulate temperature sensors over MQTT. Every device has its own connection and credentials
(its user name is its name). Readings from before its start are sent in arrays of up to 1,000,
as by a device that buffered; live readings follow, in the format of that kind of device:
bare numbers, objects, objects with a time, degrees Fahrenheit.
"""
_EPILOG = """\
SIGINT or SIGTERM stops it within two seconds. It prints a JSON summary on standard output.
`readings` there equals the ledger's `stored` once ingest has received everything; `in_doubt`
counts live readings whose acknowledgement was lost with a connection (they may be stored or not).
Exit codes: 0 stopped or finished, 1 refused by the broker, 2 a bad argument or file.
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the arguments."""
    arguments = command.new_parser("isotherm-simulate", _DESCRIPTION, _EPILOG)
    fleet = arguments.add_argument_group("devices").add_mutually_exclusive_group()
    fleet.add_argument("--fleet", choices=["demo"], help="the demo's twelve sensors (default)")
    fleet.add_argument(
        "--devices",
        type=options.count,
        metavar="N",
        help="instead N devices of mixed profiles, named sim-0001, sim-0002, …",
    )
    _add_history(arguments)
    _add_pace(arguments)
    return arguments


def _add_history(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("history").add_argument
    add(
        "--backfill-days",
        type=options.not_negative,
        default=30.0,
        metavar="DAYS",
        help="length of the history that a device sends at its first start (default %(default)g)",
    )
    add(
        "--interval",
        type=options.seconds,
        default=60.0,
        metavar="SECONDS",
        help="interval of the history's readings (default %(default)g)",
    )
    add("--once", action="store_true", help="exit after the history, without live readings")
    add("--seed", type=int, default=0, help="varies the values (default %(default)s)")


def _add_pace(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("pace").add_argument
    add(
        "--live-interval",
        type=options.seconds,
        default=5.0,
        metavar="SECONDS",
        help="interval of live readings (default %(default)g)",
    )
    add(
        "--rate",
        type=options.positive,
        metavar="MESSAGES",
        help="maximum messages a second, of all devices together (default: no limit)",
    )
    add(
        "--speed",
        type=options.positive,
        default=1.0,
        metavar="FACTOR",
        help="how fast temperatures change after the anchor, compared with real time; the times "
        "that are sent stay true (default %(default)g)",
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; exit with 1 or 2 on failure."""
    own = parser()
    command.run(own, _simulate(own.parse_args(arguments)))


async def _simulate(given: argparse.Namespace) -> Summary:
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
    save = partial(command.write_summary, given.count_file)
    _allow_connections(len(fleet))
    simulation = Simulation(fleet, passwords, given.backfill_days, around, Display(), save)
    with command.stopped_by_signals(stop):
        await simulation.run()
    return simulation.summary()


def _fleet(given: argparse.Namespace) -> list[Device]:
    if given.devices is not None:
        return devices.mixed(given.devices, given.seed)
    return devices.demo(given.seed)


def _allow_connections(count: int) -> None:
    """Raise the limit of open files to allow one connection per device."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count + 100:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, count + 1_000), hard))
