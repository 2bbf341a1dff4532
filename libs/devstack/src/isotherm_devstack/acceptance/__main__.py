"""`isotherm-acceptance`: check an installation; exit code 1 if it fails."""

import asyncio
import sys
from datetime import UTC, datetime

from isotherm.process import command
from isotherm_devstack.acceptance.check import check
from isotherm_devstack.acceptance.errors import FailedError
from isotherm_devstack.acceptance.settings import read

_DESCRIPTION = (
    "Checks the installation that ISOTHERM_ variables describe: registers a device, sends a reading"
    " as it, and finds it over the API."
)


def say(line: str) -> None:
    """Write a line with the time, at once."""
    sys.stdout.write(f"{datetime.now(UTC):%H:%M:%S} {line}\n")
    sys.stdout.flush()


def main() -> None:
    """Run the check of the installation that the environment describes; it takes no arguments."""
    command.parser("isotherm-acceptance", _DESCRIPTION).parse_args()
    try:
        asyncio.run(check(read(), say))
    except FailedError:
        # the step has said why
        raise SystemExit(1) from None
    say("all steps passed")


if __name__ == "__main__":
    main()
