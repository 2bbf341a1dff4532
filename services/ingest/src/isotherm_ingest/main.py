"""The command `isotherm-ingest`: runs the service, or makes a running one leave the broker."""

import asyncio
from argparse import ArgumentParser

from isotherm.process import logging
from isotherm.process.pod_log import pod_log
from isotherm.process.run import arguments, run
from isotherm.process.settings import load
from isotherm_ingest.drain import drain
from isotherm_ingest.leave import leave
from isotherm_ingest.service import serve
from isotherm_ingest.settings import IngestSettings, LeaveSettings

_LEAVE_S = 20.0


def _arguments() -> ArgumentParser:
    parser = arguments("ingest", "Stores what sensors publish, until SIGTERM ends it.")
    commands = parser.add_subparsers(dest="command", title="commands")
    commands.add_parser(
        "drain", help="make the running instance of this name leave the broker, if another one runs"
    )
    leaving = commands.add_parser(
        "leave",
        help="before a pod stops: drain it if Kubernetes has scaled it away",
        description="For a pod's preStop hook. Asks Kubernetes for the StatefulSet; if this pod"
        " does not come back, makes its instance leave the broker. The exit code is always 0, and"
        " what happened is in the log of the pod.",
    )
    leaving.add_argument(
        "--timeout",
        type=float,
        default=_LEAVE_S,
        metavar="SECONDS",
        help="how long it may take, less than the pod has for its stop, which comes afterwards"
        f" ({_LEAVE_S:.0f})",
    )
    return parser


def main() -> None:
    """Exit with code 2 for a bad argument or setting, 0 after a stop."""
    given = _arguments().parse_args()
    match given.command:
        case "drain":
            settings = load(IngestSettings)
            dsn = settings.database_url.get_secret_value()
            raise SystemExit(asyncio.run(drain(dsn, settings.instance)))
        case "leave":
            _leave(given.timeout)
        case _:
            run("ingest", load(IngestSettings), serve)


def _leave(timeout_s: float) -> None:
    """Leave if the pod is scaled away; a bad setting ends it with code 0 too."""
    try:
        settings = load(LeaveSettings)
    except SystemExit:
        return
    with pod_log("isotherm-ingest") as stream:
        logging.configure("ingest", settings.instance, settings.log_level, stream=stream)
        asyncio.run(leave(settings, timeout_s))
