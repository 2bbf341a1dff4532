"""The commands behind `make release`."""

import argparse
import sys

from isotherm_releases import version


def parser() -> argparse.ArgumentParser:
    """Return the parser of the arguments."""
    arguments = argparse.ArgumentParser(prog="python -m isotherm_releases")
    commands = arguments.add_subparsers(dest="command", required=True)
    next_version = commands.add_parser("version", help="write the version into every file")
    next_version.add_argument("version", help="for example 1.2.0")
    return arguments


def main() -> int:
    """Return the exit code: 1 if the command fails, 2 for usage."""
    given = parser().parse_args()
    try:
        changed = version.write(given.version)
    except version.VersionError as error:
        sys.stderr.write(f"make release: {error}\n")
        return 1
    for path in changed:
        sys.stdout.write(f"{path.relative_to(version.ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
