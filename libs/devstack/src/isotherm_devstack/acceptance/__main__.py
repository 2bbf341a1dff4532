"""`python -m isotherm_devstack.acceptance`: check an installation; exit code 1 if it fails."""

import asyncio
import sys
from datetime import UTC, datetime

from isotherm_devstack.acceptance.check import check
from isotherm_devstack.acceptance.errors import FailedError
from isotherm_devstack.acceptance.settings import read


def say(line: str) -> None:
    """Write a line with the time, at once."""
    sys.stdout.write(f"{datetime.now(UTC):%H:%M:%S} {line}\n")
    sys.stdout.flush()


def main() -> None:
    """Run the check of the installation that the environment describes."""
    try:
        asyncio.run(check(read(), say))
    except FailedError:
        # the step has said why
        raise SystemExit(1) from None
    say("all steps passed")


if __name__ == "__main__":
    main()
