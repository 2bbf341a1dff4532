"""The command `isotherm-ingest`: runs the service, or makes a running one leave the broker."""

import asyncio

from isotherm.process.run import arguments, run
from isotherm.process.settings import load
from isotherm_ingest.drain import drain
from isotherm_ingest.service import serve
from isotherm_ingest.settings import IngestSettings


def main() -> None:
    """Exit with code 2 for a bad argument or setting, 0 after a stop."""
    parser = arguments("ingest", "Stores what sensors publish, until SIGTERM ends it.")
    parser.add_argument(
        "command",
        nargs="?",
        choices=["drain"],
        help="make the running instance of this name leave the broker, if another one runs",
    )
    command, settings = parser.parse_args().command, load(IngestSettings)
    if command == "drain":
        dsn = settings.database_url.get_secret_value()
        raise SystemExit(asyncio.run(drain(dsn, settings.instance)))
    run("ingest", settings, serve)
