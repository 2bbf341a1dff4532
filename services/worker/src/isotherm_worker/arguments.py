"""The command line of worker: the service itself, and its commands for the broker's starts."""

from argparse import REMAINDER, ArgumentParser
from pathlib import Path

from isotherm.process import run


def parser() -> ArgumentParser:
    """Return the parser; `command` is None for the service."""
    root = run.arguments(
        "worker",
        "Makes day partitions ahead and drops old ones, rolls readings up, folds and checks the"
        " ledger, prunes rejects, lets silent proposals expire, watches the broker, keeps its"
        " accounts, and publishes ticks.",
    )
    commands = root.add_subparsers(dest="command", title="commands")
    _render(
        commands.add_parser(
            "render-accounts",
            help="write Mosquitto's file of accounts from the database, before it starts",
            description="Writes the file of Mosquitto's dynamic security plugin from the database."
            " If the database is unavailable or behind the file, the devices in the file stay."
            " Then it replaces itself with the given command, which starts the broker.",
        )
    )
    _keep(
        commands.add_parser(
            "keep-broker",
            help="prepare the broker's files for each of its starts, beside it in its pod",
            description="For each start of the broker that is asked for in the directory, writes"
            " its file of accounts and repairs its store, then lets it go. Copies its certificate"
            " and has it load a renewed one. Runs until SIGTERM.",
        )
    )
    return root


def _render(render: ArgumentParser) -> None:
    render.add_argument("file", type=Path, metavar="FILE", help="plugin_opt_config_file")
    render.add_argument(
        "program", nargs=REMAINDER, metavar="-- COMMAND ...", help="what starts the broker"
    )


def _keep(keep: ArgumentParser) -> None:
    for option, path, metavar, text in (
        ("--run", "/run/isotherm", "DIRECTORY", "where starts are asked for"),
        ("--accounts", "/mosquitto/data/dynamic-security.json", "FILE", "plugin_opt_config_file"),
        ("--store", "/mosquitto/data/mosquitto.db", "FILE", "its file in persistence_location"),
    ):
        keep.add_argument(
            option, type=Path, default=Path(path), metavar=metavar, help=f"{text} ({path})"
        )
    keep.add_argument(
        "--services",
        type=int,
        metavar="PORT",
        help="the broker's listener for services: readyz fails until it has a shared subscription",
    )
    keep.add_argument(
        "--certificate",
        type=Path,
        nargs=2,
        metavar=("FROM", "TO"),
        help="copy tls.crt, tls.key and perhaps ca.crt from a mounted Secret to the directory where"
        " the broker reads them",
    )
