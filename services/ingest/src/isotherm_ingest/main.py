"""The command `isotherm-ingest`: runs the service, or lets a running one leave the broker."""

import asyncio

from isotherm.process.run import arguments, run
from isotherm.process.settings import load
from isotherm_ingest.drain import drain
from isotherm_ingest.service import serve
from isotherm_ingest.settings import IngestSettings


def main() -> None:
    """Exit with code 2 for a bad argument or setting, 0 after a stop."""
    parser = arguments("ingest", "Stores what sensors publish, until it is ended by SIGTERM.")
    parser.add_argument(
        "command",
        nargs="?",
        choices=["drain"],
        help="let the running instance of this name leave the broker for good, if another is there",
    )
    command, settings = parser.parse_args().command, load(IngestSettings)
    if command == "drain":
        dsn = settings.database_url.get_secret_value()
        raise SystemExit(asyncio.run(drain(dsn, settings.instance)))
    run("ingest", settings, serve)
