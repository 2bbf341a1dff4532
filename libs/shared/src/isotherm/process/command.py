"""The parser of a command line: each command of Isotherm answers `--version` and `--help`."""

import argparse
from typing import Any

from isotherm import __version__


def parser(program: str, description: str, **further: Any) -> argparse.ArgumentParser:
    """Return a parser with `--version`, which ends the program before it reads settings."""
    versioned = argparse.ArgumentParser(prog=program, description=description, **further)
    versioned.add_argument(
        "--version",
        action="version",
        version=f"{program} {__version__}",
        help="show the version and exit",
    )
    return versioned
